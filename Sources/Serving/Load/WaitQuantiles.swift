import Glibc

/// Quantiles of a wait that is made of a part by what is found, and of prompts that are already being computed.
///
/// Prompts are one server with a fixed time of service: of those who come some find it busy, and their wait is taken as
/// exponential with the mean of such a server (M/D/1), never more than the prompts of all others.
struct WaitQuantiles {
  let points: [(value: Double, weight: Double)]
  /// The part of the time in which prompts are computed.
  let busy: Double
  /// Seconds of one.
  let service: Double
  /// What others' prompts take at most, in seconds.
  let most: Double

  /// The probability that the wait for other prompts is no longer.
  private func isNoLonger(than seconds: Double) -> Double {
    guard seconds >= 0 else { return 0 }
    guard seconds < most, service > 0 else { return 1 }
    return 1 - busy * exp(-seconds * 2 * (1 - busy) / service)
  }

  private func share(within seconds: Double) -> Double {
    points.reduce(0) { $0 + $1.weight * isNoLonger(than: seconds - $1.value) }
  }

  func quantile(_ share: Double) -> Double {
    var (low, high) = (0.0, (points.map(\.value).max() ?? 0) + most)
    for _ in 0..<40 {
      let middle = (low + high) / 2
      if self.share(within: middle) >= share { high = middle } else { low = middle }
    }
    return high
  }
}
