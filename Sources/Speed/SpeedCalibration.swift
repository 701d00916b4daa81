import Base
import Glibc
import Machines
import Memory
import Models

/// A predicted speed corrected by runs of models on the same machine.
///
/// The logarithm of measured over predicted is what the machine and its runtime have in common for models of that kind, and what
/// is the model's own. Both are taken as normal, and together have the band as their prior: runs of other models tell the first,
/// but never how far this model differs from them; a run of this very model and file tells both.
struct SpeedCalibration {
  private let others: [Calibration.Entry]
  private let own: [Calibration.Entry]

  /// The standard deviation of a logarithm between models of one kind, and its largest part of the band's.
  ///
  /// Seven models on an H200 (docs/validation.md): 0.12 between dense ones, 0.26 between mixtures.
  private static let (betweenModels, largestPart) = (0.15, 0.8)
  /// The same between runs of one model: a disturbed run says less.
  private static let (betweenRuns, disturbed) = (0.05, 0.4)
  /// Nothing runs more than this much faster than predicted: the model is bound by what memory can deliver.
  private static let largestRatio = 1.5

  /// The runs that say something about a placement; nil when there are none.
  init?(_ calibration: Calibration, _ fit: Fit, _ model: Model) {
    guard !calibration.entries.isEmpty, let backend = fit.placement.devices.first?.backend else { return nil }
    let isMixture = model.isMixtureOfExperts
    let runs = calibration.entries.filter { $0.backend == backend && $0.isMixture == isMixture }
    if runs.isEmpty { return nil }
    own = runs.filter { $0.model == model.id && $0.quantization == fit.quantization }
    others = runs.filter { $0.model != model.id || $0.quantization != fit.quantization }
  }

  func decode(_ estimate: Estimate) -> Estimate { corrected(estimate, \.decodeRatio) }
  func prefill(_ estimate: Estimate) -> Estimate { corrected(estimate, \.prefillRatio) }

  private func corrected(_ estimate: Estimate, _ ratio: (Calibration.Entry) -> Double?) -> Estimate {
    guard estimate.low > 0, estimate.high > estimate.low else { return estimate }
    // The band holds four of five: 1.28 standard deviations on each side.
    let prior = log(estimate.high / estimate.low) / 2.56
    let between = min(Self.betweenModels, Self.largestPart * prior)
    var belief = Belief(mean: 0, variance: prior * prior - between * between)
    func learn(_ runs: [Calibration.Entry], _ spread: Double) {
      for run in runs {
        guard let value = ratio(run), value > 0, value.isFinite else { continue }
        let noise = run.isDisturbed ? Self.disturbed : Self.betweenRuns
        belief.learn(log(min(value, Self.largestRatio)), variance: spread * spread + noise * noise)
      }
    }
    learn(others, between)
    belief.variance += between * between
    learn(own, 0)
    let mean = estimate.estimate * exp(belief.mean)
    let half = 1.28 * belief.variance.squareRoot()
    return Estimate(estimate: mean, low: mean * exp(-half), high: mean * exp(half))
  }

  /// A normal distribution that evidence narrows.
  private struct Belief {
    var mean: Double
    var variance: Double

    mutating func learn(_ value: Double, variance noise: Double) {
      mean += (value - mean) * variance / (variance + noise)
      variance = variance * noise / (variance + noise)
    }
  }
}
