import Base
import Documents

/// Draws what is known: the same state is the same screen.
struct TUIRender {
  let state: TUIState

  init(_ state: TUIState) {
    var state = state
    state.list.scroll(lines: state.listLines)
    self.state = state
  }

  /// As many lines as the screen has, none wider than it.
  func screen() -> TUIScreen {
    let (rows, columns) = (state.size.rows, state.size.columns)
    guard rows > 0, columns > 0 else { return TUIScreen(lines: []) }
    var drawn =
      switch state.mode {
      case _ where state.isTooSmall: tooSmall()
      case .list, .filter, .value: list()
      case .page(let page): self.page(page)
      case .columns(let row): self.columns(row)
      case .help(let top): help(top)
      case .offer(let row): offer(row)
      case .pull(let pull): self.pull(pull)
      }
    drawn.lines = noted(drawn.lines.prefix(rows) + Array(repeating: line(), count: max(0, rows - drawn.lines.count)))
      .map { $0.cut(to: columns) }
    if let cursor = drawn.cursor { drawn.cursor = (min(cursor.row, rows - 1), min(cursor.column, columns - 1)) }
    return drawn
  }

  func line(_ text: String = "", _ style: TUIStyle = .plain) -> TUILine {
    TUILine(text, style, usesUnicode: state.usesUnicode)
  }

  /// The sign where the locale has it, else the ASCII one.
  func glyph(_ unicode: String, _ ascii: String) -> String { state.usesUnicode ? unicode : ascii }

  private func tooSmall() -> TUIScreen {
    let (size, least) = (state.size, TUIState.smallest)
    let texts = [
      "too small: \(size.columns) x \(size.rows)", "needs \(least.columns) x \(least.rows)", "q quits",
    ]
    return TUIScreen(lines: texts.map { line($0) })
  }

  /// The title over the whole width, with something at its right end where there is room.
  func title(_ left: String, _ right: String) -> TUILine {
    let columns = state.size.columns
    let end = line(right.isEmpty ? "" : " \(right) ", .reversed)
    var title = line()
    title.add(" " + left, .reversed, width: max(0, columns - end.columns))
    title.fill(to: max(0, columns - end.columns), .reversed)
    title.add(end)
    return title
  }

  /// The last line: the keys that there is room for.
  func hints(_ hints: [TUISentences.Hint]) -> TUILine {
    var line = line()
    for hint in hints {
      guard line.columns + hint.keys.count + hint.meaning.count + 3 <= state.size.columns else { break }
      line.add(" ")
      line.add(hint.keys, .bold)
      line.add(" \(hint.meaning) ", .dim)
    }
    return line
  }

  /// What is to be known, over the last lines.
  private func noted(_ lines: [TUILine]) -> [TUILine] {
    guard let note = state.note, !state.isTooSmall else { return lines }
    let texts = WordWrap.lines(note, width: max(10, state.size.columns - 2)).prefix(lines.count)
    return lines.dropLast(texts.count)
      + texts.map { text in
        var line = line(" ")
        line.add(text, .colored(.yellow), width: state.size.columns - 1)
        return line
      }
  }

  /// The lines of a page from one on, and empty ones where it has no more.
  func scrolled(_ lines: [TUILine], from top: Int) -> [TUILine] {
    var shown = indented(Array(lines.dropFirst(top).prefix(state.pageLines)))
    while shown.count < state.pageLines { shown.append(line()) }
    return shown
  }

  func indented(_ lines: [TUILine]) -> [TUILine] {
    lines.map { content in
      var line = line(" ")
      line.add(content)
      return line
    }
  }

  /// How far a page is scrolled; nothing where all of it is shown.
  func position(_ top: Int, _ count: Int) -> String {
    guard count > state.pageLines else { return "" }
    return "\(min(count, top + state.pageLines)) of \(count) lines"
  }
}
