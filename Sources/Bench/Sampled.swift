import Base
import CSystem

/// The samples of one figure, summed up.
struct Sampled: Equatable {
  /// One measured rate.
  struct Sample: Equatable {
    let rate: Double
    /// Share of the time that the thread which suffered most could not run, since other programs had its processor.
    let waitedShare: Double

    /// Where others had a processor the time counts that the slowest thread ran, since it would need no more alone.
    init(amount: Double, seconds: Double, waitedSeconds: Double, runningSeconds: Double? = nil) {
      waitedShare = max(0, waitedSeconds) / max(1e-9, seconds)
      let alone = waitedShare > Self.disturbed ? runningSeconds ?? seconds : seconds
      rate = amount / max(1e-9, alone)
    }

    init(amount: Double, _ time: plimsoll_crew_time) {
      self.init(
        amount: amount, seconds: time.seconds, waitedSeconds: time.waited, runningSeconds: time.running)
    }

    private static let disturbed = 0.03

    var isDisturbed: Bool { waitedShare > Self.disturbed }
  }

  let spread: Spread
  /// The range of the middle half of the samples, relative to the median: one straggler does not make it noisy.
  let noise: Double
  /// Share of the time of all samples that the thread waited which suffered most.
  let waitShare: Double

  /// With fewer undisturbed samples the least disturbed ones count too.
  static let least = 3

  /// The samples' sum; of what the threads share between them, as memory is, the lower half of disturbed ones.
  ///
  /// A thread that waits leaves its share of the memory to the others, which flatters it: the slower samples are those in
  /// which the threads really ran together.
  init(_ samples: [Sample], isShared: Bool = false) {
    waitShare = samples.isEmpty ? 0 : samples.reduce(0) { $0 + min(1, $1.waitedShare) } / Double(samples.count)
    let calm = samples.sorted { $0.waitedShare < $1.waitedShare }
    let undisturbed = calm.count { !$0.isDisturbed }
    let sorted: [Double]
    if isShared, undisturbed < Self.least {
      sorted = Array(samples.map(\.rate).sorted().prefix((samples.count + 1) / 2))
    } else {
      sorted = calm.prefix(max(Self.least, undisturbed)).map(\.rate).sorted()
    }
    spread = Spread(samples: sorted) ?? Spread(median: 0, low: 0, high: 0)
    guard sorted.count > 1, spread.median > 0 else {
      noise = 1
      return
    }
    noise = (sorted[sorted.count * 3 / 4] - sorted[sorted.count / 4]) / spread.median
  }
}
