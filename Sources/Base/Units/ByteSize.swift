/// Reading and writing sizes: `12GB` is 12·10⁹ bytes, `12GiB` is 12·2³⁰ bytes.
package enum ByteSize {
  package static let mebibyte = 1 << 20
  package static let gibibyte = 1 << 30

  private static let factors: [String: Double] = [
    "": 1, "b": 1,
    "k": 1e3, "kb": 1e3, "m": 1e6, "mb": 1e6, "g": 1e9, "gb": 1e9, "t": 1e12, "tb": 1e12, "p": 1e15, "pb": 1e15,
    "kib": 0x1p10, "mib": 0x1p20, "gib": 0x1p30, "tib": 0x1p40, "pib": 0x1p50,
  ]

  /// The number of bytes that `text` names, such as `12GB`, `12.5 GiB` or `4096`.
  ///
  /// Returns `nil` for what is not a size: no number, a negative one, an unknown unit, or more than an `Int` holds.
  package static func bytes(from text: String) -> Int? {
    guard let (number, unit) = splitQuantity(text), let factor = factors[unit.lowercased()] else { return nil }
    let bytes = (number * factor).rounded()
    return bytes >= 0 && bytes < 0x1p62 ? Int(bytes) : nil
  }

  /// The rate in bytes per second that `text` names, such as `100GB/s` or `80 GiB/s`; the `/s` may be left out.
  package static func bytesPerSecond(from text: String) -> Double? {
    let size = text.hasSuffix("/s") ? String(text.dropLast(2)) : text
    return bytes(from: size).map(Double.init)
  }

  /// `bytes` in the largest binary unit that keeps the number above one, such as `7.6 GiB`.
  package static func text(_ bytes: Int) -> String {
    let units: [(String, Int)] = [("TiB", 1 << 40), ("GiB", 1 << 30), ("MiB", 1 << 20), ("KiB", 1 << 10)]
    guard let (name, size) = units.first(where: { abs(bytes) >= $0.1 }) else { return "\(bytes) B" }
    let value = Double(bytes) / Double(size)
    return decimal(value, places: abs(value) < 99.95 ? 1 : 0) + " " + name
  }

  /// `value` with exactly `places` decimals, rounded half away from zero, without any locale.
  package static func decimal(_ value: Double, places: Int) -> String {
    guard value.isFinite, abs(value) < 1e15 else { return value.isNaN ? "nan" : (value < 0 ? "-inf" : "inf") }
    var scale = 1.0
    for _ in 0..<places { scale *= 10 }
    let scaled = Int((abs(value) * scale).rounded())
    let sign = value < 0 && scaled != 0 ? "-" : ""
    let whole = scaled / Int(scale)
    guard places > 0 else { return sign + String(whole) }
    let fraction = String(scaled % Int(scale))
    return sign + String(whole) + "." + String(repeating: "0", count: places - fraction.count) + fraction
  }

  private static func splitQuantity(_ text: String) -> (number: Double, unit: String)? {
    let trimmed = text.drop { $0 == " " }
    let digits = trimmed.prefix { $0.isASCII && ($0.isNumber || $0 == ".") }
    guard let number = Double(String(digits)), number.isFinite else { return nil }
    let unit = trimmed.dropFirst(digits.count).drop { $0 == " " }
    return (number, String(unit.reversed().drop { $0 == " " }.reversed()))
  }
}
