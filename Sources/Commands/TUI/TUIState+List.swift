import Documents

/// The keys of the list and its settings.
extension TUIState {
  mutating func inList(_ key: TUIKey) -> [TUIEffect] {
    switch key {
    case .up, .character("k"): list.choose(list.chosen - 1)
    case .down, .character("j"): list.choose(list.chosen + 1)
    case .pageUp: list.choose(list.chosen - max(1, listLines - 1))
    case .pageDown: list.choose(list.chosen + max(1, listLines - 1))
    case .home, .character("g"): list.choose(0)
    case .end, .character("G"): list.choose(.max)
    case .tab: chosenSetting = (chosenSetting + 1) % question.settings.count
    case .backTab: chosenSetting = (chosenSetting + question.settings.count - 1) % question.settings.count
    case .left, .character("h"): return move(-1)
    case .right, .character("l"): return move(1)
    case .character("="): mode = .value(setting.value)
    case .character("w"): return whatIf()
    case .backspace, .delete: return reset([chosenSetting])
    case .character("0"): return reset(Array(question.settings.indices))
    case .character("/"): mode = .filter
    case .escape:
      list.filter = ""
      refresh()
    case .character("a"): return switchLists()
    case .character("o"): reorder(1)
    case .character("O"): reorder(-1)
    case .character("r"):
      list.isReversed.toggle()
      refresh()
    case .character("c"): mode = .columns(0)
    case .character("m"): return open(.machine, nil)
    case .enter, .character(" "): if let row = list.row { return open(.reasons, row) }
    case .character("p"): offer()
    case .character("R"): return lookAgain()
    case .character("?"): mode = .help(top: 0)
    case .character("q"): return [.quit]
    default: break
    }
    return []
  }

  private mutating func move(_ step: Int) -> [TUIEffect] {
    if question.settings[chosenSetting].steps.isEmpty {
      note = TUISentences.isTyped(setting.name)
      return []
    }
    return question.settings[chosenSetting].move(by: step) ? ask() : []
  }

  /// Goes to the card that is added, and has its name typed.
  private mutating func whatIf() -> [TUIEffect] {
    guard let place = question.settings.firstIndex(where: { $0.name == "add-gpu" }) else { return [] }
    chosenSetting = place
    mode = .value(setting.value)
    return []
  }

  private mutating func reset(_ places: [Int]) -> [TUIEffect] {
    guard places.contains(where: { question.settings[$0].isSet }) else { return [] }
    for place in places { question.settings[place].reset() }
    return ask()
  }

  private mutating func switchLists() -> [TUIEffect] {
    list.kind = list.kind == .picks ? .models : .picks
    refresh()
    return list.kind == .models && survey?.question != question ? [.survey(question)] : []
  }

  private mutating func reorder(_ step: Int) {
    list.order(by: step)
    list.isReversed = false
    refresh()
  }

  private mutating func lookAgain() -> [TUIEffect] {
    guard question.startsFromThisMachine else {
      note = TUISentences.isAnotherMachine
      return []
    }
    isWaiting = true
    (survey, before) = (nil, nil)
    return [.lookAgain] + ask()
  }

  mutating func inFilter(_ key: TUIKey) -> [TUIEffect] {
    switch key {
    case .enter, .tab: mode = .list
    case .escape:
      list.filter = ""
      mode = .list
    case .up, .down, .pageUp, .pageDown:
      return inList(key)
    default:
      guard let text = Self.edited(list.filter, key) else { return [] }
      list.filter = text
    }
    refresh()
    return []
  }

  mutating func inValue(_ key: TUIKey, _ text: String) -> [TUIEffect] {
    switch key {
    case .escape: mode = .list
    case .tab: mode = .value(candidates(text).first ?? text)
    case .enter:
      mode = .list
      let value = text.trimmed
      guard value != setting.value else { return [] }
      if value.isEmpty { question.settings[chosenSetting].reset() } else { question.settings[chosenSetting].set(value) }
      return ask()
    default: mode = .value(Self.edited(text, key) ?? text)
    }
    return []
  }

  /// The text after a key; nil where the key changes nothing.
  private static func edited(_ text: String, _ key: TUIKey) -> String? {
    switch key {
    case .backspace, .delete: return text.isEmpty ? nil : String(text.dropLast())
    // As shells have it: the whole line.
    case .character("\u{15}"): return ""
    case .character(let character):
      let isText = character.unicodeScalars.allSatisfy { !$0.isTerminalControl }
      return isText && text.utf8.count < longestTyped ? text + String(character) : nil
    default: return nil
    }
  }

  private static let longestTyped = 200

  mutating func inColumns(_ key: TUIKey, _ row: Int) -> [TUIEffect] {
    let all = ModelColumn.allCases
    switch key {
    case .up, .character("k"): mode = .columns(max(0, row - 1))
    case .down, .character("j"): mode = .columns(min(all.count - 1, row + 1))
    case .enter, .character(" "):
      // A list without names tells nothing.
      if all[row] != .name { list.columns.formSymmetricDifference([all[row]]) }
    case .escape, .character("c"), .character("q"): mode = .list
    default: break
    }
    return []
  }
}

extension String {
  fileprivate var trimmed: String {
    String(drop { $0 == " " }.reversed().drop { $0 == " " }.reversed())
  }
}
