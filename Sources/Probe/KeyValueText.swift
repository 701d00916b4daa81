import Base

/// Texts of lines with a key and a value, as in `uevent` and in KFD's `properties`.
enum KeyValueText {
  /// The pairs of `text`; of a key that comes twice the last one counts.
  static func pairs(_ text: String, separator: Character) -> [String: String] {
    var pairs: [String: String] = [:]
    for line in text.split(whereSeparator: \.isNewline) {
      let parts = line.split(separator: separator, maxSplits: 1)
      guard parts.count == 2 else { continue }
      pairs[trimmed(parts[0])] = trimmed(parts[1])
    }
    return pairs
  }
}

/// `text` without white space at both ends.
func trimmed(_ text: some StringProtocol) -> String {
  // A large cpuinfo has ten thousand lines: bytes are looked at, not characters.
  func isSpace(_ byte: UInt8) -> Bool { byte == 0x20 || (0x09...0x0D).contains(byte) }
  let text = Substring(text)
  let bytes = text.utf8
  var (start, end) = (bytes.startIndex, bytes.endIndex)
  while start < end, isSpace(bytes[start]) { start = bytes.index(after: start) }
  while start < end, isSpace(bytes[bytes.index(before: end)]) { end = bytes.index(before: end) }
  return String(text[start..<end])
}

extension String {
  /// What follows the first occurrence of `mark`, or nil.
  func range(after mark: String) -> Substring? { firstRange(of: mark).map { self[$0.upperBound...] } }
}
