extension LinePlot {
  /// The plot in characters: a different one for each line, so that no colour is needed.
  package func text(style: TextStyle, rows: Int = 12) -> String {
    guard lines.contains(where: { !$0.points.isEmpty }) else { return "" }
    let (right, top) = reach
    let labels = [yText(top), yText(top / 2), yText(0)]
    let margin = labels.map(\.count).max() ?? 0
    let columns = max(20, min(style.width, 78) - margin - 3)
    var cells = [[Character]](repeating: [Character](repeating: " ", count: columns), count: rows)
    for (index, line) in lines.enumerated() {
      for column in 0..<columns {
        guard let height = line.height(at: right * (Double(column) + 0.5) / Double(columns)) else { continue }
        let row = min(rows - 1, max(0, Int((height / top * Double(rows)).rounded(.down))))
        cells[rows - 1 - row][column] = Self.glyph(index, style)
      }
    }
    let edge = style.glyph("│", "|")
    var text = ""
    for row in 0..<rows {
      let label = row == 0 ? labels[0] : row == rows / 2 ? labels[1] : row == rows - 1 ? labels[2] : ""
      text += "\(Self.left(label, margin)) \(edge)\(Self.trimmed(cells[row]))\n"
    }
    text +=
      Self.left("", margin) + " " + style.glyph("└", "+")
      + String(repeating: style.glyph("─", "-"), count: columns) + "\n"
    text += Self.left("", margin) + "  " + marked(columns, right) + "\n"
    let names = lines.enumerated().map { "\(Self.glyph($0.offset, style)) \(TextStyle.plain($0.element.name))" }
    return text + names.map { Self.left("", margin) + "  \($0)\n" }.joined()
  }

  /// The ends of the axis below it, and the marks where there is room for them.
  private func marked(_ columns: Int, _ right: Double) -> String {
    var line = [Character](repeating: " ", count: columns)
    func put(_ text: String, at start: Int) {
      let characters = Array(text)
      guard start >= 0, start + characters.count <= columns,
        line[max(0, start - 1)..<min(columns, start + characters.count + 1)].allSatisfy({ $0 == " " })
      else { return }
      line.replaceSubrange(start..<start + characters.count, with: characters)
    }
    let end = xText(right)
    put(end, at: columns - end.count)
    put("0", at: 0)
    for mark in marks where mark.x <= right {
      let place = Int(mark.x / right * Double(columns))
      put("^ " + mark.name, at: min(place, columns - 1))
    }
    return Self.trimmed(line)
  }

  private static func glyph(_ index: Int, _ style: TextStyle) -> Character {
    let glyphs: [Character] = style.usesUnicode ? ["█", "▒", "▚", "░"] : ["#", "o", "+", "x"]
    return glyphs[index % glyphs.count]
  }

  private static func left(_ text: String, _ width: Int) -> String {
    String(repeating: " ", count: max(0, width - text.count)) + text
  }

  private static func trimmed(_ characters: [Character]) -> String {
    var text = String(characters)
    while text.last == " " { text.removeLast() }
    return text
  }
}
