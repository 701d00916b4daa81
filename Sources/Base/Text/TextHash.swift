/// A short hash of a text: it tells an edited text from an untouched one, and protects against nobody.
package enum TextHash {
  /// The 64-bit FNV-1a hash of the text's bytes, as sixteen hexadecimal digits.
  package static func digits(_ text: String) -> String {
    var hash: UInt64 = 0xcbf2_9ce4_8422_2325
    for byte in text.utf8 { hash = (hash ^ UInt64(byte)) &* 0x0000_0100_0000_01b3 }
    let digits = String(hash, radix: 16)
    return String(repeating: "0", count: 16 - digits.count) + digits
  }
}
