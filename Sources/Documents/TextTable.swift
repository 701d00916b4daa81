/// Lays out rows in columns as wide as their widest cell.
package struct TextTable {
  package enum Alignment: Sendable { case left, right }

  package struct Column: Sendable {
    package let title: String
    package let alignment: Alignment
    /// Where the page is too narrow, columns are left out in this order; nil stays.
    let leavesFirst: Int?

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
    let kept = narrowed(widths, shown, pageWidth: style.width)
    func line(_ cells: [String]) -> String {
      var text = ""
      for column in shown where column < cells.count {
        let cell = Self.cut(cells[column], to: kept[column], style)
        let space = String(repeating: " ", count: kept[column] - cell.count)
        text += (text.isEmpty ? "" : "  ") + (columns[column].alignment == .right ? space + cell : cell + space)
      }
      while text.last == " " { text.removeLast() }
      return Self.cut(text, to: style.width, style)
    }
    let head = style.dim(line(columns.map(\.title)))
    return ([head] + rows.map(line)).map { $0 + "\n" }.joined()
  }

  /// What is too long for `width` ends with a sign.
  private static func cut(_ text: String, to width: Int, _ style: TextStyle) -> String {
    text.count > width ? String(text.prefix(width - 1)) + style.glyph("…", "~") : text
  }

  /// The narrowest that a column of texts is made.
  private static let narrowest = 16

  /// The widths with the widest columns of texts so narrow that all that are shown have room, where that goes.
  private func narrowed(_ widths: [Int], _ shown: [Int], pageWidth: Int) -> [Int] {
    var widths = widths
    let texts = shown.filter { columns[$0].alignment == .left }
    var excess = shown.reduce(-2) { $0 + widths[$1] + 2 } - pageWidth
    while excess > 0, let widest = texts.max(by: { widths[$0] < widths[$1] }), widths[widest] > Self.narrowest {
      widths[widest] -= 1
      excess -= 1
    }
    return widths
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
