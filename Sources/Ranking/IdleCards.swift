import Memory

extension Ranker {
  /// The row with a remark on the cards that it leaves idle.
  func noted(_ fit: Fit) -> Fit {
    guard !fitCalculator.machine.accelerators.isEmpty, fit.placement.mode != .none else { return fit }
    let idle = fitCalculator.machine.usableCards.filter { card in
      !fit.placement.devices.contains { $0.id == card.id }
    }
    guard !idle.isEmpty else { return fit }
    var result = fit
    result.notes.append(.idleCards(idle.map(\.id)))
    return result
  }
}
