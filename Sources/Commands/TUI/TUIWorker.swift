import Base
import CSystem
import Glibc
import Synchronization

/// Finds answers on a thread of its own, so that the screen never waits for them; only what was asked last is answered.
final class TUIWorker: Sendable {
  private struct State {
    var question: TUIQuestion?
    var compared: TUIQuestion?
    var survey: TUIQuestion?
    var text: TUIPage.Request?
    var looksAgain = false
    /// What has been found and not yet been taken.
    var events: [TUIEvent] = []

    var isWanted: Bool { question != nil || text != nil || compared != nil || survey != nil }
  }

  private let state = Mutex(State())
  private let answers: TUIAnswers
  private let usesUnicode: Bool
  /// Called when there are new events.
  private let notify: @Sendable () -> Void
  /// The thread waits at the first for a byte that goes into the second.
  private let ends: (Int32, Int32)

  init(_ answers: TUIAnswers, usesUnicode: Bool, notify: @escaping @Sendable () -> Void) throws(Failure) {
    var ends: [Int32] = [-1, -1]
    guard plimsoll_pipe(&ends) == 0 else { throw Failure(.failed, "no thread can be started: no pipe") }
    (self.answers, self.usesUnicode, self.notify, self.ends) = (answers, usesUnicode, notify, (ends[0], ends[1]))
    guard let thread = BackgroundThread.start({ self.work() }) else {
      throw Failure(.failed, "no thread can be started")
    }
    pthread_detach(thread)
  }

  func ask(_ effect: TUIEffect) {
    state.withLock { state in
      switch effect {
      case .rank(let question): state.question = question
      case .compare(let question): state.compared = question
      case .survey(let question): state.survey = question
      case .text(let request): state.text = request
      case .lookAgain: state.looksAgain = true
      case .pull, .endPull, .quit, .fail: break
      }
    }
    _ = Descriptor.write([0], to: ends.1)
  }

  /// What has been found since the last time.
  func events() -> [TUIEvent] {
    state.withLock { state in
      defer { state.events = [] }
      return state.events
    }
  }

  private func work() {
    var known: [(question: TUIQuestion, ranking: TUIRanking)] = []
    var byte: UInt8 = 0
    while true {
      guard state.withLock({ $0.isWanted }) else {
        _ = read(ends.0, &byte, 1)
        continue
      }
      let (looksAgain, question, request) = state.withLock { state in
        defer { (state.looksAgain, state.question, state.text) = (false, nil, nil) }
        return (state.looksAgain, state.question, state.text)
      }
      if looksAgain {
        known = []
        answers.forgetMachine()
      }
      if let question { rank(question, &known) }
      if let request {
        tell(.text(request, Self.result { () throws(Failure) in try text(request) }))
      }
      guard !state.withLock({ $0.question != nil || $0.text != nil }) else { continue }
      if let compared = taken(\.compared) {
        rank(compared, &known)
      } else if let survey = taken(\.survey) {
        self.survey(survey)
      }
    }
  }

  private func rank(_ question: TUIQuestion, _ known: inout [(question: TUIQuestion, ranking: TUIRanking)]) {
    if let found = known.first(where: { $0.question == question }) {
      return tell(.ranked(question, .success(found.ranking)))
    }
    let result = Self.result { () throws(Failure) in try answers.ranking(question) }
    if case .success(let ranking) = result { known = known.suffix(Self.mostKnown) + [(question, ranking)] }
    tell(.ranked(question, result))
  }

  /// Rankings that are kept, for who moves a setting back and forth.
  private static let mostKnown = 24

  private func taken(_ place: WritableKeyPath<State, TUIQuestion?> & Sendable) -> TUIQuestion? {
    state.withLock { state in
      defer { state[keyPath: place] = nil }
      return state[keyPath: place]
    }
  }

  /// Looks at all models, and stops when something else is asked.
  private func survey(_ question: TUIQuestion) {
    let result = Self.result { () throws(Failure) in
      try answers.survey(question, isWanted: { !state.withLock { $0.isWanted } })
    }
    switch result {
    case .success(let rows?): tell(.surveyed(question, .success(rows)))
    case .failure(let failure): tell(.surveyed(question, .failure(failure)))
    // What came between may have been about something else.
    case .success(nil): state.withLock { state in if state.survey == nil { state.survey = question } }
    }
  }

  private func text(_ request: TUIPage.Request) throws(Failure) -> String {
    try answers.text(request.words, of: request.question, width: request.width, usesUnicode: usesUnicode)
  }

  private func tell(_ event: TUIEvent) {
    state.withLock { $0.events.append(event) }
    notify()
  }

  private static func result<Value>(_ body: () throws(Failure) -> Value) -> Result<Value, Failure> {
    do throws(Failure) { return .success(try body()) } catch { return .failure(error) }
  }
}
