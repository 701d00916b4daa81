import Base
import Memory
import Models

/// What steps of several sequences of a placed model are computed from: the speed of one, and what further ones add on each
/// device.
package struct BatchBases: Sendable {
  /// One sequence alone, as every other command has it.
  package var speed: Speed
  /// The prompt that the speed speaks of.
  package var promptTokens: Int
  /// In the order in which they work; of cards that share each layer the first alone, for the others do the same then.
  package var devices: [BatchBasis]

  package var tokenSeconds: Double { 1 / speed.decodeTokensPerSecond.estimate }
}

/// One device's part of a step of several sequences.
package struct BatchBasis: Sendable {
  /// One token of one sequence, all of it, in seconds.
  package var alone: Double
  /// A token among many, as in a prompt.
  package var promptToken: Double
  /// On a processor, what further sequences do there; nil on a GPU.
  package var columns: Columns?
  package var weightBytesPerSecond: Double
  package var cacheBytesPerSecond: Double
  package var layers: Int
  package var work: DeviceWork

  /// A further column of activations in a processor's products.
  package struct Columns: Sendable {
    /// Seconds of the products of one column that need not wait for weights from memory: the kernels for one column.
    package var one: Double
    /// The same of one among many: the kernels for prompts, the output head counted.
    package var many: Double
    /// Attention with the cache, and recurrent states.
    package var cache: Double
  }
}

extension SpeedModel {
  /// What several sequences of a placed model are computed from; nil when a needed bandwidth is unknown.
  package func batchBases(of fit: Fit, model: Model) -> BatchBases? {
    guard let speed = speed(of: fit, model: model) else { return nil }
    let depth = Self.decodeDepth(fit.workload)
    var devices: [BatchBasis] = []
    for (place, share) in fit.placement.devices.enumerated() {
      let sharesLayers = fit.placement.sharesLayers && share.backend != .cpu
      guard let device = rates(of: share), !sharesLayers || place == 0 else { continue }
      devices.append(BatchBasis(device, share, workload: fit.workload, depth: depth))
    }
    var bases = BatchBases(speed: speed, promptTokens: max(1, fit.workload.promptTokens), devices: devices)
    // What was seen of the runtime itself holds for all that it does.
    bases.slow(
      by: bases.tokenSeconds / devices.reduce(exchangeSeconds(fit)) { $0 + $1.alone })
    return bases
  }

  /// What devices wait for each other during a token: cards that share each layer, and card and processor wherever a token
  /// goes from one to the other.
  func exchangeSeconds(_ fit: Fit) -> Double {
    let (placement, constants) = (fit.placement, SpeedConstants.builtIn)
    if placement.sharesLayers {
      return Double(placement.devices.first?.layers ?? 0) * constants.exchangeLayerSeconds
    }
    let seconds = constants.offload?.exchangeSeconds ?? 0
    switch placement.mode {
    case .expertOffload:
      return seconds * Double(placement.devices.last { $0.backend == .cpu }?.work.expertLayers ?? 0)
    case .partialOffload: return seconds
    case .gpu, .multiGPU, .cpu, .none: return 0
    }
  }
}

extension BatchBases {
  fileprivate mutating func slow(by factor: Double) {
    for index in devices.indices { devices[index].slow(by: factor) }
  }
}

extension BatchBasis {
  fileprivate init(_ device: DeviceRates, _ share: DeviceShare, workload: Workload, depth: Int) {
    let (decode, prefill) = (device.decode, device.prefill)
    let cache = decode.cacheSeconds(share.work, depth: depth)
    let prompt = prefill.seconds(share, workload: workload) / Double(max(1, workload.promptTokens))
    self.init(
      alone: decode.seconds(share, depth: depth), promptToken: prompt,
      columns: share.backend != .cpu
        ? nil
        : Columns(
          one: decode.columnSeconds(share.work), many: prefill.tokenSeconds(share.work), cache: cache),
      weightBytesPerSecond: decode.weightBytesPerSecond, cacheBytesPerSecond: decode.cacheBytesPerSecond,
      layers: share.layers, work: share.work)
  }

  fileprivate mutating func slow(by factor: Double) {
    alone *= factor
    promptToken *= factor
    weightBytesPerSecond /= factor
    cacheBytesPerSecond /= factor
    columns?.one *= factor
    columns?.many *= factor
    columns?.cache *= factor
  }
}
