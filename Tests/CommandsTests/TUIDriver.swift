import Base
import Documents
import Options
import Synchronization

@testable import Commands

/// The screen without a terminal: keys go in, and what is asked is answered at once.
struct TUIDriver {
  private(set) var state: TUIState
  /// What was to be done that is no question.
  private(set) var others: [TUIEffect] = []

  static let desktop = ["--gpu", "RTX 3060 12GB", "--ram", "32GiB"]

  init(
    _ words: [String] = desktop, rows: Int = 24, columns: Int = 80, usesUnicode: Bool = true
  ) throws {
    let cards = ["RTX 4090", "RTX 3090", "Arc B580"]
    state = TUIState(
      size: .init(rows: rows, columns: columns), usesUnicode: usesUnicode, question: try TUICommand.question(words),
      cards: cards)
    perform(state.ask())
  }

  /// Found once for all tests: the catalogue, and answers that several of them ask for.
  private static let answers = TUIAnswers(world)
  private static let known = Mutex<(rankings: [(TUIQuestion, TUIRanking)], surveys: [(TUIQuestion, [TUIRow])])>(
    ([], []))

  static func ranking(_ question: TUIQuestion) -> Result<TUIRanking, Failure> {
    if let found = known.withLock({ $0.rankings.first { $0.0 == question } }) { return .success(found.1) }
    let result = result { () throws(Failure) in try answers.ranking(question) }
    if case .success(let ranking) = result { known.withLock { $0.rankings.append((question, ranking)) } }
    return result
  }

  static func survey(_ question: TUIQuestion) -> Result<[TUIRow], Failure> {
    if let found = known.withLock({ $0.surveys.first { $0.0 == question } }) { return .success(found.1) }
    let result = result { () throws(Failure) in try answers.survey(question, isWanted: { true }) ?? [] }
    if case .success(let rows) = result { known.withLock { $0.surveys.append((question, rows)) } }
    return result
  }

  /// A world in which nothing is read but the catalogue.
  static let world: @Sendable () -> Surroundings = {
    Surroundings(
      environment: [:], console: Console { _ in true }, executable: nil, today: "2026-11-21", allowsNetwork: false)
  }

  mutating func press(_ keys: TUIKey...) { for key in keys { take(.key(key)) } }

  mutating func type(_ text: String) { for character in text { take(.key(.character(character))) } }

  mutating func resize(rows: Int, columns: Int) { take(.resized(.init(rows: rows, columns: columns))) }

  mutating func begin(_ mode: TUIState.Mode) { state.mode = mode }

  mutating func take(_ event: TUIEvent) { perform(state.reduce(event)) }

  private mutating func perform(_ effects: [TUIEffect]) {
    for effect in effects {
      switch effect {
      case .rank(let question), .compare(let question): take(.ranked(question, Self.ranking(question)))
      case .survey(let question): take(.surveyed(question, Self.survey(question)))
      case .text(let request):
        let usesUnicode = state.usesUnicode
        let text = Self.result { () throws(Failure) in
          try Self.answers.text(request.words, of: request.question, width: request.width, usesUnicode: usesUnicode)
        }
        take(.text(request, text))
      case .pull, .endPull, .lookAgain, .quit, .fail: others.append(effect)
      }
    }
  }

  private static func result<Value>(_ body: () throws(Failure) -> Value) -> Result<Value, Failure> {
    do throws(Failure) { return .success(try body()) } catch { return .failure(error) }
  }

  var screen: TUIScreen { TUIRender(state).screen() }
  var text: String { screen.text }

  var flaws: [String] { Self.flaws(of: state) }

  /// What is wrong with the screen: too many lines, one that is too wide, something that a terminal would act on.
  static func flaws(of state: TUIState) -> [String] {
    let screen = TUIRender(state).screen()
    var flaws: [String] = []
    if screen.lines.count != state.size.rows { flaws.append("\(screen.lines.count) lines of \(state.size.rows)") }
    for (number, line) in screen.lines.enumerated() {
      let columns = TextColumns.count(line.text)
      if columns != line.columns { flaws.append("line \(number) counts \(line.columns), is \(columns): \(line.text)") }
      if columns > state.size.columns { flaws.append("line \(number) is too wide: \(line.text)") }
      if line.text.unicodeScalars.contains(where: \.isTerminalControl) { flaws.append("line \(number) has controls") }
      if !state.usesUnicode, !line.text.utf8.allSatisfy({ $0 < 0x80 }) { flaws.append("line \(number): \(line.text)") }
    }
    if let cursor = screen.cursor, cursor.row >= state.size.rows || cursor.column >= state.size.columns {
      flaws.append("the cursor is outside: \(cursor)")
    }
    if !state.list.rows.isEmpty, state.list.row == nil { flaws.append("nothing is chosen") }
    if !state.question.settings.indices.contains(state.chosenSetting) { flaws.append("no such setting") }
    return flaws
  }
}
