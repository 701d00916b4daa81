import Base

/// How text looks: colour, width and which characters may be used.
package struct TextStyle: Sendable {
  package var usesColor: Bool
  /// False where the locale is not UTF-8: then ASCII stands for lines and blocks.
  package var usesUnicode: Bool
  package var width: Int

  package init(usesColor: Bool, usesUnicode: Bool, width: Int) {
    self.usesColor = usesColor
    self.usesUnicode = usesUnicode
    self.width = width
  }

  package enum Color: Int, Sendable, CaseIterable {
    case red = 31, green = 32, yellow = 33, blue = 34, magenta = 35, cyan = 36, gray = 90
  }

  /// The sequences that stand around coloured, bold and dim text.
  package static let sequences = (Color.allCases.map(\.rawValue) + [0, 1, 2]).map { "\u{1B}[\($0)m" }

  package func color(_ text: String, _ color: Color) -> String {
    usesColor ? "\u{1B}[\(color.rawValue)m\(text)\u{1B}[0m" : text
  }

  package func bold(_ text: String) -> String { usesColor ? "\u{1B}[1m\(text)\u{1B}[0m" : text }

  package func dim(_ text: String) -> String { usesColor ? "\u{1B}[2m\(text)\u{1B}[0m" : text }

  /// The first where the locale has it, otherwise the second.
  package func glyph(_ unicode: String, _ ascii: String) -> String { usesUnicode ? unicode : ascii }

  /// A text from outside without control characters, so that no name can drive the terminal.
  package static func plain(_ text: String) -> String {
    text.printable
  }
}
