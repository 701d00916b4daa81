import Machines

/// What a class lacks beside one of the same make that far more hosts belong to.
struct KinRules {
  /// The other class has at least so many times the hosts.
  private static let fewestTimes = 2
  private static let memoryShare = 0.9
  private static let bandwidthShare = 0.75

  let kind: MachineClass
  /// The class of the same make with most hosts.
  let most: MachineClass

  var findings: [Oddity.Finding] {
    guard most.fingerprint != kind.fingerprint, most.hosts.count >= kind.hosts.count * Self.fewestTimes else {
      return []
    }
    return missingCards + (isVirtual ? [] : [lessMemory, slowerMemory, fewerThreads].compactMap(\.self))
  }

  /// A virtual machine has as much as somebody gave it.
  private var isVirtual: Bool { (kind.machine.os.hypervisor.value ?? nil) != nil }

  private var missingCards: [Oddity.Finding] {
    let (own, others) = (kind.machine.cards, most.machine.cards)
    // Whoever has other cards instead lacks none.
    guard own.values.reduce(0, +) < others.values.reduce(0, +) else { return [] }
    return others.sorted { $0.key < $1.key }.compactMap { name, expected in
      let found = own[name] ?? 0
      return found < expected ? .missingCards(name: name, found: found, expected: expected) : nil
    }
  }

  private var lessMemory: Oddity.Finding? {
    guard let found = kind.machine.memory.totalBytes.value, let expected = most.machine.memory.totalBytes.value,
      Double(found) < Double(expected) * Self.memoryShare
    else { return nil }
    return .lessMemory(found: found, expected: expected)
  }

  private var slowerMemory: Oddity.Finding? {
    guard let found = kind.machine.memory.bandwidthBytesPerSecond.value,
      let expected = most.machine.memory.bandwidthBytesPerSecond.value, found < expected * Self.bandwidthShare
    else { return nil }
    return .emptyChannels(found: found, expected: expected)
  }

  private var fewerThreads: Oddity.Finding? {
    guard let found = kind.machine.cpu.usableThreads.value, let expected = most.machine.cpu.usableThreads.value,
      found < expected
    else { return nil }
    return .fewerThreads(found: found, expected: expected)
  }
}

extension Machine {
  /// How many cards of each name there are, usable or not.
  fileprivate var cards: [String: Int] {
    var counts: [String: Int] = [:]
    for card in accelerators where card.isKnownCard {
      counts[card.displayName, default: 0] += 1
    }
    return counts
  }
}
