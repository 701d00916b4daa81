/// A short hash of a text: it tells an edited text from an untouched one, and protects against nobody.
package enum TextHash {
  /// The 64-bit FNV-1a hash of the text's bytes, as sixteen hexadecimal digits.
  package static func digits(_ text: String) -> String {
    var text = text
    return digits(text.withUTF8 { hash($0) })
  }

  /// A hash as sixteen hexadecimal digits.
  package static func digits(_ hash: UInt64) -> String {
    let digits = String(hash, radix: 16)
    return String(repeating: "0", count: 16 - digits.count) + digits
  }

  /// The hash itself.
  static func hash(_ bytes: UnsafeBufferPointer<UInt8>) -> UInt64 {
    var hash: UInt64 = 0xcbf2_9ce4_8422_2325
    for byte in bytes { hash = (hash ^ UInt64(byte)) &* 0x0000_0100_0000_01b3 }
    return hash
  }
}
