import Base
import Documents

/// The keys of pages, of help and of fetching.
extension TUIState {
  /// Opens a page, or another of the same model.
  mutating func open(_ kind: TUIPage.Kind, _ row: TUIRow?) -> [TUIEffect] {
    var page = TUIPage(kind: kind, row: row)
    if case .page(let before) = mode, before.kind == kind { page.top = before.top }
    let width = max(20, size.columns - 2)
    if let words = TUIPage.words(kind, row, question, ranking) {
      let request = TUIPage.Request(question: question, words: words, width: width)
      page.request = request
      mode = .page(page)
      return [.text(request)]
    }
    let text = row.map { TUIPage.reasonsAndGates($0, ranking, width: width, usesUnicode: usesUnicode) } ?? ""
    page.lines = TUIText.lines(text, width: width, usesUnicode: usesUnicode)
    mode = .page(page)
    return []
  }

  mutating func inPage(_ key: TUIKey, _ page: TUIPage) -> [TUIEffect] {
    var page = page
    let kinds = TUIPage.Kind.ofModels
    let place = kinds.firstIndex(of: page.kind)
    switch key {
    case .escape, .backspace, .character("q"), .character("m"):
      mode = .list
      return []
    case .tab, .right, .character("l"):
      if let place { return open(kinds[(place + 1) % kinds.count], page.row) }
    case .backTab, .left, .character("h"):
      if let place { return open(kinds[(place + kinds.count - 1) % kinds.count], page.row) }
    case .character("?"):
      mode = .help(top: 0)
      return []
    case .character("p"):
      mode = .list
      offer()
      return []
    default: page.top = scrolled(page.top, key, count: page.lines.count, lines: pageLines)
    }
    mode = .page(page)
    return []
  }

  mutating func inHelp(_ key: TUIKey, _ top: Int) -> [TUIEffect] {
    switch key {
    case .escape, .enter, .backspace, .character("q"), .character("?"): mode = .list
    default: mode = .help(top: scrolled(top, key, count: TUISentences.help.count, lines: pageLines))
    }
    return []
  }

  /// The first line that is shown after a key.
  private func scrolled(_ top: Int, _ key: TUIKey, count: Int, lines: Int) -> Int {
    let wanted =
      switch key {
      case .up, .character("k"): top - 1
      case .down, .character("j"): top + 1
      case .pageUp: top - max(1, lines - 1)
      case .pageDown, .character(" "): top + max(1, lines - 1)
      case .home, .character("g"): 0
      case .end, .character("G"): count
      default: top
      }
    return max(0, min(wanted, count - lines))
  }

  /// Asks whether to fetch the chosen model.
  mutating func offer() {
    guard let row = list.row else { return }
    guard question.isThisMachine else {
      note = TUISentences.fetchesForThisMachine
      return
    }
    mode = .offer(row)
  }

  mutating func inOffer(_ key: TUIKey, _ row: TUIRow) -> [TUIEffect] {
    switch key {
    case .enter, .character("y"), .character("o"): return fetch(row, isForOllama: true)
    case .character("l"): return fetch(row, isForOllama: false)
    case .escape, .character("n"), .character("q"): mode = .list
    default: break
    }
    return []
  }

  private mutating func fetch(_ row: TUIRow, isForOllama: Bool) -> [TUIEffect] {
    mode = .pull(TUIPull(name: row.name))
    return [.pull(TUIPull.words(row, question, isForOllama: isForOllama))]
  }

  mutating func inPull(_ key: TUIKey, _ pull: TUIPull) -> [TUIEffect] {
    guard pull.code == nil else {
      if [.escape, .enter, .backspace, .character("q")].contains(key) { mode = .list }
      return []
    }
    guard key == .escape, !pull.isEnding else { return [] }
    return endPull()
  }

  /// Ends what is being fetched; nothing where nothing is.
  mutating func endPull() -> [TUIEffect] {
    guard case .pull(var pull) = mode, pull.code == nil else { return [] }
    pull.isEnding = true
    mode = .pull(pull)
    return [.endPull]
  }
}
