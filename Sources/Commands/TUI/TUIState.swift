import Base

/// Everything that the screen shows, as a value: keys and answers make another one of it (`reduce`), and `render` draws it.
struct TUIState: Sendable {
  struct Size: Equatable, Sendable {
    var rows: Int
    var columns: Int
  }

  /// What has the keys.
  enum Mode: Sendable {
    case list
    /// The filter is being typed.
    case filter
    /// A value of the chosen setting is being typed.
    case value(String)
    case page(TUIPage)
    /// The columns are being chosen.
    case columns(Int)
    case help(top: Int)
    /// Whether to fetch is asked.
    case offer(TUIRow)
    case pull(TUIPull)
  }

  var size: Size
  let usesUnicode: Bool
  var question: TUIQuestion
  /// The last question that had an answer, to go back to.
  var answered: TUIQuestion?
  var chosenSetting = 0
  var ranking: TUIRanking?
  /// The answer without what is added to the machine, and its question.
  var before: (question: TUIQuestion, ranking: TUIRanking)?
  /// All models, and the question for which they stand so.
  var survey: (question: TUIQuestion, rows: [TUIRow])?
  /// Whether an answer is on its way.
  var isWaiting = true
  var list = TUIList()
  var mode = Mode.list
  /// What could not be done, or is to be known, until the next key.
  var note: String?
  /// Names of cards that can be added or simulated.
  let cards: [String]

  init(size: Size, usesUnicode: Bool, question: TUIQuestion, cards: [String] = []) {
    (self.size, self.usesUnicode, self.question, self.cards) = (size, usesUnicode, question, cards)
  }

  /// Smaller than this nothing useful can be drawn.
  static let smallest = Size(rows: 10, columns: 40)

  var isTooSmall: Bool { size.rows < Self.smallest.rows || size.columns < Self.smallest.columns }

  var setting: TUISetting { question.settings[chosenSetting] }

  /// Values of the chosen setting that have every word of a text, the shortest first.
  func candidates(_ text: String) -> [String] {
    let words = text.lowercased().split(separator: " ")
    let names = setting.name.hasSuffix("gpu") ? cards : setting.steps.filter { !$0.isEmpty }
    let found = names.filter { name in
      let name = name.lowercased()
      return words.allSatisfy { name.contains(String($0)) }
    }
    return setting.steps.isEmpty ? Array(found.sorted { ($0.count, $0) < ($1.count, $1) }.prefix(8)) : found
  }
}

/// What happens to the screen.
enum TUIEvent: Sendable {
  case key(TUIKey)
  case resized(TUIState.Size)
  case ranked(TUIQuestion, Result<TUIRanking, Failure>)
  case surveyed(TUIQuestion, Result<[TUIRow], Failure>)
  case text(TUIPage.Request, Result<String, Failure>)
  case pulled(JSONValue)
  case pullEnded(Int32)
}

/// What is to be done beside drawing.
enum TUIEffect: Sendable {
  case rank(TUIQuestion)
  /// The same for a question beside it, when there is time.
  case compare(TUIQuestion)
  case survey(TUIQuestion)
  case text(TUIPage.Request)
  case pull([String])
  case endPull
  /// Looks at the machine again, and then asks again.
  case lookAgain
  case quit
  /// Ends with what cannot be done.
  case fail(Failure)
}
