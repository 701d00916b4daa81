import Base
import Memory
import Models

/// What one step of several sequences is computed from on one device: the step of one, and what further ones bring.
package struct BatchBasis: Sendable {
  /// One token of one sequence, as `SpeedModel.speed` predicts it.
  package var alone: Estimate
  /// The workload's whole prompt.
  package var prompt: Estimate
  package var weightBytesPerSecond: Double
  package var cacheBytesPerSecond: Double
  package var isProcessor: Bool
  package var isMeasured: Bool
  package var layers: Int
  package var work: DeviceWork
}

extension SpeedModel {
  /// The basis of each device of a placed model, in its order; nil when a needed bandwidth is unknown.
  package func batchBases(of fit: Fit, model: Model) -> [BatchBasis]? {
    guard fit.placement.mode != .none, !fit.placement.devices.isEmpty else { return nil }
    let depth = Self.decodeDepth(fit.workload)
    let unmeasured = unmeasured(fit, model)
    var bases: [BatchBasis] = []
    for share in fit.placement.devices {
      guard let device = rates(of: share) else { return nil }
      let hasExperts = share.work.expertLayers > 0
      bases.append(
        BatchBasis(
          alone: band(device.decode.bands, unmeasured, hasExperts: hasExperts)
            .around(seconds: device.decode.seconds(share, depth: depth)),
          prompt: band(device.prefill.bands, unmeasured, hasExperts: hasExperts)
            .around(seconds: device.prefill.seconds(share, workload: fit.workload)),
          weightBytesPerSecond: device.decode.weightBytesPerSecond,
          cacheBytesPerSecond: device.decode.cacheBytesPerSecond, isProcessor: share.backend == .cpu,
          isMeasured: device.isMeasured, layers: share.layers, work: share.work))
    }
    return bases
  }
}

extension Band {
  fileprivate func around(seconds: Double) -> Estimate {
    Estimate(estimate: seconds, low: seconds / faster, high: seconds * slower)
  }
}
