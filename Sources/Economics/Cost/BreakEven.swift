import Base

/// After how long a purchase has paid for itself against an API.
package enum BreakEven: Sendable, Equatable {
  /// Months with their band; the far end is nil where it may never come.
  case months(estimate: Double, low: Double, high: Double?)
  case never(Obstacle)

  package enum Obstacle: Sendable, Equatable {
    /// A month of one's own costs as much as the API's or more.
    case runningCostsMore
    /// The machines do not finish what is asked of them.
    case cannotCarry
    case unknownPurchase(reason: String)
  }

  /// No purchase is looked at for longer: half a century.
  static let mostMonths = 600

  /// Months until what is saved has paid the purchase.
  ///
  /// - Parameters:
  ///   - growth: growth of the load a month; without it the months are `purchase / saving`.
  ///   - month: saving and purchase so far in a month, counted from 0.
  /// - Returns: the months, or nil where it never does.
  static func months(growth: Double, month: (Int) -> (saving: Money, purchase: Money)) -> Double? {
    let first = month(0)
    if growth == 0 {
      guard first.saving > .zero else { return nil }
      return first.purchase / first.saving
    }
    if first.purchase == .zero, first.saving > .zero { return 0 }
    var saved = Money.zero
    for index in 0..<mostMonths {
      let (saving, purchase) = month(index)
      if saving > .zero, saved + saving >= purchase { return Double(index) + max(0, (purchase - saved) / saving) }
      saved = saved + saving
    }
    return nil
  }
}
