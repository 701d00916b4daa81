import Base
import CSystem

/// One figure while it is measured.
///
/// Its samples are taken in turns, and other figures have theirs in between: what disturbs a machine for a moment then falls on
/// some samples of each figure, and not on all of one.
final class Sampling {
  /// What is repeated for each sample.
  struct Run {
    /// How much of what is measured it does.
    let amount: Double
    /// Bytes of weights that it passes over for one of the amount.
    var bytesPerAmount = 0.0
    let time: () -> plimsoll_crew_time
  }

  /// The undisturbed samples of a turn, and what is enough when time is short.
  struct Wanted {
    let most: Int
    let least: Int
  }

  private let isShared: Bool
  private let prepare: () -> Run?
  private(set) lazy var run = prepare()
  private var samples: [Sampled.Sample] = []
  private var undisturbed = 0

  /// `isShared` says whether the threads share between them what is measured; the run is prepared at the first turn.
  init(isShared: Bool = false, prepare: @escaping () -> Run?) {
    (self.isShared, self.prepare) = (isShared, prepare)
  }

  var sampled: Sampled { Sampled(samples, isShared: isShared) }

  /// Whether more samples would tell more: too few are undisturbed, or they spread far.
  var isUnsettled: Bool { wasDisturbed || sampled.noise > MicroBench.quiet }

  /// Whether others left too few samples alone.
  var wasDisturbed: Bool { undisturbed < Sampled.least }

  /// Takes samples after one run that does not count, until as many as are wanted are undisturbed.
  ///
  /// Samples during which another program had one of the processors tell of that program; others are taken instead. Both ends
  /// are seconds of the monotonic clock: after the first the least number of samples is enough, after the second one is.
  func takeTurn(_ wanted: Wanted, end: Double, busyEnd: Double) {
    guard let run else { return }
    var (taken, calm, isFirst) = (0, 0, true)
    while true {
      let time = run.time()
      guard time.running > 0 else { break }
      let sample = Sampled.Sample(amount: run.amount, time)
      let now = MonotonicClock.seconds()
      if !isFirst || now >= busyEnd {
        if !sample.isDisturbed { calm += 1 }
        taken += 1
        samples.append(sample)
      }
      isFirst = false
      if calm >= wanted.most || now >= busyEnd || now >= end && taken >= wanted.least { break }
    }
    undisturbed += calm
  }
}
