import Base

extension JSONValue {
  /// Four significant digits: more would claim what no estimate has.
  package static func rounded(_ value: Double) -> Double {
    guard value.isFinite, value != 0 else { return value }
    var (scaled, factor) = (abs(value), 1.0)
    while scaled < 1_000 { (scaled, factor) = (scaled * 10, factor * 10) }
    while scaled >= 10_000 { (scaled, factor) = (scaled / 10, factor / 10) }
    let digits = scaled.rounded()
    return (value < 0 ? -1 : 1) * digits / factor
  }
}
