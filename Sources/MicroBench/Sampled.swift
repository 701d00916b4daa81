import Units

/// The samples of one figure, summed up.
struct Sampled: Equatable {
  let spread: Spread
  /// The range of the middle half of the samples, relative to the median: one straggler does not make it noisy.
  let noise: Double

  init(_ samples: [Double]) {
    spread = Spread(samples: samples) ?? Spread(median: 0, low: 0, high: 0)
    let sorted = samples.sorted()
    guard sorted.count > 1, spread.median > 0 else {
      noise = 1
      return
    }
    noise = (sorted[sorted.count * 3 / 4] - sorted[sorted.count / 4]) / spread.median
  }
}

extension Spread {
  func scaled(_ factor: Double) -> Spread {
    Spread(median: median * factor, low: low * factor, high: high * factor)
  }
}
