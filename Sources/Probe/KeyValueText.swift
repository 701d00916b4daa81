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

  static func trimmed(_ text: some StringProtocol) -> String {
    let start = text.drop { $0.isWhitespace }
    return String(start.reversed().drop { $0.isWhitespace }.reversed())
  }
}

extension StringProtocol {
  /// Whether the mark occurs in the text.
  func mentions(_ mark: String) -> Bool { String(self).range(after: mark) != nil }
}
