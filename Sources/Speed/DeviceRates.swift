/// What one device reads and computes per second.
final class DeviceRates: Sendable {
  let decode: DecodeRates
  let prefill: PrefillRates
  /// Whether this machine's own benchmark is behind them.
  let isMeasured: Bool
  /// What no measurement speaks of.
  let unmeasured: [Unmeasured]

  init(decode: DecodeRates, prefill: PrefillRates, isMeasured: Bool, unmeasured: [Unmeasured] = []) {
    (self.decode, self.prefill) = (decode, prefill)
    (self.isMeasured, self.unmeasured) = (isMeasured, unmeasured)
  }
}
