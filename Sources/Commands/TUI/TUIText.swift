import Base
import Documents

/// Texts of the commands as lines of the screen.
enum TUIText {
  /// The lines of a text in the styles that its sequences ask for; what is longer than the width goes on in the next line,
  /// behind a space where there is one.
  static func lines(_ text: String, width: Int, usesUnicode: Bool) -> [TUILine] {
    var lines: [TUILine] = []
    var style = TUIStyle.plain
    for source in text.split(separator: "\n", omittingEmptySubsequences: false) {
      var line = TUILine(usesUnicode: usesUnicode)
      for (text, next) in pieces(source, style) {
        style = next
        var rest = TextColumns.clusters(usesUnicode ? text : text.inASCII)[...]
        while !rest.isEmpty {
          let (part, columns) = fitting(rest, width - line.columns, isWhole: line.columns == 0)
          if part.isEmpty {
            // Not even one more: a line of its own, unless nothing can ever fit.
            guard line.columns > 0 else { break }
            lines.append(line)
            line = TUILine(usesUnicode: usesUnicode)
            continue
          }
          line.add(part.map(\.text).joined(), style, width: columns)
          rest = rest.dropFirst(part.count)
        }
      }
      lines.append(line)
    }
    while let last = lines.last, last.columns == 0 { lines.removeLast() }
    return lines
  }

  private static func fitting(
    _ clusters: ArraySlice<TextColumns.Cluster>, _ width: Int, isWhole: Bool
  ) -> (ArraySlice<TextColumns.Cluster>, Int) {
    var columns = 0
    var part = clusters.prefix { cluster in
      guard columns + cluster.columns <= width else { return false }
      columns += cluster.columns
      return true
    }
    guard part.count < clusters.count else { return (part, columns) }
    // Words stay whole, unless little of the line would be used.
    if let space = part.lastIndex(where: { $0.text == " " }), !isWhole || space - part.startIndex > part.count / 2 {
      columns -= part[(space + 1)...].reduce(0) { $0 + $1.columns }
      part = part[...space]
    } else if !isWhole {
      return ([], 0)
    }
    return (part, columns)
  }

  /// The text between sequences of `TextStyle`, each piece with its style.
  private static func pieces(_ text: Substring, _ before: TUIStyle) -> [(text: String, style: TUIStyle)] {
    var style = before
    var found: [(text: String, style: TUIStyle)] = []
    for (number, part) in text.pieces(between: "\u{1B}[").enumerated() {
      var part = part[...]
      if number > 0, let end = part.firstIndex(of: "m"), let code = Int(part[..<end]) {
        switch code {
        case 0: style = .plain
        case 1: style.isBold = true
        case 2: style.isDim = true
        default: style.color = TextStyle.Color(rawValue: code)
        }
        part = part[part.index(after: end)...]
      }
      found.append((String(part), style))
    }
    return found
  }
}
