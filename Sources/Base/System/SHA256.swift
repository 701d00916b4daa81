import CSystem

/// A SHA-256 digest of bytes that come in pieces.
package struct SHA256 {
  private var state = plimsoll_sha256()

  package init() { plimsoll_sha256_begin(&state) }

  package mutating func add(_ bytes: UnsafeRawBufferPointer) {
    guard let start = bytes.baseAddress, bytes.count > 0 else { return }
    plimsoll_sha256_add(&state, start, bytes.count)
  }

  package mutating func add(_ bytes: [UInt8]) { bytes.withUnsafeBytes { add($0) } }

  /// The digest of what was added so far, in lower-case hexadecimal.
  package var hexadecimal: String {
    var copy = state
    var result = [UInt8](repeating: 0, count: 32)
    plimsoll_sha256_end(&copy, &result)
    let digits = Array("0123456789abcdef".utf8)
    return String(decoding: result.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }, as: UTF8.self)
  }

  /// Whether a text is such a digest.
  package static func isDigest(_ text: some StringProtocol) -> Bool {
    text.utf8.count == 64 && text.utf8.allSatisfy { (0x30...0x39).contains($0) || (0x61...0x66).contains($0) }
  }
}
