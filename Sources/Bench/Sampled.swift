import Base

/// The samples of one figure, summed up.
struct Sampled: Equatable {
  /// One measured rate.
  struct Sample: Equatable {
    let rate: Double
    /// Share of the time that the thread which suffered most could not run, since other programs had its processor.
    let waitedShare: Double

    init(amount: Double, seconds: Double, waitedSeconds: Double) {
      rate = amount / max(1e-9, seconds)
      waitedShare = max(0, waitedSeconds) / max(1e-9, seconds)
    }

    var isDisturbed: Bool { waitedShare > 0.03 }
  }

  let spread: Spread
  /// The range of the middle half of the samples, relative to the median: one straggler does not make it noisy.
  let noise: Double

  /// With fewer undisturbed samples the least disturbed ones count too.
  private static let least = 3

  init(_ samples: [Sample]) {
    let calm = samples.sorted { $0.waitedShare < $1.waitedShare }
    let undisturbed = calm.prefix(max(Self.least, calm.count { !$0.isDisturbed }))
    let sorted = undisturbed.map(\.rate).sorted()
    spread = Spread(samples: sorted) ?? Spread(median: 0, low: 0, high: 0)
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
