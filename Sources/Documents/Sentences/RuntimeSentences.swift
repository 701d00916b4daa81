import Base
import Models
import Serving

/// What is said of runtimes on a machine.
package enum RuntimeSentences {
  /// Why a runtime does not run here, or what is good to know; nil for nothing.
  package static func reason(_ fitness: RuntimeFitness) -> String? {
    let obstacles = fitness.obstacles.map(obstacle)
    let remarks = fitness.isUsable ? fitness.remarks.map(remark) : []
    let parts = obstacles + remarks + project(fitness.facts)
    return parts.isEmpty ? nil : parts.joined(separator: "; ")
  }

  private static func project(_ facts: RuntimeFacts) -> [String] {
    switch facts.status {
    case .active: []
    case .maintenance: ["maintained only\(since(facts))"]
    case .dormant: ["its project is dormant\(since(facts))"]
    case .archived: ["its project is archived\(since(facts))"]
    }
  }

  private static func since(_ facts: RuntimeFacts) -> String { facts.statusSince.map { " since \($0)" } ?? "" }

  private static func obstacle(_ obstacle: RuntimeFitness.Obstacle) -> String {
    switch obstacle {
    case .system(let systems): "runs on \(list(systems)) only"
    case .processor(let has, let needs): "needs a processor of \(list(needs)), and this is \(has)"
    case .gpu(let makers, let has):
      "needs a GPU of \(list(makers.map(maker)))"
        + (has.isEmpty ? ", and there is none" : ", and there is \(list(has))")
    case .capability(let needed, let card, let has):
      "needs compute capability \(number(needed)), and \(card) has \(number(has))"
    case .glibc(let needed, let has): "needs glibc \(needed), and this machine has \(has)"
    }
  }

  private static func remark(_ remark: RuntimeFitness.Remark) -> String {
    switch remark {
    case .unknownCapability(let needed): "needs compute capability \(number(needed)); what the card has is not known"
    case .driver(let version): "needs NVIDIA's driver \(version) or later"
    case .glibc(let version): "needs glibc \(version) or later"
    case .processorOnly: "on the processor alone"
    }
  }

  private static func maker(_ name: String) -> String {
    ["nvidia": "NVIDIA", "amd": "AMD", "intel": "Intel", "apple": "Apple"][name] ?? name
  }

  private static func list(_ words: [String]) -> String {
    words.count < 2 ? words.joined() : words.dropLast().joined(separator: ", ") + " or " + (words.last ?? "")
  }

  private static func number(_ value: Double) -> String { ByteSize.decimal(value, places: 1) }
}
