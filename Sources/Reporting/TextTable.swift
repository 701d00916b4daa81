/// Lays out rows in columns as wide as their widest cell.
package struct TextTable {
  package enum Alignment: Sendable { case left, right }

  package struct Column: Sendable {
    package let title: String
    package let alignment: Alignment

    package init(_ title: String, _ alignment: Alignment = .left) {
      self.title = title
      self.alignment = alignment
    }
  }

  package let columns: [Column]
  package var rows: [[String]] = []

  package init(_ columns: [Column]) { self.columns = columns }

  /// The table with a head line, each line ended, cut at the style's width.
  package func text(style: TextStyle) -> String {
    let widths = columns.indices.map { column in
      max(columns[column].title.count, rows.map { column < $0.count ? $0[column].count : 0 }.max() ?? 0)
    }
    func line(_ cells: [String]) -> String {
      var text = ""
      for (column, cell) in cells.enumerated() where column < widths.count {
        let space = String(repeating: " ", count: widths[column] - cell.count)
        text += (column == 0 ? "" : "  ") + (columns[column].alignment == .right ? space + cell : cell + space)
      }
      while text.last == " " { text.removeLast() }
      return text.count > style.width ? String(text.prefix(style.width - 1)) + style.glyph("…", "~") : text
    }
    let head = style.dim(line(columns.map(\.title)))
    return ([head] + rows.map(line)).map { $0 + "\n" }.joined()
  }
}
