extension Unicode.Scalar {
  /// Whether a terminal may act on it instead of showing it: controls of ASCII and C1, line and paragraph separators,
  /// and marks that change the direction of text.
  package var isTerminalControl: Bool {
    switch value {
    case 0..<0x20, 0x7F...0x9F, 0x061C, 0x200E...0x200F, 0x2028...0x202E, 0x2066...0x2069: true
    default: false
    }
  }
}

extension StringProtocol {
  /// The text without what a terminal may act on, so that no name from outside can drive it or break the line.
  package var printable: String {
    String(String.UnicodeScalarView(unicodeScalars.filter { !$0.isTerminalControl }))
  }
}
