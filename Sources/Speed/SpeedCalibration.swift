import Base
import Glibc
import Machines
import Memory
import Models

/// A predicted speed corrected by runs of models on the same machine.
///
/// The logarithm of measured over predicted has three causes: what the machine and its runtime have in common for models of that kind,
/// what is the model's own, and what differs from run to run. All are taken as normal, and together have the band as their prior.
/// Runs of other models tell the first, a run of this very model and file the second too; the third is in whatever runs next.
///
/// A token's weights and its attention are told with different rates, so each has an error of its own: a run tells their sum in the
/// shares that they have of its time.
struct SpeedCalibration {
  private let others: [Calibration.Entry]
  private let own: [Calibration.Entry]
  private let betweenRuns: Double

  /// The standard deviation of a logarithm between models of one kind.
  ///
  /// Seven models on an H200 (docs/validation.md): 0.12 between dense ones, 0.26 between mixtures.
  private static let betweenModels = 0.15
  /// What is not common to a machine's models is at most this part of the band.
  private static let largestPart = 0.8
  /// The same between runs of one model.
  ///
  /// On a processor the prediction is told from a benchmark that differs from run to run too: 0.07 to 0.12 over 22 cells
  /// (docs/validation.md, Zen 3). A disturbed run says less.
  private static let (betweenRunsOnCards, betweenRunsOnProcessors, betweenDisturbedRuns) = (0.05, 0.1, 0.4)
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
    betweenRuns = backend == .cpu ? Self.betweenRunsOnProcessors : Self.betweenRunsOnCards
  }

  /// A decode speed, of whose predicted time per token attention takes `depthShare`, from 0 to 1.
  func decode(_ estimate: Estimate, depthShare: Double) -> Estimate {
    corrected(estimate, shares: Self.shares(depthShare)) { run in
      [(run.startDecodeRatio, Self.shares(0)), (run.decodeRatio, Self.shares(run.depthShare ?? depthShare))]
    }
  }

  func prefill(_ estimate: Estimate) -> Estimate {
    corrected(estimate, shares: Self.shares(0)) { [($0.prefillRatio, Self.shares(0))] }
  }

  /// What the errors of weights and of attention count in a token's time.
  private static func shares(_ depthShare: Double) -> SIMD2<Double> { [1 - depthShare, depthShare] }

  private func corrected(
    _ estimate: Estimate, shares: SIMD2<Double>, _ ratios: (Calibration.Entry) -> [(Double?, SIMD2<Double>)]
  ) -> Estimate {
    guard estimate.low > 0, estimate.high > estimate.low else { return estimate }
    // The band holds four of five: 1.28 standard deviations on each side.
    let prior = log(estimate.high / estimate.low) / 2.56
    let variance = prior * prior
    let particular = Self.largestPart * Self.largestPart * variance
    let ofRun = min(betweenRuns * betweenRuns, particular)
    let ofModel = min(Self.betweenModels * Self.betweenModels, particular - ofRun)
    // Both parts' errors together make up the band.
    let parts = 1 / (shares * shares).sum()
    var belief = Belief(variance: (variance - ofModel - ofRun) * parts)
    func learn(_ runs: [Calibration.Entry], _ spread: Double) {
      for run in runs {
        let noise = run.isDisturbed ? Self.betweenDisturbedRuns * Self.betweenDisturbedRuns : ofRun
        for case (let ratio?, let shares) in ratios(run) where ratio > 0 && ratio.isFinite {
          belief.learn(
            log(min(ratio, Self.largestRatio)), of: shares, variance: spread * (shares * shares).sum() + noise)
        }
      }
    }
    learn(others, ofModel * parts)
    belief.widen(by: ofModel * parts)
    learn(own, 0)
    let mean = estimate.estimate * min(exp(belief.mean(of: shares)), Self.largestRatio)
    let half = 1.28 * (belief.variance(of: shares) + ofRun).squareRoot()
    return Estimate(estimate: mean, low: mean * exp(-half), high: mean * exp(half))
  }

  /// A normal distribution over the errors of weights and of attention, which evidence narrows.
  private struct Belief {
    private var mean = SIMD2<Double>()
    private var (weights, attention): (SIMD2<Double>, SIMD2<Double>)

    /// Both errors zero, as uncertain as each other and independent.
    init(variance: Double) { (weights, attention) = ([variance, 0], [0, variance]) }

    func mean(of shares: SIMD2<Double>) -> Double { (mean * shares).sum() }
    func variance(of shares: SIMD2<Double>) -> Double { (covariance(with: shares) * shares).sum() }

    private func covariance(with shares: SIMD2<Double>) -> SIMD2<Double> {
      [(weights * shares).sum(), (attention * shares).sum()]
    }

    mutating func widen(by variance: Double) {
      weights.x += variance
      attention.y += variance
    }

    mutating func learn(_ value: Double, of shares: SIMD2<Double>, variance noise: Double) {
      let together = covariance(with: shares)
      let gain = together / ((together * shares).sum() + noise)
      mean += gain * (value - mean(of: shares))
      weights -= gain.x * together
      attention -= gain.y * together
    }
  }
}
