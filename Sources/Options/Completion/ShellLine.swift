/// The unfinished line of a shell in the family of sh, cut into words as the shell would.
package struct ShellLine: Equatable {
  /// The words before the cursor without their quotes; the last is the one being typed, perhaps empty.
  package private(set) var words: [String] = []
  /// The quote that the last word is within, or nil.
  private(set) var openQuote: Unicode.Scalar?

  package init(_ line: String) {
    var word: String? = ""
    var isEscaped = false
    // Not by characters: a quote with a combining mark behind it is a quote.
    for character in line.unicodeScalars {
      if isEscaped {
        word = (word ?? "") + String(character)
        isEscaped = false
      } else if let quote = openQuote {
        if character == quote {
          openQuote = nil
        } else if character == "\\", quote == "\"" {
          isEscaped = true
        } else {
          word = (word ?? "") + String(character)
        }
      } else if character == "\\" {
        isEscaped = true
        word = word ?? ""
      } else if character == "'" || character == "\"" {
        openQuote = character
        word = word ?? ""
      } else if character == " " || character == "\t" {
        if let finished = word, !finished.isEmpty { words.append(finished) }
        word = nil
      } else {
        word = (word ?? "") + String(character)
      }
    }
    words.append(word ?? "")
  }

  /// A candidate as bash takes it for the last word: without what bash counts as words of their own before it, and with
  /// what is special to the shell escaped where no quote does that.
  package func bashReply(_ word: String) -> String {
    guard openQuote == nil else { return word }
    let typed = words.last ?? ""
    let separators: Set<Character> = [":", "="]
    let kept =
      typed.lastIndex(where: separators.contains).map { typed.distance(from: typed.startIndex, to: $0) + 1 } ?? 0
    return String(word.dropFirst(kept)).reduce(into: "") { text, character in
      if !(character.isLetter || character.isNumber || "-_./:=+,@%".contains(character)) { text.append("\\") }
      text.append(character)
    }
  }
}
