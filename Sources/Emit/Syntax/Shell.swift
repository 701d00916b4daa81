import Base

/// Writes POSIX shell.
enum Shell {
  /// Commands one after the other, an option a line; the last takes the shell's place.
  static func script(_ commands: [[String]]) -> String {
    commands.enumerated().map { index, words in
      (index == commands.count - 1 ? "exec " : "") + broken(words) + "\n"
    }.joined()
  }

  /// The command on one line, or with each option on a line of its own.
  private static func broken(_ words: [String]) -> String {
    let line = ShellWord.line(words)
    guard line.utf8.count > 72 else { return line }
    return words.reduce(into: "") { text, word in
      if text.isEmpty {
        text = ShellWord.quoted(word)
      } else {
        text += (word.hasPrefix("-") ? " \\\n  " : " ") + ShellWord.quoted(word)
      }
    }
  }

  /// Lines that set variables for what is started from here on.
  static func exports(_ variables: [(String, String)]) -> String {
    variables.map { "export \($0)=\(ShellWord.quoted($1))\n" }.joined()
  }
}
