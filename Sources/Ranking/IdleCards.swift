import Memory

extension Ranker {
  /// The row with a remark on the cards that it leaves idle.
  func noted(_ fit: Fit) -> Fit {
    let used = Set(fit.placement.devices.map(\.id))
    let idle = fitCalculator.machine.usableCards.filter { !used.contains($0.id) }
    guard !idle.isEmpty, fit.placement.mode != .none else { return fit }
    var result = fit
    result.notes.append(.idleCards(idle.map(\.id)))
    return result
  }
}
