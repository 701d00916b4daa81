import Base
import Documents

/// The settings: beside the list where there is room, else the chosen one below it.
extension TUIRender {
  /// Lines of the list and of the panel as one, with a line between.
  func beside(_ left: [TUILine], _ right: [TUILine]) -> [TUILine] {
    left.enumerated().map { index, content in
      var line = content.cut(to: state.listColumns)
      line.fill(to: state.listColumns)
      line.add(glyph("│", "|") + " ", .dim)
      if right.indices.contains(index) { line.add(right[index]) }
      return line
    }
  }

  func settingsPanel() -> [TUILine] {
    var lines = [line("asked for", .bold)]
    let width = TUIState.panelColumns - 3
    let change = change.map { WordWrap.lines($0, width: width).map { line($0, .colored(.cyan)) } } ?? []
    for (index, setting) in state.question.settings.enumerated() {
      if setting.name == "add-gpu" { lines += [line(), line("what if", .bold)] }
      if setting.name == "gpu" { lines += change + [line(), line("another machine", .bold)] }
      var line = line()
      line.add(cell: TUISentences.setting(setting.name), width: 15, setting.isSet ? .bold : .plain)
      line.add(cell: value(setting), width: 12, setting.isSet ? .colored(.green) : .dim)
      line.add(" ")
      line.add(slider(setting, width: width - line.columns))
      lines.append(index == state.chosenSetting ? line.reversed(to: width) : line)
    }
    return lines
  }

  /// What the addition changes; nil where nothing is added, or that is not known yet.
  private var change: String? {
    guard let question = state.question.withoutAddition, let before = state.before, before.question == question,
      let ranking = state.ranking, !state.isWaiting
    else { return nil }
    return TUISentences.change(
      from: before.ranking.rows.first?.standing.pick, to: ranking.rows.first?.standing.pick)
  }

  private func value(_ setting: TUISetting) -> String { TUISentences.value(setting.value, of: setting.name) }

  /// Where a setting stands among its steps; nothing where it has none.
  private func slider(_ setting: TUISetting, width: Int) -> TUILine {
    var line = line()
    guard let place = setting.place, setting.steps.count > 1, width > 2 else { return line }
    let knob = place * (width - 1) / (setting.steps.count - 1)
    line.fill(to: knob, with: glyph("─", "-"), .dim)
    line.add(glyph("●", "o"), .colored(.cyan))
    line.fill(to: width, with: glyph("─", "-"), .dim)
    return line
  }

  /// The chosen setting, and below it the others that are set.
  func settingsBelow() -> [TUILine] {
    let setting = state.setting
    var chosen = line(" ")
    chosen.add(TUISentences.setting(setting.name) + " ", .bold)
    chosen.add(value(setting) + "  ", setting.isSet ? .colored(.green) : .plain)
    chosen.add(slider(setting, width: min(26, state.size.columns - chosen.columns - 30)))
    chosen.add("  \(state.chosenSetting + 1) of \(state.question.settings.count), Tab: the next", .dim)
    guard state.settingLines > 1 else { return [chosen] }
    if let change {
      var line = line(" ")
      line.add(change, .colored(.cyan), width: state.size.columns - 1)
      return [chosen, line]
    }
    let others = state.question.settings.enumerated().filter { $0.offset != state.chosenSetting && $0.element.isSet }
    let texts = others.map { "\(TUISentences.setting($0.element.name)) \(value($0.element))" }
    var rest = line(" ")
    rest.add(
      texts.isEmpty ? "nothing else is asked for" : "also: " + texts.joined(separator: ", "),
      texts.isEmpty ? .dim : .colored(.green), width: state.size.columns - 1)
    return [chosen, rest]
  }

  /// A value that is being typed.
  func field(_ text: String) -> TUILine {
    var line = line(" \(TUISentences.setting(state.setting.name)) = ", .bold)
    line.add(text, width: max(1, state.size.columns - line.columns - 1))
    return line
  }

  /// What could be meant by a value that is being typed.
  func candidates(_ text: String) -> TUILine {
    let names = state.candidates(text)
    guard !names.isEmpty else { return line(" " + TUISentences.example(state.setting.name), .dim) }
    return line(" Tab: " + names.joined(separator: " | "), .dim)
  }
}
