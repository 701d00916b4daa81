/// Searching texts for texts, byte by byte.
///
/// The standard library's own of these names are in `_StringProcessing`, whose engine for regular expressions would come
/// into the program with them: 1.4 MB.
extension StringProtocol {
  package func contains(_ text: String) -> Bool { firstRange(of: text) != nil }

  /// Where the text comes first; an empty one at the beginning.
  package func firstRange(of text: String) -> Range<Index>? {
    guard let first = text.utf8.first else { return startIndex..<startIndex }
    let count = text.utf8.count
    var rest = utf8[...]
    while let hit = rest.firstIndex(of: first) {
      if rest[hit...].starts(with: text.utf8) { return hit..<utf8.index(hit, offsetBy: count) }
      rest = rest[utf8.index(after: hit)...]
    }
    return nil
  }

  /// The pieces before, between and after the places of a text that is not empty; some may be empty.
  package func pieces(between text: String) -> [Substring] {
    var pieces: [Substring] = []
    var rest = Substring(self)
    while !text.isEmpty, let range = rest.firstRange(of: text) {
      pieces.append(rest[..<range.lowerBound])
      rest = rest[range.upperBound...]
    }
    return pieces + [rest]
  }
}

extension String {
  // Whole texts, which most are, without the detour over what all kinds of texts have in common.
  package func contains(_ text: String) -> Bool {
    var (own, text) = (self, text)
    return own.withUTF8 { own in
      text.withUTF8 { text in
        guard let first = text.first else { return true }
        guard own.count >= text.count else { return false }
        return (0...own.count - text.count).contains { start in
          own[start] == first && (1..<text.count).allSatisfy { own[start + $0] == text[$0] }
        }
      }
    }
  }
}

extension StringProtocol where Self: RangeReplaceableCollection {
  /// With another text in each place of one that is not empty.
  package func replacing(_ text: String, with other: String) -> String {
    pieces(between: text).joined(separator: other)
  }
}
