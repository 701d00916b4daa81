import Base
import Documents

/// Everything that takes the whole screen.
extension TUIRender {
  func page(_ page: TUIPage) -> TUIScreen {
    let name = page.row?.title ?? "the machine and what it has"
    var lines = [title(name, page.request != nil ? "computing" : position(page.top, page.lines.count))]
    var tabs = line(" ")
    if page.row != nil {
      for kind in TUIPage.Kind.ofModels {
        let isShown = kind == page.kind
        tabs.add(isShown ? "[\(kind.title)]" : " \(kind.title) ", isShown ? .bold : .dim)
        tabs.add(" ")
      }
    }
    lines.append(tabs)
    lines += scrolled(page.lines, from: page.top)
    let keys = [("Esc", "back"), ("Up Down", "scroll"), ("Left Right", "page"), ("p", "fetch")]
    lines.append(hints(page.row == nil ? Array(keys.prefix(2)) : keys))
    return TUIScreen(lines: lines)
  }

  func help(_ top: Int) -> TUIScreen {
    let texts = TUISentences.help.map { entry -> TUILine in
      guard !entry.keys.isEmpty else { return line(entry.meaning, .bold) }
      var line = line("  ")
      line.add(cell: entry.keys, width: 17, .colored(.cyan))
      line.add(entry.meaning)
      return line
    }
    return TUIScreen(
      lines: [title("plimsoll  keys", position(top, texts.count)), line()] + scrolled(texts, from: top)
        + [hints([("Esc", "back"), ("Up Down", "scroll")])])
  }

  func columns(_ row: Int) -> TUIScreen {
    let texts = ModelColumn.allCases.enumerated().map { index, column -> TUILine in
      var line = line(state.list.columns.contains(column) ? "[x] " : "[ ] ")
      line.add(cell: column.title, width: 14, .bold)
      line.add(column.meaning)
      return index == row ? line.reversed(to: state.size.columns - 2) : line
    }
    let top = max(0, min(row - state.pageLines / 2, texts.count - state.pageLines))
    return TUIScreen(
      lines: [title("plimsoll  columns, as far as there is room", ""), line()] + scrolled(texts, from: top)
        + [hints([("Esc", "back"), ("Up Down", "choose"), ("Space", "show or not")])])
  }

  func offer(_ row: TUIRow) -> TUIScreen {
    let words = [true, false].map { "plimsoll " + ShellWord.line(TUIPull.words(row, state.question, isForOllama: $0)) }
    let texts =
      [
        "Enter", "  has Ollama fetch it:", "  " + words[0], "", "l",
        "  fetches the file to where llama.cpp looks for it:",
      ]
      + ["  " + words[1], "", "Esc", "  fetches nothing."]
    let lines = texts.flatMap { text -> [TUILine] in
      text.hasPrefix("  ")
        ? TUIText.lines(text, width: state.size.columns - 2, usesUnicode: state.usesUnicode) : [line(text, .bold)]
    }
    return TUIScreen(
      lines: [title("fetch \(row.title)?", ""), line()] + scrolled(lines, from: 0)
        + [hints([("Enter", "Ollama"), ("l", "llama.cpp"), ("Esc", "back")])])
  }

  func pull(_ pull: TUIPull) -> TUIScreen {
    let state = pull.code == nil ? pull.isEnding ? "ending" : "under way" : ""
    var lines = [title("fetching \(pull.name)", state), line()]
    if let total = pull.totalBytes, let completed = pull.completedBytes, total > 0 {
      lines.append(line(" " + TUISentences.fetched(completed, of: total, bytesPerSecond: pull.bytesPerSecond)))
      var bar = line(" ")
      let width = max(1, self.state.size.columns - 2)
      let filled = Int(Double(max(0, min(completed, total))) / Double(total) * Double(width))
      bar.fill(to: 1 + filled, with: glyph("█", "#"), .colored(.blue))
      bar.fill(to: 1 + width, with: glyph("░", "."), .dim)
      lines += [bar, line()]
    }
    let text = (pull.lines + (pull.code.map { ["", TUISentences.ended($0)] } ?? [])).joined(separator: "\n")
    let room = max(1, self.state.size.rows - lines.count - 1)
    let said = TUIText.lines(text, width: self.state.size.columns - 2, usesUnicode: self.state.usesUnicode)
    lines += indented(said.suffix(room))
    while lines.count < self.state.size.rows - 1 { lines.append(line()) }
    lines.append(hints([("Esc", pull.code == nil ? "end" : "back")]))
    return TUIScreen(lines: lines)
  }
}

extension TUIPage.Kind {
  var title: String {
    switch self {
    case .reasons: "reasons"
    case .sums: "sums"
    case .files: "files"
    case .users: "users"
    case .purchase: "to buy"
    case .card: "card"
    case .machine: "machine"
    }
  }
}
