import Base
import Machines
import Memory
import Models

/// Predicts prefill, decode and time to first token of a placed model.
///
/// Decode is the sum over the devices of what a token reads and waits for; prefill the sum of what a prompt computes
/// (docs/speed.md has the formulas and the constants' sources).
package final class SpeedModel: Sendable {
  package let machine: Machine
  /// Nil when there is no benchmark: the model alone is used.
  package let measurements: Measurements?
  private let rates: MachineRates
  /// Of the processor; nil where that is not known.
  let computingThreads: Int?
  /// What no placement is faster than.
  package let limits: SpeedLimits
  private let widening = SpeedConstants.builtIn.widening

  package init(machine: Machine, measurements: Measurements?) {
    self.machine = machine
    self.measurements = measurements
    rates = MachineRates(machine: machine, measurements: measurements)
    limits = SpeedLimits(machine, measurements, rates)
    computingThreads = machine.cpu.computingThreads
  }

  /// The speed of a placed model; nil when it is placed nowhere or a needed bandwidth is unknown.
  ///
  /// Decode is judged with `depth` tokens in the cache; nil: as many as the workload says.
  package func speed(of fit: Fit, model: Model, depth: Int? = nil) -> Speed? {
    guard fit.placement.mode != .none, !fit.placement.devices.isEmpty else { return nil }
    var decode = BandedSeconds()
    var prefill = BandedSeconds()
    var isMeasured = true
    let depth = depth ?? Self.decodeDepth(fit.workload)
    let unmeasured = unmeasured(fit, model)
    let prompts = promptsOnCard(fit, model, unmeasured)
    var isFirstCard = true
    for share in fit.placement.devices {
      guard let device = rates.rates(of: share) else { return nil }
      let hasExperts = share.work.expertLayers > 0
      let band = { (bands: Bands) in self.band(bands, unmeasured, hasExperts: hasExperts) }
      let sharesLayers = fit.placement.sharesLayers && share.backend != .cpu
      let waitsForCard = !fit.placement.sharesLayers && share.backend == .cpu
      // The other cards do the same at the same time, and in each layer all wait for each other.
      if !sharesLayers || isFirstCard {
        let exchange = sharesLayers || waitsForCard ? exchangeSeconds(fit) : 0
        decode.add(device.decode.seconds(share, depth: depth) + exchange, band(device.decode.bands))
        isFirstCard = isFirstCard && !sharesLayers
      }
      if share.backend == .cpu, let prompts {
        prompts.add(share, fit.workload, to: &prefill, processor: (device.prefill, band(device.prefill.bands)))
      } else {
        let reasons = prompts == nil ? unmeasured : unmeasured.filter { $0 != .offload }
        prefill.add(
          device.prefill.seconds(share, workload: fit.workload),
          self.band(device.prefill.bands, reasons, hasExperts: hasExperts))
      }
      isMeasured = isMeasured && device.isMeasured
    }
    guard decode.isUsable, prefill.isUsable else { return nil }
    let tokens = Double(fit.workload.promptTokens)
    let speed = Speed(
      decodeTokensPerSecond: decode.speed(of: 1), prefillTokensPerSecond: prefill.speed(of: tokens),
      timeToFirstTokenSeconds: Estimate(
        estimate: prefill.seconds + decode.seconds, low: prefill.low + decode.low, high: prefill.high + decode.high),
      basis: isMeasured ? .measured : .modelled, depthTokens: depth, unmeasured: unmeasured)
    guard let runs = measurements.flatMap({ SpeedCalibration($0.calibration, fit, model) }) else { return speed }
    return calibrated(speed, runs, tokens: tokens, depthShare: depthShare(of: fit, depth: depth))
  }

  private func calibrated(_ speed: Speed, _ runs: SpeedCalibration, tokens: Double, depthShare: Double) -> Speed {
    var speed = speed
    speed.decodeTokensPerSecond = runs.decode(speed.decodeTokensPerSecond, depthShare: depthShare)
    speed.prefillTokensPerSecond = runs.prefill(speed.prefillTokensPerSecond)
    speed.timeToFirstTokenSeconds = Speed.timeToFirstToken(
      tokens, prefill: speed.prefillTokensPerSecond, decode: speed.decodeTokensPerSecond)
    speed.basis = .calibrated
    return speed
  }

  /// The part of a token's predicted time that tokens in the cache cost, from 0 to 1.
  package func depthShare(of fit: Fit, depth: Int) -> Double {
    var (empty, deep) = (0.0, 0.0)
    for share in fit.placement.devices {
      guard let decode = rates.rates(of: share)?.decode else { continue }
      empty += decode.seconds(share, depth: 0)
      deep += decode.seconds(share, depth: depth)
    }
    return deep > empty ? 1 - empty / deep : 0
  }

  /// The band of a device, wider for what no measurement speaks of.
  func band(_ bands: Bands, _ unmeasured: [Unmeasured], hasExperts: Bool) -> Band {
    let band = bands.band(hasExperts: hasExperts)
    return widening?.band(band, unmeasured: unmeasured, hasExperts: hasExperts) ?? band
  }

  /// What no measurement speaks of in a placement of the model.
  func unmeasured(_ fit: Fit, _ model: Model) -> [Unmeasured] {
    let placement = fit.placement
    var unmeasured: [Unmeasured] = fit.notes.contains(.packedWeights) ? [.engine] : []
    let cards = placement.accelerators.count
    if let name = model.architectureName, !SpeedConstants.builtIn.architectures.contains(name) {
      unmeasured.append(.architecture(name))
    }
    if cards > 1 { unmeasured.append(.cards(cards)) }
    if [.expertOffload, .partialOffload].contains(placement.mode) { unmeasured.append(.offload) }
    // Beside GPUs that hold all layers the processor only looks rows up.
    let hasIdleProcessor = [.gpu, .multiGPU].contains(placement.mode)
    for share in placement.devices where share.backend != .cpu || !hasIdleProcessor {
      for reason in rates.rates(of: share)?.unmeasured ?? [] where !unmeasured.contains(reason) {
        unmeasured.append(reason)
      }
    }
    return unmeasured
  }

  /// What the device of a share reads and computes per second; nil when a needed fact is unknown.
  func rates(of share: DeviceShare) -> DeviceRates? { rates.rates(of: share) }

  var processorRates: DeviceRates? { rates.processor }

  /// The largest context that is asked for without a wish to fill it.
  private static let emptyContext = 8192
  /// A run of 128 tokens from an empty cache sees this many on average, which is how speeds are compared.
  private static let shortDepth = 64

  /// The tokens in the cache while decode is judged.
  ///
  /// Up to the default context the figure is that of a short answer in a nearly empty cache. Who asks for more wants to
  /// fill it: from twice the default on the cache is full, in between it fills linearly. A prompt longer than the default
  /// lies in the cache too.
  package static func decodeDepth(_ workload: Workload) -> Int {
    let context = workload.context
    let prompt = max(0, workload.promptTokens - Workload().promptTokens)
    let short = shortDepth + context / 64 + prompt
    return max(0, min(context, max(short, 2 * (context - emptyContext))))
  }
}
