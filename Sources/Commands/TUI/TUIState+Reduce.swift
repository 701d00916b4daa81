import Base
import Documents

extension TUIState {
  /// Takes what has happened, and says what is to be done.
  mutating func reduce(_ event: TUIEvent) -> [TUIEffect] {
    switch event {
    case .key(let key):
      note = nil
      return take(key)
    case .resized(let size):
      self.size = size
      guard case .page(let page) = mode else { return [] }
      return open(page.kind, page.row)
    case .ranked(let asked, let result):
      if asked == question { return take(result) }
      if asked == question.withoutAddition, case .success(let ranking) = result { before = (asked, ranking) }
    case .surveyed(let asked, let result):
      guard asked == question else { return [] }
      switch result {
      case .success(let rows): survey = (asked, rows)
      case .failure(let failure): note = Self.sentence(failure)
      }
      if list.kind == .models { refresh() }
    case .text(let request, let result):
      guard case .page(var page) = mode, page.request == request else { return [] }
      page.request = nil
      let text =
        switch result {
        case .success(let text): text
        case .failure(let failure): Self.sentence(failure)
        }
      page.lines = TUIText.lines(text, width: request.width, usesUnicode: usesUnicode)
      mode = .page(page)
    case .pulled(let document):
      guard case .pull(var pull) = mode else { return [] }
      pull.take(document)
      mode = .pull(pull)
    case .pullEnded(let code):
      guard case .pull(var pull) = mode else { return [] }
      pull.code = code
      mode = .pull(pull)
    }
    return []
  }

  private mutating func take(_ result: Result<TUIRanking, Failure>) -> [TUIEffect] {
    isWaiting = false
    switch result {
    case .success(let answer):
      (ranking, answered) = (answer, question)
      if question.withoutAddition == nil { before = (question, answer) }
      if list.kind == .picks { refresh() }
    case .failure(let failure):
      note = Self.sentence(failure)
      // What cannot be asked is taken back; without anything to go back to there is nothing to show.
      guard let answered else { return [.fail(failure)] }
      question = answered
    }
    return []
  }

  /// Asks what is set now.
  mutating func ask() -> [TUIEffect] {
    isWaiting = true
    let compared = question.withoutAddition.flatMap { before?.question == $0 ? nil : TUIEffect.compare($0) }
    return [.rank(question)] + [compared].compactMap(\.self) + (list.kind == .models ? [.survey(question)] : [])
  }

  /// Shows the rows of the list that is looked at.
  mutating func refresh() {
    list.show(list.kind == .picks ? ranking?.rows ?? [] : survey?.rows ?? [])
  }

  static func sentence(_ failure: Failure) -> String {
    failure.message + (failure.hint.map { "; \($0)" } ?? "")
  }

  private mutating func take(_ key: TUIKey) -> [TUIEffect] {
    switch mode {
    case .list: return inList(key)
    case .filter: return inFilter(key)
    case .value(let text): return inValue(key, text)
    case .page(let page): return inPage(key, page)
    case .columns(let row): return inColumns(key, row)
    case .help(let top): return inHelp(key, top)
    case .offer(let row): return inOffer(key, row)
    case .pull(let pull): return inPull(key, pull)
    }
  }
}
