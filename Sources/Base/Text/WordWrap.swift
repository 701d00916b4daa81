/// Divides text into lines between words.
package enum WordWrap {
  /// The words of `text` in lines of at most `width` columns; a longer word has a line of its own.
  package static func lines(_ text: some StringProtocol, width: Int) -> [String] {
    var (lines, line, columns) = ([String](), "", 0)
    for word in String(text).fields(at: " ") {
      let count = TextColumns.count(word)
      if columns > 0, columns + 1 + count > width {
        lines.append(line)
        (line, columns) = (String(word), count)
      } else {
        if columns > 0 { line += " " }
        line += word
        columns += (columns > 0 ? 1 : 0) + count
      }
    }
    return lines + [line]
  }

  /// The lines of `lines`, joined, each but the first behind a margin of `indentation` columns.
  package static func hanging(_ text: some StringProtocol, indentation: Int, width: Int) -> String {
    lines(text, width: width).joined(separator: "\n" + String(repeating: " ", count: indentation))
  }
}
