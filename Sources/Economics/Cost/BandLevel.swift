import Base

/// The value of a band that a computation rests on.
package enum BandLevel: Sendable, CaseIterable {
  case estimate, low, high

  package func value(of estimate: Estimate) -> Double {
    switch self {
    case .estimate: estimate.estimate
    case .low: estimate.low
    case .high: estimate.high
    }
  }
}
