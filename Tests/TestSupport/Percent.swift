import Glibc

/// A share in per cent with tenths and at least two significant digits, as the pages write it.
package func percent(_ share: Double, signed: Bool = false) -> String {
  guard share.isFinite else { return "unknown" }
  guard share != 0 else { return "0 %" }
  let value = abs(share) * 100
  let unit = pow(10, min(floor(log10(value)), 0) - 1)
  let rounded = (value / unit).rounded() * unit
  let digits = max(0, -Int(log10(unit).rounded()))
  // Fixed notation; zeros behind the last digit say nothing.
  var text = fixed(rounded, digits: digits)
  if text.contains(".") {
    while text.last == "0" { text.removeLast() }
    if text.last == "." { text.removeLast() }
  }
  return (share < 0 ? "−" : signed ? "+" : "") + text + " %"
}

private func fixed(_ value: Double, digits: Int) -> String {
  let scaled = Int((value * pow(10, Double(digits))).rounded())
  guard digits > 0 else { return "\(scaled)" }
  let text = String(scaled)
  let padded = String(repeating: "0", count: max(0, digits + 1 - text.count)) + text
  return padded.dropLast(digits) + "." + padded.suffix(digits)
}

/// A count with commas between thousands.
package func grouped(_ count: Int) -> String {
  var text = ""
  for (index, digit) in String(count).reversed().enumerated() {
    if index > 0, index % 3 == 0 { text.append(",") }
    text.append(digit)
  }
  return String(text.reversed())
}
