/// The text between a JSON string's quotes.
enum JSONText {
  /// The text of a string with escapes that the scanner has accepted.
  static func decoded(_ bytes: UnsafeBufferPointer<UInt8>) -> String {
    var text = ""
    var position = 0
    while position < bytes.count {
      if bytes[position] == UInt8(ascii: "\\") {
        let escape = end(ofEscapeAt: position, in: bytes)
        text.unicodeScalars.append(escape.scalar)
        position = max(escape.position, position + 1)
      } else {
        let plain = position
        position = bytes[position...].firstIndex(of: UInt8(ascii: "\\")) ?? bytes.count
        text += String(decoding: UnsafeBufferPointer(rebasing: bytes[plain..<position]), as: UTF8.self)
      }
    }
    return text
  }

  /// The first byte of `range` that is not part of UTF-8 text.
  static func invalidUTF8(in bytes: UnsafeBufferPointer<UInt8>, _ range: Range<Int>) -> Int? {
    do {
      _ = try UTF8Span(validating: UnsafeBufferPointer(rebasing: bytes[range]).span)
      return nil
    } catch {
      return range.lowerBound + error.byteOffsets.lowerBound
    }
  }

  /// The place behind the escape whose backslash is at `start` and what it means; or, where it is none, the place of
  /// the fault and what was expected there.
  static func end(
    ofEscapeAt start: Int, in bytes: UnsafeBufferPointer<UInt8>
  ) -> (position: Int, scalar: Unicode.Scalar, expected: String?) {
    let place = start + 1
    guard place < bytes.count else { return (place, " ", "an escape") }
    switch bytes[place] {
    case UInt8(ascii: "\""): return (place + 1, "\"", nil)
    case UInt8(ascii: "\\"): return (place + 1, "\\", nil)
    case UInt8(ascii: "/"): return (place + 1, "/", nil)
    case UInt8(ascii: "b"): return (place + 1, "\u{8}", nil)
    case UInt8(ascii: "f"): return (place + 1, "\u{c}", nil)
    case UInt8(ascii: "n"): return (place + 1, "\n", nil)
    case UInt8(ascii: "r"): return (place + 1, "\r", nil)
    case UInt8(ascii: "t"): return (place + 1, "\t", nil)
    case UInt8(ascii: "u"): break
    default: return (place, " ", #"one of the escapes \" \\ \/ \b \f \n \r \t \u"#)
    }
    guard let first = codeUnit(at: place + 1, in: bytes) else { return (place + 1, " ", "four hexadecimal digits") }
    if let scalar = Unicode.Scalar(first) { return (place + 5, scalar, nil) }
    let second = place + 7
    guard first < 0xDC00, second <= bytes.count, bytes[place + 5] == UInt8(ascii: "\\"),
      bytes[place + 6] == UInt8(ascii: "u"), let low = codeUnit(at: second, in: bytes), (0xDC00..<0xE000).contains(low),
      let scalar = Unicode.Scalar(0x10000 + (UInt32(first) - 0xD800) << 10 + (UInt32(low) - 0xDC00))
    else { return (place + 5, " ", "the second half of a surrogate pair") }
    return (second + 4, scalar, nil)
  }

  /// The UTF-16 code unit of the four hexadecimal digits at `place`.
  private static func codeUnit(at place: Int, in bytes: UnsafeBufferPointer<UInt8>) -> UInt16? {
    guard place + 4 <= bytes.count else { return nil }
    var unit: UInt16 = 0
    for byte in bytes[place..<place + 4] {
      guard byte < 0x80, let digit = Character(Unicode.Scalar(byte)).hexDigitValue else { return nil }
      unit = unit << 4 | UInt16(digit)
    }
    return unit
  }
}
