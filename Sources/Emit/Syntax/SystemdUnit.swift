import Base

/// Writes units of systemd.
enum SystemdUnit {
  static func text(_ sections: [(name: String, lines: [(key: String, value: String)])]) -> String {
    sections.map { section in
      "[\(section.name)]\n" + section.lines.map { "\($0.key)=\($0.value)\n" }.joined()
    }.joined(separator: "\n")
  }

  /// A command line as `ExecStart=` takes it.
  static func command(_ words: [String]) -> String { words.map(quoted).joined(separator: " ") }

  /// One assignment as `Environment=` takes it.
  static func assignment(_ name: String, _ value: String) -> String { quoted("\(name)=\(value)") }

  /// In quotes where it must be; what systemd would replace stands twice.
  private static func quoted(_ word: String) -> String {
    let text = word.printable.replacing("%", with: "%%").replacing("$", with: "$$")
    let isPlain = text.utf8.allSatisfy {
      $0 > 0x20 && $0 < 0x7F && $0 != 0x22 && $0 != 0x27 && $0 != 0x5C && $0 != 0x3B
    }
    if isPlain, !text.isEmpty { return text }
    return "\"" + text.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"") + "\""
  }
}
