import Memory

/// Seconds that each layer takes besides its bytes and operations: kernel launches, norms, threads that wait for another.
struct LayerSeconds: Sendable, Equatable {
  var each: Double
  /// Further seconds of a layer with experts: routing, and small matrices one after another.
  var experts: Double
  /// Further seconds of a layer with a recurrent state.
  var recurrent = 0.0

  func total(_ share: DeviceShare) -> Double {
    Double(share.layers) * each + Double(share.work.expertLayers) * experts
      + Double(share.work.recurrentLayers) * recurrent
  }
}
