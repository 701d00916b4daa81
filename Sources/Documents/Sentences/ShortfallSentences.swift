import Base
import Ranking

extension Shortfall {
  /// What the gate asks for.
  var needed: String {
    switch self {
    case .capability(.language): "language (this is a time-series model)"
    case .capability(.chat): "chat"
    case .capability(.vision): "vision"
    case .capability(.embedding): "embedding"
    case .license(let gate, _): gate == .open ? "an open licence" : "commercial use without conditions"
    case .runtime(.notLoadable): "a runtime that loads it"
    case .runtime(.unknownDimensions): "known dimensions"
    case .runtime(.unpublished): "an Ollama tag or GGUF repository"
    case .runtime(.noFile(let quantizations)):
      "\(quantizations.isEmpty ? "a published file" : quantizations.joined(separator: " or ")) that a runtime here executes"
    case .context(let needed, _): "\(needed) tokens"
    case .memory(.model, let needed, let available): Self.sizes(needed, available).needed
    case .memory(.answeringModel, let needed, _): ByteSize.text(needed)
    case .memory(.margin, let needed, _): "\(ByteSize.text(needed)) with a margin of 3 % on each device"
    case .decodeSpeed(let needed, _): "\(Self.rate(needed)) tok/s"
    case .answerTime(let needed, _): "an answer within \(Amounts.seconds(needed))"
    case .unknownBandwidth: "a known memory bandwidth"
    case .timeToFirstToken(let needed, _): "\(Self.rate(needed)) s"
    }
  }

  /// What there is.
  var available: String {
    switch self {
    case .capability: "not this model's purpose"
    case .license(_, let found): found ?? "unknown"
    case .runtime(.notLoadable): "llama.cpp does not"
    case .runtime(.unknownDimensions): "not published"
    case .runtime(.unpublished): "none"
    case .runtime(.noFile): "none is published"
    case .context(_, let trained): "\(trained) tokens"
    case .memory(.model, let needed, let available): Self.sizes(needed, available).available
    case .memory(.answeringModel, _, let available):
      "\(ByteSize.text(available)) that leaves room for the model that answers"
    case .memory(.margin, _, _): "less than the margin"
    case .decodeSpeed(_, let available): "\(Self.rate(available)) tok/s at best"
    case .answerTime(_, let available): "\(Amounts.seconds(available)) at best"
    case .unknownBandwidth: "unknown"
    case .timeToFirstToken(_, let available): "\(Self.rate(available)) s at best"
    }
  }

  private static func rate(_ value: Double) -> String { ByteSize.decimal(value, places: value < 20 ? 1 : 0) }

  /// Both sizes, in mebibytes where they would read the same.
  private static func sizes(_ needed: Int, _ available: Int) -> (needed: String, available: String) {
    let texts = (ByteSize.text(needed), ByteSize.text(available))
    guard texts.0 == texts.1 else { return texts }
    return ("\((needed >> 20) + 1) MiB", "\(available >> 20) MiB")
  }
}

extension Change {
  /// The option as it is typed, or the part as it is bought.
  var text: String {
    switch self {
    case .anyLicense: "--license any"
    case .context(let tokens): "--context \(tokens)"
    case .cacheType(let type): "--kv-type \(type.rawValue.lowercased())"
    case .memoryBudget(let bytes): "--memory-budget \(bytes >> 20)MiB"
    case .moreMemory(let bytes, let raisesLimit): "+\(bytes >> 30) GiB \(raisesLimit ? "memory limit" : "RAM")"
    case .minimumSpeed(let rate): "--min-speed \(ByteSize.decimal(rate, places: 1))"
    case .maximumTimeToFirstToken(let seconds): "--max-ttft \(ByteSize.decimal(seconds, places: 0))"
    }
  }
}

extension Candidate {
  /// What it gives where it lies: speed, room left and worth.
  var price: String {
    let pace = utility.useCase == .embedding ? speed.prefillTokensPerSecond : speed.decodeTokensPerSecond
    return "then \(Self.number(pace.estimate)) tok/s, \(ByteSize.text(max(0, fit.headroomBytes))) left, "
      + "worth \(ByteSize.decimal(utility.points, places: 1))"
  }
}

extension Rejection {
  /// What would let the model pass; nil where nothing is known to.
  var remedyText: String? { remedy.isEmpty ? nil : remedy.map(\.text).joined(separator: " and ") }

  /// What is missing, what would change it, and what the model would be worth then.
  var brief: String {
    let lack = "needs \(shortfall.needed), has \(shortfall.available)"
    guard let remedyText else { return lack }
    return "\(lack); would pass with \(remedyText)" + (candidate.map { ", \($0.price)" } ?? "")
  }

  /// What holds the model back, as a sentence.
  package var sentence: String {
    "\(model.name) fails at its \(gate.words): \(brief)."
  }
}
