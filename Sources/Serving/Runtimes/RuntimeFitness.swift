import Base
import Machines
import Models

/// Whether a machine has what a runtime needs.
package struct RuntimeFitness: Sendable, Equatable {
  /// What stands in the way.
  package enum Obstacle: Sendable, Equatable {
    /// It runs on these systems alone.
    case system([String])
    case processor(has: String, needs: [String])
    /// It needs a GPU of these makers; the names are those that are here.
    case gpu(makers: [String], has: [String])
    case capability(Double, card: String, has: Double)
    case glibc(String, has: String)
  }

  /// What is good to know, and no obstacle.
  package enum Remark: Sendable, Equatable {
    /// Whether the machine has it could not be read.
    case unknownCapability(Double)
    case driver(String)
    case glibc(String)
    case processorOnly
  }

  package var facts: RuntimeFacts
  package var obstacles: [Obstacle]
  package var remarks: [Remark]

  package var isUsable: Bool { obstacles.isEmpty }

  /// - Parameters:
  ///   - facts: what the runtime needs.
  ///   - machine: what there is.
  ///   - glibc: the version of the C library, where it is known: that of this machine.
  package init(_ facts: RuntimeFacts, on machine: Machine, glibc: String? = nil) {
    self.facts = facts
    (obstacles, remarks) = ([], [])
    let system = Self.system(machine)
    if !facts.systems.contains(system) { obstacles.append(.system(facts.systems)) }
    if let processor = machine.os.architecture.value.map(Self.processor), !facts.architectures.contains(processor) {
      obstacles.append(.processor(has: processor, needs: facts.architectures))
    }
    takeGPU(machine)
    if let needed = facts.minimumGlibc, system == "linux" {
      if let glibc {
        if VersionNumbers.isBelow(glibc, needed) { obstacles.append(.glibc(needed, has: glibc)) }
      } else {
        remarks.append(.glibc(needed))
      }
    }
    if let driver = facts.minimumDriver, machine.accelerators.contains(where: { $0.vendor == .nvidia && $0.isUsable }) {
      remarks.append(.driver(driver))
    }
  }

  private mutating func takeGPU(_ machine: Machine) {
    let usable = machine.accelerators.filter(\.isUsable)
    let fitting = usable.filter { facts.vendors.contains($0.vendor.rawValue) }
    guard !fitting.isEmpty else {
      if facts.gpu == .required {
        obstacles.append(.gpu(makers: facts.vendors, has: usable.compactMap(\.name.value)))
      } else {
        remarks.append(.processorOnly)
      }
      return
    }
    guard facts.gpu == .required, let needed = facts.computeCapability else { return }
    // One card that is new enough, or one of another maker, is enough.
    let cards = fitting.map { card in
      (card, card.vendor == .nvidia ? card.computeTarget.value.flatMap(Double.init) : needed)
    }
    if cards.contains(where: { ($0.1 ?? 0) >= needed }) { return }
    if let old = cards.first(where: { $0.1 != nil }), let has = old.1 {
      obstacles.append(.capability(needed, card: old.0.name.value ?? "the card", has: has))
    } else {
      remarks.append(.unknownCapability(needed))
    }
  }

  /// Every machine that is read is one of Linux, but those that are described may be others.
  private static func system(_ machine: Machine) -> String {
    let name = machine.os.name.value?.lowercased() ?? ""
    return name.contains("macos") || name.contains("mac os") ? "macos" : name.contains("windows") ? "windows" : "linux"
  }

  private static func processor(_ name: String) -> String {
    ["arm64": "aarch64", "amd64": "x86_64"][name.lowercased()] ?? name
  }
}
