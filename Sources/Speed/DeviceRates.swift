/// What one device reads and computes per second.
struct DeviceRates: Sendable {
  var decode: DecodeRates
  var prefill: PrefillRates
  /// Whether this machine's own benchmark is behind them.
  var isMeasured: Bool
  /// What no measurement speaks of.
  var unmeasured: [Unmeasured] = []
}
