import Machines

/// Machines that a server of llama.cpp sees where there is more than one.
extension Machine {
  /// The machine with the first of several cards alike: one, two, four …, of which servers of their own make use of all.
  var groupsOfCards: [(machine: Machine, cards: Int, count: Int)] {
    let usable = usableCards
    guard let first = usable.first, usable.count > 1, usable.allSatisfy({ $0.factID == first.factID }) else {
      return []
    }
    var (groups, cards): ([(machine: Machine, cards: Int, count: Int)], Int) = ([], 1)
    while cards < usable.count {
      if usable.count.isMultiple(of: cards) {
        var part = self
        let kept = Set(usable.prefix(cards).map(\.id))
        part.accelerators.removeAll { $0.memoryKind.value == .dedicated && !kept.contains($0.id) }
        groups.append((part, cards, usable.count / cards))
      }
      cards *= 2
    }
    return groups
  }

  /// The cards of so many nodes as if they were in one, as llama.cpp sees them through its RPC servers.
  func joined(nodes: Int) -> Machine {
    var all = self
    for node in 2...max(2, nodes) {
      for card in accelerators where card.isUsable {
        var card = card
        card.id += "@\(node)"
        all.accelerators.append(card)
      }
    }
    return all
  }
}
