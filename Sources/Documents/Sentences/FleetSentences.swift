import Base
import Fleet
import Machines

/// What is said of classes of machines and of what is odd about them.
enum FleetSentences {
  /// `2 × AMD EPYC 9654 96-Core Processor, 384 threads`.
  static func processor(_ machine: Machine) -> String {
    let cpu = machine.cpu
    let packages = cpu.packages.value.flatMap { $0 > 1 ? "\($0) × " : nil } ?? ""
    let threads = cpu.threads.value.map { [Self.count($0, "thread")] } ?? []
    return ([packages + (cpu.model.value ?? "unknown model")] + threads).joined(separator: ", ")
  }

  /// `8 × NVIDIA H100 80GB HBM3, 80.0 GiB`; `none` where there are none that a model can use.
  static func cards(_ machine: Machine) -> String {
    var counts: [(name: String, count: Int)] = []
    for card in machine.accelerators where card.isUsable {
      let size = card.memoryTotalBytes.value.map { ", " + ByteSize.text($0) } ?? ""
      let name = card.displayName + size
      if let index = counts.firstIndex(where: { $0.name == name }) {
        counts[index].count += 1
      } else {
        counts.append((name, 1))
      }
    }
    guard !counts.isEmpty else { return "none" }
    return counts.map { $0.count > 1 ? "\($0.count) × \($0.name)" : $0.name }.joined(separator: "; ")
  }

  static func subject(_ finding: Oddity.Finding) -> String {
    switch finding {
    case .missingCards(let name, _, _), .unusableCard(let name, _), .busyCard(let name, _): name
    case .narrowLink(let card, _, _), .powerLimit(let card, _, _): card
    case .emptyChannels, .lessMemory, .busyMemory: "memory"
    case .fewerThreads, .slowClock: "processor"
    case .olderDriver, .driverWithoutCUDA: "driver"
    }
  }

  static func found(_ finding: Oddity.Finding) -> String {
    switch finding {
    case .missingCards(_, let found, _): count(found, "card")
    case .unusableCard(_, let reason): reason
    case .emptyChannels(let found, _): Amounts.rate(found)
    case .lessMemory(let found, _): ByteSize.text(found)
    case .fewerThreads(let found, _): count(found, "thread")
    case .narrowLink(_, let lanes, _): count(lanes, "lane")
    case .slowClock(let expected, let now): (now ? "a clock" : "a highest clock") + " far below \(clock(expected))"
    case .powerLimit(_, let watts, _): self.watts(watts)
    case .olderDriver(let version, _), .driverWithoutCUDA(let version, _, _): version
    case .busyMemory(let expected), .busyCard(_, let expected): "less than \(ByteSize.text(expected)) free"
    }
  }

  /// Nil where the finding alone says what is wrong.
  static func expected(_ finding: Oddity.Finding) -> String? {
    switch finding {
    case .missingCards(_, _, let expected): count(expected, "card")
    case .unusableCard: nil
    case .emptyChannels(_, let expected): Amounts.rate(expected)
    case .lessMemory(_, let expected): ByteSize.text(expected)
    case .fewerThreads(_, let expected): count(expected, "thread")
    case .narrowLink(_, _, let expected): count(expected, "lane")
    case .slowClock(let expected, _): clock(expected)
    case .powerLimit(_, _, let expected): watts(expected)
    case .olderDriver(_, let expected): expected
    case .driverWithoutCUDA(_, _, let needed): needed + " or later"
    case .busyMemory(let expected), .busyCard(_, let expected): ByteSize.text(expected)
    }
  }

  static func text(_ finding: Oddity.Finding) -> String {
    let (found, expected) = (found(finding), expected(finding) ?? "")
    return switch finding {
    case .missingCards(let name, let found, let expected):
      "\(found == 0 ? "no" : "\(found)") \(name) where most hosts of this make have \(expected): "
        + (expected - found == 1 ? "one may have fallen off the bus" : "they may have fallen off the bus")
    case .unusableCard(let name, let reason): "\(name) cannot be used: \(reason)"
    case .emptyChannels:
      "main memory of \(found) where its processors take \(expected): channels are empty or their memory is slow"
    case .lessMemory: "\(found) of main memory where most hosts of this make have \(expected)"
    case .fewerThreads: "\(found) where most hosts of this make may use \(expected)"
    case .narrowLink(let card, let lanes, let most): "\(card) in a slot of \(lanes) of \(most) lanes"
    case .slowClock(_, now: true):
      "the processor's clock is far below \(expected) now: held down by heat or power, or asleep"
    case .slowClock(_, now: false): "the processor's clock is limited far below the \(expected) of its class"
    case .powerLimit(let card, _, _): "\(card) may draw \(found) where others of its class may draw \(expected)"
    case .olderDriver: "driver \(found) where most of its class have \(expected)"
    case .driverWithoutCUDA(_, let cuda, _):
      "driver \(found) runs nothing that is built with CUDA \(cuda), which takes \(expected)"
    case .busyMemory: "something takes main memory: less is free than the \(expected) of its class"
    case .busyCard(let name, _): "something takes memory of \(name): less is free than the \(expected) of its class"
    }
  }

  /// `a, b, c and 12 more`.
  static func names(_ names: [String], most: Int = 4) -> String {
    let shown = names.prefix(names.count == most + 1 ? most + 1 : most).map(TextStyle.plain).joined(separator: ", ")
    let rest = names.count - (names.count == most + 1 ? most + 1 : most)
    return rest > 0 ? shown + " and \(rest) more" : shown
  }

  static func count(_ number: Int, _ unit: String) -> String { number == 1 ? "1 \(unit)" : "\(number) \(unit)s" }

  private static func clock(_ hertz: Double) -> String { ByteSize.decimal(hertz / 1e9, places: 2) + " GHz" }
  private static func watts(_ watts: Double) -> String { ByteSize.decimal(watts, places: 0) + " W" }
}
