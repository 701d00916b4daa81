/// A measured quantity over several samples: the median with the lowest and the highest sample.
package struct Spread: Sendable, Equatable {
  package var median: Double
  package var low: Double
  package var high: Double

  package init(median: Double, low: Double, high: Double) {
    self.median = median
    self.low = low
    self.high = high
  }

  /// The spread of `samples`, or `nil` when there are none.
  package init?(samples: [Double]) {
    let sorted = samples.sorted()
    guard let low = sorted.first, let high = sorted.last else { return nil }
    let middle = sorted.count / 2
    let median = sorted.count.isMultiple(of: 2) ? (sorted[middle - 1] + sorted[middle]) / 2 : sorted[middle]
    self.init(median: median, low: low, high: high)
  }

  package func scaled(_ factor: Double) -> Spread {
    Spread(median: median * factor, low: low * factor, high: high * factor)
  }
}

/// A predicted quantity with its band: 80 % of true values are meant to fall between `low` and `high`.
package struct Estimate: Sendable, Equatable {
  package var estimate: Double
  package var low: Double
  package var high: Double

  package init(estimate: Double, low: Double, high: Double) {
    self.estimate = estimate
    self.low = low
    self.high = high
  }
}
