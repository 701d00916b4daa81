import Base
import Ranking

extension PolicyFinding {
  /// What the policy asks.
  package var needed: String {
    switch breach {
    case .shortfall(let shortfall): shortfall.needed
    case .license(_, let allowed): "one of the licences \(allowed.joined(separator: ", "))"
    case .creator(_, let allowed): "a model of \(allowed.joined(separator: " or "))"
    case .excludedCreator(let found): "a model of anybody but \(found)"
    case .publisher(_, let allowed): "a file of \(allowed.joined(separator: " or "))"
    case .memory(_, let allowed): "at most \(ByteSize.text(allowed))"
    case .tight: "room with the usual margin"
    }
  }

  /// What there is.
  package var found: String {
    switch breach {
    case .shortfall(.decodeSpeed(_, let rate)): "\(Amounts.short(rate)) tok/s\(whichEnd)"
    case .shortfall(.timeToFirstToken(_, let seconds)): Amounts.seconds(seconds) + whichEnd
    case .shortfall(let shortfall): shortfall.available
    case .license(let found, _): found ?? "a licence that is not known"
    case .creator(let found, _), .excludedCreator(let found): found
    case .publisher(let found, _): found.isEmpty ? "none that is published" : found.joined(separator: ", ")
    case .memory(let needed, _): ByteSize.text(needed)
    case .tight: "less than that"
    }
  }

  private var whichEnd: String { level == .warning ? " at the worse end of the estimate" : " by the estimate" }

  /// One sentence.
  package var sentence: String { "needs \(needed); it has \(found)" }
}

extension PolicyRule {
  /// What the rule is for, in one sentence.
  package var sentence: String {
    switch self {
    case .purpose: "The model is made for the policy's use case."
    case .runs: "A runtime can load the model and its dimensions are known."
    case .license: "The model's licence is allowed."
    case .creator: "The model's maker is allowed."
    case .publisher: "The publisher of the model's file is allowed."
    case .context: "The model was trained for the context."
    case .memory: "The model takes no more memory than allowed."
    case .fits: "The model fits into the machine's free memory."
    case .decodeSpeed: "The model writes fast enough on the machine."
    case .timeToFirstToken: "The first token comes soon enough."
    }
  }
}
