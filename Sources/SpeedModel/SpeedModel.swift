import FitCalculator
import HardwareModel
import ModelCatalog
import Units

/// Predicts prefill, decode and time to first token of a placed model.
///
/// Decode is the sum over the devices of what a token reads and waits for; prefill the sum of what a prompt computes
/// (docs/speed.md has the formulas and the constants' sources).
package struct SpeedModel: Sendable {
  package let machine: Machine
  /// Nil when there is no benchmark: the model alone is used.
  package let measurements: Measurements?
  private let devices: DeviceRates

  package init(machine: Machine, measurements: Measurements?) {
    self.machine = machine
    self.measurements = measurements
    devices = DeviceRates(machine: machine, measurements: measurements)
  }

  /// The speed of a placed model; nil when it is placed nowhere or a needed bandwidth is unknown.
  package func speed(of fit: Fit, model: Model) -> Speed? {
    guard fit.placement.mode != .none, !fit.placement.devices.isEmpty else { return nil }
    var (decodeSeconds, promptSeconds) = (0.0, 0.0)
    var (lowFactor, highFactor) = (1.0, 1.0)
    var isMeasured = true
    let depth = Self.decodeDepth(fit.workload)
    for share in fit.placement.devices {
      guard let rates = devices.rates(of: share) else { return nil }
      decodeSeconds += rates.decodeSeconds(share, depth: depth, context: fit.workload.context)
      promptSeconds += rates.promptSeconds(share, workload: fit.workload)
      lowFactor = max(lowFactor, rates.band.slower)
      highFactor = max(highFactor, rates.band.faster)
      isMeasured = isMeasured && rates.isMeasured
    }
    guard decodeSeconds > 0, promptSeconds > 0, decodeSeconds.isFinite, promptSeconds.isFinite else { return nil }
    let decode = 1 / decodeSeconds
    let prefill = Double(fit.workload.promptTokens) / promptSeconds
    let firstToken = promptSeconds + decodeSeconds
    return Speed(
      decodeTokensPerSecond: Estimate(estimate: decode, low: decode / lowFactor, high: decode * highFactor),
      prefillTokensPerSecond: Estimate(
        estimate: prefill, low: prefill / (lowFactor * 1.3), high: prefill * highFactor * 1.3),
      timeToFirstTokenSeconds: Estimate(
        estimate: firstToken, low: firstToken / (highFactor * 1.3), high: firstToken * lowFactor * 1.3),
      basis: isMeasured ? .measured : .modelled)
  }

  /// The tokens in the cache while decode is judged: half the prompt, and some of the context asked for.
  ///
  /// A longer context is asked for in order to be used, so that speed falls with it.
  static func decodeDepth(_ workload: Workload) -> Int {
    min(workload.context, workload.promptTokens / 2 + workload.context / 64)
  }
}
