import Glibc
import Machines
import Base
import TestSupport
import Testing

@testable import Probe

/// Every recording with graphics in it, read through the root and compared with what is true of it.
@Suite(.enabled(if: SharedFacts.has("snapshots/index.json"), Comment(rawValue: SharedFacts.absence)))
struct AcceleratorRecordingTests {
  /// How many facts were compared, and those that differ.
  struct Score {
    var compared = 0
    var differences: [String] = []

    mutating func compare<Value: Equatable>(_ what: String, _ have: Value, _ want: Value) {
      compared += 1
      if have != want { differences.append("\(what): have \(have), want \(want)") }
    }
  }

  static let memory = Memory(
    totalBytes: .known(64 << 30), availableBytes: .known(60 << 30), swapBytes: .known(0), budgetBytes: .known(58 << 30))

  static func accelerators(_ folder: String) -> [Accelerator] {
    AcceleratorProbe(root: SystemRoot(folder)).finish(memory: memory).accelerators
  }

  @Test func cardsInSysfs() throws {
    var score = Score()
    for recording in Recording.all(["gpu-sysfs"]) {
      let found = Self.accelerators(recording.path)
      let expected = recording.expected["gpus"]?.array ?? []
      score.compare("\(recording.id) count", found.count, expected.count)
      for (gpu, want) in zip(found, expected) {
        let what = recording.id
        score.compare("\(what) pci_id", gpu.pciID, want["pci_id"]?.string)
        score.compare("\(what) driver", gpu.driver.value, want["driver"]?.string)
        let names =
          [want["name"]?.string].compactMap { $0 }
          + (want["marketing_names_with_this_id"]?.array ?? []).compactMap(\.string)
        let name = try #require(gpu.name.value)
        score.compare(
          "\(what) name \(name)", names.contains { name.contains($0) } || gpu.pciName == names.first, true)
      }
      if let vram = recording.expected["vram_total_bytes"]?.integer, let gpu = found.first {
        score.compare("\(recording.id) vram", gpu.carveOutBytes ?? gpu.memoryTotalBytes.value, vram)
        if let gtt = recording.expected["gtt_total_bytes"]?.integer, let lent = gpu.lentBytes {
          score.compare("\(recording.id) gtt", lent, gtt)
        }
      }
      if let sizes = recording.expected["vram_gib_of_model"]?.array?.compactMap(\.number), let gpu = found.first,
        let total = gpu.memoryTotalBytes.value
      {
        score.compare("\(recording.id) nominal vram", sizes.contains(Double(total) / 0x1p30), true)
      }
    }
    #expect(score.compared > 40)
    #expect(score.differences.isEmpty, "\(score.differences)")
  }

  @Test func topologies() throws {
    var score = Score()
    for recording in Recording.all(["kfd-topology"]) {
      let found = Self.accelerators(recording.path)
      score.compare("\(recording.id) gpu_nodes", found.count, recording.expected["gpu_nodes"]?.integer ?? -1)
      let devices = Set((recording.expected["gpu_device_ids"]?.array ?? []).compactMap(\.string).map { "1002:" + $0 })
      score.compare("\(recording.id) ids", Set(found.compactMap(\.pciID)), devices)
      let targets = (recording.expected["gfx_target_versions"]?.array ?? []).compactMap(\.string).compactMap { Int($0) }
      score.compare(
        "\(recording.id) targets", Set(found.compactMap(\.computeTarget.value)),
        Set(targets.compactMap { AMDNode.target(version: $0) }))
    }
    #expect(score.compared >= 6)
    #expect(score.differences.isEmpty, "\(score.differences)")
  }

  @Test func dumpsOfTheBus() throws {
    var score = Score()
    for recording in Recording.all(["lspci-dump"]) {
      let file = try #require(names(recording.path).first { $0.hasSuffix(".lspci") })
      for root in [recording.path, recording.path + "/" + file] {
        compareBus(Self.accelerators(root), recording, &score)
      }
    }
    #expect(score.compared >= 40)
    #expect(score.differences.isEmpty, "\(score.differences)")
  }

  private func compareBus(_ found: [Accelerator], _ recording: Recording, _ score: inout Score) {
    let expected = recording.expected["gpus"]?.array ?? []
    score.compare("\(recording.id) count", found.count, expected.count)
    for (gpu, want) in zip(found, expected) {
      score.compare("\(recording.id) slot", gpu.pciAddress, want["slot"]?.string)
      score.compare("\(recording.id) id", gpu.pciID, want["pci_id"]?.string)
      score.compare("\(recording.id) name", gpu.pciName, want["name"]?.string)
    }
  }
}
