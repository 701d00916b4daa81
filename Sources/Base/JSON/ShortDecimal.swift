/// Numbers as people write them, without the care that long ones need.
enum ShortDecimal {
  /// The double nearest to a number of at most fifteen digits without an exponent; nil for others.
  ///
  /// Digits and power of ten are doubles without error, so that their quotient is rounded once (Clinger, How to Read Floating
  /// Point Numbers Accurately, 1990).
  static func number(_ text: UnsafeBufferPointer<UInt8>) -> Double? {
    let isNegative = text.first == UInt8(ascii: "-")
    var (digits, count) = (0, 0)
    var point: Int?
    for byte in text.dropFirst(isNegative ? 1 : 0) {
      if byte &- 48 < 10 {
        digits = digits &* 10 &+ Int(byte &- 48)
        count += 1
      } else if byte == UInt8(ascii: "."), point == nil {
        point = count
      } else {
        return nil
      }
    }
    guard count > 0, count <= 15 else { return nil }
    let number = Double(digits) / powers[count - (point ?? count)]
    return isNegative ? -number : number
  }

  private static let powers: [Double] = [
    1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15,
  ]
}
