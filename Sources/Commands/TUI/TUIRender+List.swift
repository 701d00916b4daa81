import Base
import Documents

/// The list, and what is known of the chosen model.
extension TUIRender {
  func list() -> TUIScreen {
    var lines = [heading(), tabs()]
    let body = [heads()] + rows() + details()
    lines += state.isWide ? beside(body, settingsPanel()) : body + settingsBelow()
    switch state.mode {
    case .filter:
      let cursor = (row: 1, column: lines[1].columns)
      return TUIScreen(lines: lines + [hints([("Enter", "keep"), ("Esc", "none")])], cursor: cursor)
    case .value(let text):
      let field = field(text)
      lines[lines.count - 1] = candidates(text)
      return TUIScreen(lines: lines + [field], cursor: (lines.count, field.columns))
    default: return TUIScreen(lines: lines + [hints(TUISentences.hints)])
    }
  }

  private func heading() -> TUILine {
    guard let ranking = state.ranking else { return title("plimsoll", "looking at the machine and the models") }
    return title("plimsoll  " + ranking.machine, state.isWaiting ? "computing" : "")
  }

  private func tabs() -> TUILine {
    var line = line(" ")
    let counts = (state.ranking.map { " \($0.rows.count)" } ?? "", state.survey.map { " \($0.rows.count)" } ?? "")
    for (kind, name) in [(TUIList.Kind.picks, "picks" + counts.0), (.models, "all models" + counts.1)] {
      let isShown = kind == state.list.kind
      line.add(isShown ? "[\(name)]" : " \(name) ", isShown ? .bold : .dim)
      line.add(" ")
    }
    if let ranking = state.ranking, state.listColumns >= 60 { line.add(" \(ranking.heldBack) held back", .dim) }
    if state.list.order != .rank || state.list.isReversed {
      line.add("  by \(state.list.order.title)\(state.list.isReversed ? ", reversed" : "")", .dim)
    }
    if state.mode.isFilter || !state.list.filter.isEmpty {
      line.add("  /", .bold)
      line.add(state.list.filter, width: max(1, state.size.columns - line.columns - 1))
    }
    return line
  }

  /// The columns that there is room for, and how wide each is; the name takes what is left.
  private func shownColumns() -> [(column: ModelColumn, width: Int)] {
    var room = state.listColumns - Self.gap - Self.leastName
    var shown: Set<ModelColumn> = [.name]
    for column in Self.importance where state.list.columns.contains(column) && room >= column.width + Self.gap {
      shown.insert(column)
      room -= column.width + Self.gap
    }
    let name = min(ModelColumn.name.width + 10, Self.leastName + max(0, room))
    return ModelColumn.allCases.filter(shown.contains).map { ($0, $0 == .name ? name : $0.width) }
  }

  private static let leastName = 20
  /// Columns between two of the table.
  private static let gap = 2

  /// Which columns stay longest where there is little room.
  private static let importance: [ModelColumn] = [
    .rank, .speed, .quantization, .quality, .memory, .firstToken, .band, .place, .answer, .headroom, .context,
    .size, .released, .license,
  ]

  private func heads() -> TUILine {
    var line = line()
    for (column, width) in shownColumns() {
      let isOrder = column == state.list.order
      let isUp = state.list.isReversed
      let mark = isOrder && column != .rank ? glyph(isUp ? "▴" : "▾", isUp ? "^" : "v") : ""
      line.fill(to: line.columns + (line.columns == 0 ? 1 : Self.gap))
      line.add(cell: column.title + mark, width: width, alignment: column.alignment, isOrder ? .bold : .dim)
    }
    return line
  }

  private func rows() -> [TUILine] {
    let list = state.list
    let columns = shownColumns()
    var lines = list.rows.indices.dropFirst(list.top).prefix(state.listLines).map { index -> TUILine in
      let line = self.row(list.rows[index], columns, isChosen: index == list.chosen).cut(to: state.listColumns)
      return index == list.chosen ? line.reversed(to: state.listColumns) : line
    }
    if lines.isEmpty { lines = nothing() }
    while lines.count < state.listLines { lines.append(line()) }
    return lines
  }

  private func row(_ row: TUIRow, _ columns: [(column: ModelColumn, width: Int)], isChosen: Bool) -> TUILine {
    let standing = row.standing
    let style = TextStyle(usesColor: false, usesUnicode: state.usesUnicode, width: state.listColumns)
    var line = line(isChosen ? ">" : " ")
    for (column, width) in columns {
      if line.columns > 1 { line.fill(to: line.columns + Self.gap) }
      let isBold = column == .name && standing.pick?.isOnParetoFront == true
      line.add(
        cell: column.text(standing, style: style), width: width, alignment: column.alignment,
        standing.pick == nil ? .dim : isBold ? .bold : .plain)
      // Of one that is held back the rest of the line says why.
      if let rejection = standing.rejection, column == .name || column == .quantization {
        if column == .name, !row.quantization.isEmpty, columns.contains(where: { $0.column == .quantization }) {
          continue
        }
        line.fill(to: line.columns + Self.gap)
        line.add(TUISentences.lack(rejection), .dim, width: max(1, state.listColumns - line.columns))
        break
      }
    }
    return line
  }

  /// Why there are no rows.
  private func nothing() -> [TUILine] {
    let texts: [String]
    if state.list.kind == .models, state.survey == nil {
      texts = ["looking at every model"]
    } else if !state.list.filter.isEmpty {
      texts = ["No model of this list has '\(state.list.filter)'; Esc shows all."]
    } else {
      texts = state.ranking.map { [TUISentences.nothingPasses] + $0.nearest.map(TUISentences.miss) } ?? []
    }
    let lines = texts.flatMap { WordWrap.lines($0, width: max(20, state.listColumns - 2)) }
    return lines.prefix(state.listLines).map { line(" " + $0, .dim).cut(to: state.listColumns) }
  }

  /// What is known of the chosen model, below a line with its name.
  private func details() -> [TUILine] {
    guard state.detailLines > 0 else { return [] }
    var lines = [rule(state.list.row.map(\.title) ?? "")]
    if let row = state.list.row {
      let width = state.listColumns - 2
      let text = TUIPage.reasons(row, width: width, usesUnicode: state.usesUnicode)
      let known = TUIText.lines(text, width: width, usesUnicode: state.usesUnicode)
      // Its name stands in the line above; what it is best at may stand beside it there.
      lines += indented(Array(known.dropFirst().prefix(state.detailLines)))
    }
    while lines.count < state.detailLines + 1 { lines.append(line()) }
    return lines
  }

  private func rule(_ text: String) -> TUILine {
    let sign = glyph("─", "-")
    var line = line(sign + sign, .dim)
    if !text.isEmpty { line.add(" \(text) ", .bold, width: max(1, state.listColumns - 4)) }
    line.fill(to: state.listColumns, with: sign, .dim)
    return line.cut(to: state.listColumns)
  }
}

extension TUIState.Mode {
  var isFilter: Bool { if case .filter = self { true } else { false } }
}
