import Base
import Documents
import Options
import Ranking

/// A text about one model, or about the machine.
struct TUIPage: Sendable {
  enum Kind: CaseIterable, Sendable {
    case reasons, sums, files, users, purchase, card
    /// The machine, which is about no model.
    case machine

    static let ofModels = allCases.filter { $0 != .machine }
  }

  /// What a command is asked for a page, and in what width.
  struct Request: Equatable, Sendable {
    var question: TUIQuestion
    var words: [String]
    var width: Int
  }

  var kind: Kind
  var row: TUIRow?
  /// What is waited for; nil where the page needs no command.
  var request: Request?
  var lines: [TUILine] = []
  var top = 0

  /// The words of the command whose text it is; nil where it is made of what is known.
  static func words(_ kind: Kind, _ row: TUIRow?, _ question: TUIQuestion, _ ranking: TUIRanking?) -> [String]? {
    let color = GivenOption("color", "always")
    guard kind != .machine else { return question.words(["hardware"], [color]) }
    guard let row else { return nil }
    let file = [GivenOption("quant", row.quantization.isEmpty ? row.usualFile : row.quantization)]
    // What the ranking took where the settings say nothing.
    let workload =
      ranking.map { ranking in
        [
          GivenOption("context", String(ranking.workload.context)),
          GivenOption("prompt", String(ranking.workload.promptTokens)),
          GivenOption("parallel", String(ranking.workload.parallel)),
        ]
      } ?? []
    switch kind {
    case .reasons, .machine: return nil
    case .sums:
      return question.words(["fit"], file + workload + [GivenOption("explain", nil), color], arguments: [row.id])
    case .files: return question.words(["fit"], workload + [color], arguments: [row.id])
    case .users: return question.words(["capacity"], [color], arguments: [row.id])
    case .purchase: return question.words(["plan"], file + [color], arguments: [row.id])
    case .card: return question.words(["catalog", "show"], [color], arguments: [row.id])
    }
  }

  /// What is known of a model without asking: why it is where it is, and what runs it.
  static func reasons(_ row: TUIRow, width: Int, usesUnicode: Bool) -> String {
    let style = TextStyle(usesColor: true, usesUnicode: usesUnicode, width: width)
    if let pick = row.standing.pick, let command = row.command {
      return RecommendationText.full(pick, command, style: style)
    }
    return row.standing.rejection.map { TUISentences.heldBack($0, style: style) } ?? ""
  }

  /// The same, and what each gate asked for.
  static func reasonsAndGates(_ row: TUIRow, _ ranking: TUIRanking?, width: Int, usesUnicode: Bool) -> String {
    let reasons = reasons(row, width: width, usesUnicode: usesUnicode)
    guard let pick = row.standing.pick, let ranking else { return reasons }
    let style = TextStyle(usesColor: true, usesUnicode: usesUnicode, width: width)
    return reasons + "\n" + GateText.table(pick, ranking.workload, ranking.wishes, style: style)
  }
}
