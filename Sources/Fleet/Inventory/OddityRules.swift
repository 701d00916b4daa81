import Base
import Machines
import Models

/// What is odd about hosts of a class, seen beside the others of it.
struct OddityRules {
  /// Memory and cards below this part of what the class has free are taken by something.
  static let busyShare = 0.9
  /// Clocks and power limits below this part of the class's are throttled.
  private static let throttledShare = 0.8
  /// The clock moves with the load: only what is far below the others is told.
  private static let slowClockShare = 0.5
  /// Of its highest clock a processor that is held down by its sensors keeps so little, whatever it is asked.
  private static let heldClockShare = 0.1
  /// So many hosts say what is usual in a class.
  private static let fewestToCompare = 3
  /// A slot of so many lanes is narrow for a card that has more.
  private static let narrowLanes = 4
  /// Below this part of the platform's rate, channels must be empty: no memory that fits is so slow.
  private static let channelShare = 0.6

  private let kind: MachineClass
  /// The class's cards in the order of its hosts'.
  private let devices: [Accelerator]
  private let usual: Usual
  private let channels: Oddity.Finding?

  init(_ kind: MachineClass) {
    self.kind = kind
    devices = kind.machine.cardOrder.map { kind.machine.accelerators[$0] }
    usual = Usual(kind.hosts)
    channels = Self.emptyChannels(kind.machine)
  }

  /// What most hosts of a class have.
  private struct Usual {
    var memoryBudget: Int?
    var frequency: Double?
    var maximumFrequency: Double?
    var cardBudgets: [Int?]
    var lanes: [Int?]
    var powerLimits: [Double?]
    var driverVersion: String?

    init(_ hosts: [FleetHost]) {
      memoryBudget = hosts.compactMap(\.memoryBudgetBytes).middle
      frequency = hosts.compactMap(\.frequencyHz).middle
      maximumFrequency = hosts.compactMap(\.maximumFrequencyHz).middle
      let places = (hosts.first?.cards ?? []).indices
      cardBudgets = places.map { place in hosts.compactMap { $0.cards[place].budgetBytes }.middle }
      lanes = places.map { place in hosts.compactMap { $0.cards[place].link?.lanes }.middle }
      powerLimits = places.map { place in hosts.compactMap { $0.cards[place].powerLimitWatts }.middle }
      var versions: [String: Int] = [:]
      for host in hosts { if let version = host.driverVersion { versions[version, default: 0] += 1 } }
      driverVersion =
        versions.max { one, other in
          one.value == other.value ? VersionNumbers.isBelow(one.key, other.key) : one.value < other.value
        }?.key
    }
  }

  /// All of them, each with its hosts.
  var oddities: [Oddity] {
    var hosts: [Oddity.Finding: [String]] = [:]
    var order: [Oddity.Finding] = []
    for host in kind.hosts {
      for finding in findings(host) {
        if hosts[finding] == nil { order.append(finding) }
        if hosts[finding]?.last != host.name { hosts[finding, default: []].append(host.name) }
      }
    }
    return order.map { Oddity(finding: $0, hosts: hosts[$0] ?? []) }
  }

  private func findings(_ host: FleetHost) -> [Oddity.Finding] {
    unusable(host) + [channels].compactMap(\.self) + links(host) + throttles(host) + drivers(host) + busy(host)
  }

  private func unusable(_ host: FleetHost) -> [Oddity.Finding] {
    zip(host.cards, devices).compactMap { card, device in
      // Cards whose instances are listed are no loss, and graphics beside a processor are none.
      guard !card.isUsable, let reason = card.reason, device.isKnownCard, !hasInstances(device)
      else { return nil }
      return .unusableCard(name: card.name, reason: reason)
    }
  }

  private func hasInstances(_ device: Accelerator) -> Bool {
    devices.contains { $0.id.hasPrefix(device.id + "/") }
  }

  private static func emptyChannels(_ machine: Machine) -> Oddity.Finding? {
    let (cpu, memory) = (machine.cpu, machine.memory)
    guard let model = cpu.model.value, let found = memory.bandwidthBytesPerSecond.value,
      let whole = MemoryPlatform.bandwidth(cpuModel: model).value
    else { return nil }
    let expected = whole * Double(max(1, cpu.packages.value ?? 1))
    return found < expected * channelShare ? .emptyChannels(found: found, expected: expected) : nil
  }

  private func links(_ host: FleetHost) -> [Oddity.Finding] {
    host.cards.indices.compactMap { place in
      let card = host.cards[place]
      guard card.isUsable, let lanes = card.link?.lanes, lanes > 0 else { return nil }
      let most = card.link?.maximumLanes ?? lanes
      if lanes < most, lanes <= Self.narrowLanes { return .narrowLink(card: card.name, lanes: lanes, expected: most) }
      guard let others = usual.lanes[place], lanes < others else { return nil }
      return .narrowLink(card: card.name, lanes: lanes, expected: others)
    }
  }

  private func throttles(_ host: FleetHost) -> [Oddity.Finding] {
    var found: [Oddity.Finding] = []
    let compares = kind.hosts.count >= Self.fewestToCompare
    if let clock = host.maximumFrequencyHz, let others = usual.maximumFrequency, compares,
      clock < others * Self.throttledShare
    {
      found.append(.slowClock(expected: others, now: false))
    } else if let clock = host.frequencyHz, let most = host.maximumFrequencyHz, clock < most * Self.heldClockShare {
      found.append(.slowClock(expected: most, now: true))
    } else if let clock = host.frequencyHz, let others = usual.frequency, compares,
      clock < others * Self.slowClockShare
    {
      found.append(.slowClock(expected: others, now: true))
    }
    for (card, others) in zip(host.cards, usual.powerLimits) {
      if let watts = card.powerLimitWatts, let others, watts < others * Self.throttledShare {
        found.append(.powerLimit(card: card.name, watts: watts, expected: others))
      }
    }
    return found
  }

  private func drivers(_ host: FleetHost) -> [Oddity.Finding] {
    guard let version = host.driverVersion else { return [] }
    let builds = RuntimeList.known?.cudaDrivers ?? []
    if let oldest = builds.first, VersionNumbers.isBelow(version, oldest.minimumDriver) {
      return [.driverWithoutCUDA(version: version, cuda: oldest.cuda, needed: oldest.minimumDriver)]
    }
    guard let others = usual.driverVersion, VersionNumbers.isBelow(version, others) else { return [] }
    return [.olderDriver(version: version, expected: others)]
  }

  private func busy(_ host: FleetHost) -> [Oddity.Finding] {
    var found: [Oddity.Finding] = []
    if let budget = host.memoryBudgetBytes, let others = usual.memoryBudget,
      Double(budget) < Double(others) * Self.busyShare
    {
      found.append(.busyMemory(expected: others))
    }
    for (card, others) in zip(host.cards, usual.cardBudgets) where card.isUsable {
      if let budget = card.budgetBytes, let others, Double(budget) < Double(others) * Self.busyShare {
        found.append(.busyCard(name: card.name, expected: others))
      }
    }
    return found
  }
}

extension FleetHost {
  fileprivate var driverVersion: String? { cards.lazy.compactMap(\.driverVersion).first }
}

extension Array where Element: Comparable {
  /// The upper median; nil of nothing.
  fileprivate var middle: Element? { isEmpty ? nil : sorted()[count / 2] }
}
