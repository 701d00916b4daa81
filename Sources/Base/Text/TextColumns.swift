import CSystem

/// Text as a terminal draws it: wide characters take two columns, combining marks none.
package enum TextColumns {
  /// A character with the marks on it, and the columns that it takes.
  package struct Cluster {
    package var text: String
    package var columns: Int
  }

  /// More marks than any script puts on a character, and no more than terminals keep.
  private static let mostMarks = 3

  /// The clusters of a text, without what a terminal may act on or draw in a width of its own choice.
  ///
  /// What no width is known of becomes a replacement character.
  package static func clusters(_ text: some StringProtocol) -> [Cluster] {
    var clusters: [Cluster] = []
    var marks = 0
    for scalar in text.unicodeScalars where !scalar.isTerminalControl && !joins(scalar) {
      let columns = columns(scalar)
      if columns == 0 {
        guard !clusters.isEmpty, marks < mostMarks else { continue }
        marks += 1
        clusters[clusters.count - 1].text.unicodeScalars.append(scalar)
      } else {
        marks = 0
        clusters.append(
          columns < 0 ? Cluster(text: "\u{FFFD}", columns: 1) : Cluster(text: String(scalar), columns: columns))
      }
    }
    return clusters
  }

  /// The columns of a text.
  package static func count(_ text: some StringProtocol) -> Int {
    if text.utf8.allSatisfy({ $0 >= 0x20 && $0 < 0x7F }) { return text.utf8.count }
    return clusters(text).reduce(0) { $0 + $1.columns }
  }

  /// Joiners and selectors of variants, by which some terminals draw several characters as one and others do not.
  private static func joins(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0x200B...0x200D, 0x2060, 0xFE00...0xFE0F, 0xFEFF, 0xE0000...0xE01EF: true
    default: false
    }
  }

  private static func columns(_ scalar: Unicode.Scalar) -> Int {
    scalar.value < 0x7F ? 1 : Int(plimsoll_columns(scalar.value))
  }
}
