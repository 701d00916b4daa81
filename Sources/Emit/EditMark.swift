import Base

/// A hash inside a file, over the file with zeros in its place: it tells whether somebody changed the file since.
package enum EditMark {
  private static let word = "plimsoll-hash: "
  private static let blank = String(repeating: "0", count: 16)

  /// The line that carries the hash, before it is known.
  static var line: String { word + blank }

  /// The text with its hash where the line is.
  static func marked(_ text: String) -> String {
    guard let place = text.range(of: word + blank) else { return text }
    return text.replacingCharacters(in: place, with: word + TextHash.digits(text))
  }

  /// Whether a text is as it was written; nil where it carries no mark.
  package static func isUntouched(_ text: String) -> Bool? {
    guard let start = text.range(of: word)?.upperBound else { return nil }
    let digits = text[start...].prefix(16)
    guard digits.utf8.count == 16, digits.utf8.allSatisfy({ $0 > 0x2F && $0 < 0x3A || $0 > 0x60 && $0 < 0x67 }) else {
      return nil
    }
    return TextHash.digits(text.replacingCharacters(in: start..<digits.endIndex, with: blank)) == digits
  }
}

extension String {
  fileprivate func range(of word: String) -> Range<String.Index>? { firstRange(of: word) }

  fileprivate func replacingCharacters(in range: Range<String.Index>, with text: String) -> String {
    String(self[..<range.lowerBound]) + text + self[range.upperBound...]
  }
}
