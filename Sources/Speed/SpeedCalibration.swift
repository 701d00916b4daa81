import Base
import Glibc
import Machines
import Memory
import Models

/// A predicted speed corrected by runs of models on the same machine.
///
/// The logarithm of measured over predicted has the band as its prior and the runs as evidence; both are taken as normal,
/// so that the corrected speed is their mean weighted by precision, and the band what remains.
struct SpeedCalibration {
  private let runs: [Calibration.Entry]

  /// The standard deviation of a logarithm between runs of one back end and kind of model.
  ///
  /// A first guess, since no table of verified runs exists yet. A disturbed run says less.
  private static let deviation = 0.15
  private static let disturbedDeviation = 0.4
  /// Nothing runs more than this much faster than predicted: the model is bound by what memory can deliver.
  private static let largestRatio = 1.5

  /// The runs that say something about a placement; nil when there are none.
  init?(_ calibration: Calibration, _ fit: Fit, _ model: Model) {
    guard let backend = fit.placement.devices.first?.backend else { return nil }
    let isMixture = model.architecture?.experts != nil
    runs = calibration.entries.filter { $0.backend == backend && $0.isMixture == isMixture }
    if runs.isEmpty { return nil }
  }

  func decode(_ estimate: Estimate) -> Estimate { corrected(estimate, \.decodeRatio) }
  func prefill(_ estimate: Estimate) -> Estimate { corrected(estimate, \.prefillRatio) }

  private func corrected(_ estimate: Estimate, _ ratio: (Calibration.Entry) -> Double?) -> Estimate {
    guard estimate.low > 0, estimate.high > estimate.low else { return estimate }
    // The band holds four of five: 1.28 standard deviations on each side.
    let prior = log(estimate.high / estimate.low) / 2.56
    var (precision, sum) = (1 / (prior * prior), 0.0)
    for run in runs {
      guard let value = ratio(run), value > 0, value.isFinite else { continue }
      let deviation = run.isDisturbed ? Self.disturbedDeviation : Self.deviation
      precision += 1 / (deviation * deviation)
      sum += log(min(value, Self.largestRatio)) / (deviation * deviation)
    }
    let mean = estimate.estimate * exp(sum / precision)
    let half = 1.28 / precision.squareRoot()
    return Estimate(estimate: mean, low: mean * exp(-half), high: mean * exp(half))
  }
}
