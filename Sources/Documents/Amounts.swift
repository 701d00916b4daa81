import Base

/// Numbers as people read them.
package enum Amounts {
  /// `21.5 GB/s`.
  static func rate(_ bytesPerSecond: Double) -> String {
    let gigabytes = bytesPerSecond / 1e9
    return ByteSize.decimal(gigabytes, places: gigabytes < 99.95 ? 1 : 0) + " GB/s"
  }

  /// `8.03 B` for parameters.
  package static func parameters(_ count: Int) -> String {
    let (divisor, unit) = count >= 1_000_000_000_000 ? (1e12, "T") : count >= 1_000_000_000 ? (1e9, "B") : (1e6, "M")
    let value = Double(count) / divisor
    return ByteSize.decimal(value, places: value < 9.995 ? 2 : value < 99.95 ? 1 : 0) + unit
  }

  /// `12.3` with as many places as the size of the number deserves.
  static func short(_ value: Double) -> String {
    ByteSize.decimal(value, places: value < 9.95 ? 1 : 0)
  }

  /// `11 tok/s (9.2–13)`.
  static func band(_ estimate: Estimate, unit: String, style: TextStyle) -> String {
    let range = short(estimate.low) + style.glyph("–", "-") + short(estimate.high)
    return "\(short(estimate.estimate)) \(unit) (\(range))"
  }

  /// `$1,468.76`, `$0.00036`: to the cent, or below ten cents to two digits that count.
  static func money(_ usd: Double) -> String {
    let amount = abs(usd)
    var places = 2
    var smallest = 0.1
    while amount > 0, amount < smallest, places < 9 { (places, smallest) = (places + 1, smallest / 10) }
    let text = ByteSize.decimal(amount, places: places)
    let whole = text.prefix { $0 != "." }
    return (usd < 0 ? "-$" : "$") + grouped(whole) + text.dropFirst(whole.count)
  }

  /// `1,000,000` for a number that is counted.
  static func count(_ number: Double) -> String {
    guard abs(number) < 1e15 else { return (number < 0 ? "-" : "") + "more than a quadrillion" }
    let text = ByteSize.decimal(abs(number), places: abs(number) < 9.95 && number.rounded() != number ? 1 : 0)
    let whole = text.prefix { $0 != "." }
    return (number < 0 ? "-" : "") + grouped(whole) + text.dropFirst(whole.count)
  }

  private static func grouped(_ digits: Substring) -> String {
    var text = ""
    for (index, digit) in digits.enumerated() {
      if index > 0, (digits.count - index).isMultiple(of: 3) { text += "," }
      text.append(digit)
    }
    return text
  }

  /// `40 %`.
  static func percent(_ share: Double) -> String {
    let percent = share * 100
    return ByteSize.decimal(percent, places: abs(percent) < 9.95 && percent.rounded() != percent ? 1 : 0) + " %"
  }

  /// `0.8 s`, `45 ms` or `3 min`.
  static func seconds(_ seconds: Double) -> String {
    if seconds < 0.0995 { return ByteSize.decimal(seconds * 1000, places: 0) + " ms" }
    if seconds < 99.5 { return short(seconds) + " s" }
    return ByteSize.decimal(seconds / 60, places: 0) + " min"
  }

  /// `8k` for 8192 tokens where it is a whole number of 1024.
  static func tokens(_ count: Int) -> String {
    if count >= 1 << 20, count.isMultiple(of: 1 << 20) { return "\(count >> 20)M" }
    return count >= 1024 && count.isMultiple(of: 1024) ? "\(count >> 10)k" : String(count)
  }
}
