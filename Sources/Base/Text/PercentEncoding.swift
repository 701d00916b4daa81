/// Texts as parts of an address (RFC 3986).
package enum PercentEncoding {
  /// The text with its letters and digits of ASCII and the signs in `kept` as they are, and all else as bytes in hexadecimal.
  package static func text(_ text: String, keeping kept: String) -> String {
    let (kept, digits) = (Array(kept.utf8), Array("0123456789ABCDEF".utf8))
    let bytes = text.utf8.flatMap { byte -> [UInt8] in
      switch byte {
      case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
        UInt8(ascii: "a")...UInt8(ascii: "z"):
        [byte]
      default: kept.contains(byte) ? [byte] : [UInt8(ascii: "%"), digits[Int(byte >> 4)], digits[Int(byte & 15)]]
      }
    }
    return String(decoding: bytes, as: UTF8.self)
  }

  /// The signs that a path has as they are.
  package static let pathSigns = "-._~/"
}
