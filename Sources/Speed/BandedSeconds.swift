import Base

/// A time summed over devices, with what it is at best and at worst when all devices err alike.
struct BandedSeconds {
  var seconds = 0.0
  var low = 0.0
  var high = 0.0

  mutating func add(_ seconds: Double, _ band: Band) {
    self.seconds += seconds
    low += seconds / band.faster
    high += seconds * band.slower
  }

  var isUsable: Bool { seconds > 0 && seconds.isFinite }

  func speed(of tokens: Double) -> Estimate {
    Estimate(estimate: tokens / seconds, low: tokens / high, high: tokens / low)
  }
}
