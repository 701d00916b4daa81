/// Words of command lines that are printed for a shell.
package enum ShellWord {
  /// The word as a shell takes it: in quotes, unless it has only letters, digits and `,-./:_=`.
  package static func quoted(_ word: String) -> String {
    let isPlain = word.utf8.allSatisfy { byte in
      byte > 0x2B && byte < 0x3B || byte == 0x3D || byte > 0x40 && byte < 0x5B || byte > 0x60 && byte < 0x7B
        || byte == 0x5F
    }
    if isPlain, !word.isEmpty, !word.hasPrefix("=") { return word }
    // Byte by byte, as a shell reads: a quote with a combining mark behind it is another character to Swift.
    return "'" + word.replacing("'", with: "'\\''") + "'"
  }

  /// The words of a command line, each as a shell takes it.
  package static func line(_ words: [String]) -> String { words.map(quoted).joined(separator: " ") }
}
