/// Lays out rows in columns as wide as their widest cell.
package struct TextTable {
  package enum Alignment: Sendable { case left, right }

  package struct Column: Sendable {
    package let title: String
    package let alignment: Alignment
    /// Where the page is too narrow, columns are left out in this order; nil stays.
    package let leavesFirst: Int?

    package init(_ title: String, _ alignment: Alignment = .left, leavesFirst: Int? = nil) {
      self.title = title
      self.alignment = alignment
      self.leavesFirst = leavesFirst
    }
  }

  package let columns: [Column]
  package var rows: [[String]] = []

  package init(_ columns: [Column]) { self.columns = columns }

  /// The table with a head line, each line ended; what a narrow page has no room for is left out or cut.
  package func text(style: TextStyle) -> String {
    let widths = columns.indices.map { column in
      max(columns[column].title.count, rows.map { column < $0.count ? $0[column].count : 0 }.max() ?? 0)
    }
    let shown = shownColumns(widths, pageWidth: style.width)
    func line(_ cells: [String]) -> String {
      var text = ""
      for column in shown where column < cells.count {
        let cell = cells[column]
        let space = String(repeating: " ", count: widths[column] - cell.count)
        text += (text.isEmpty ? "" : "  ") + (columns[column].alignment == .right ? space + cell : cell + space)
      }
      while text.last == " " { text.removeLast() }
      return text.count > style.width ? String(text.prefix(style.width - 1)) + style.glyph("…", "~") : text
    }
    let head = style.dim(line(columns.map(\.title)))
    return ([head] + rows.map(line)).map { $0 + "\n" }.joined()
  }

  private func shownColumns(_ widths: [Int], pageWidth: Int) -> [Int] {
    var shown = Array(columns.indices)
    let dispensable = shown.filter { columns[$0].leavesFirst != nil }
      .sorted { (columns[$0].leavesFirst ?? 0) < (columns[$1].leavesFirst ?? 0) }
    for column in dispensable where shown.reduce(-2, { $0 + widths[$1] + 2 }) > pageWidth {
      shown.removeAll { $0 == column }
    }
    return shown
  }
}
