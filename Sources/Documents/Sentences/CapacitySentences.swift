import Base
import Models
import Serving

/// What `capacity` says in sentences.
package enum CapacitySentences {
  /// What the machine carries: the best row, and by how much it does.
  static func summary(_ answer: CapacityAnswer) -> String {
    guard let best = answer.rows.first else { return "No engine loads this checkpoint of \(answer.model.name)." }
    guard let load = best.load else {
      let why = reason(best, answer.request) ?? "nothing runs it"
      return "This machine does not run \(answer.model.name): \(why)."
    }
    var sentence = asked(answer.request, isKept: best.verdict == .meets) + ": "
    sentence += "\(best.engine.name) with \(best.checkpoint.label)\(place(best)) "
    let speed = Amounts.short(load.tokensPerSecondPerUser.estimate)
    if let first = load.timeToFirstToken {
      sentence += "writes \(speed) tok/s for each, the first after \(Amounts.seconds(first.p50))"
      sentence += " (19 of 20 within \(Amounts.seconds(first.p95)))"
    } else {
      sentence += "cannot keep up: \(rate(load.state.requestsPerSecond)) are answered, ever more wait"
    }
    let network = load.networkShare >= 0.005 ? "; the network takes \(percent(load.networkShare)) of each step" : ""
    return sentence + "; " + most(load, answer.request) + network + "."
  }

  private static func asked(_ request: ServingRequest, isKept: Bool) -> String {
    let verdict = isKept ? (request.level.isAsked ? "yes" : "it does") : "no"
    switch request.demand {
    case .users(let users, let think):
      let (one, pause) = (users == 1, "\(Amounts.seconds(think)) between questions")
      let habit = think > 0 ? " who \(one ? "pauses" : "pause") \(pause)" : one ? "" : " who all wait at once"
      return "\(one ? "One person" : "\(users) people")\(habit), \(verdict)"
    case .rate(let rate): return "\(self.rate(rate)), \(verdict)"
    case .most: return request.level.isAsked ? "Within the targets, \(verdict)" : "At most"
    }
  }

  private static func place(_ row: CapacityRow) -> String {
    let split = row.split
    if split.gpus == 0 { return " on the processor" }
    var text = split.gpus == 1 ? " on one card" : " on \(split.gpus) cards"
    if split.replicas > 1 { text += ", \(split.replicas) copies" }
    return text
  }

  /// How much of the most that is, and what the most is.
  private static func most(_ load: CapacityRow.Load, _ request: ServingRequest) -> String {
    guard let largest = load.largest else { return "no load at all keeps the targets" }
    let month = "\(count(largest.requestsPerSecond * 2_592_000)) requests in a month"
    let hour = "\(rate(largest.requestsPerSecond)), \(month) if never idle"
    switch request.demand {
    case .users(_, let think):
      let users = largest.users ?? 0
      let people = users == 1 ? "one person" : "\(count(Double(users))) people"
      return "it carries up to \(people)\(think > 0 ? " like these" : " at once"): \(hour)"
    case .rate: return "it carries up to \(hour)"
    case .most: return "\(count(Double(largest.users ?? 0))) at once: \(hour)"
    }
  }

  /// `2.5 requests per second`, or per minute where they are rare.
  static func rate(_ perSecond: Double) -> String {
    perSecond >= 0.95
      ? Amounts.short(perSecond) + " requests per second" : Amounts.short(perSecond * 60) + " requests per minute"
  }

  private static func percent(_ share: Double) -> String { ByteSize.decimal(share * 100, places: 0) + " %" }

  /// A large number as people say it.
  private static func count(_ value: Double) -> String {
    if value >= 1e9 { return Amounts.short(value / 1e9) + " billion" }
    if value >= 1e6 { return Amounts.short(value / 1e6) + " million" }
    if value >= 1e4 { return Amounts.short(value / 1e3) + " thousand" }
    return ByteSize.decimal(value, places: 0)
  }

  /// Why a row does not keep the targets or does not run; nil where it does.
  package static func reason(_ row: CapacityRow, _ request: ServingRequest) -> String? {
    switch row.verdict {
    case .meets: nil
    case .misses: row.load.map { missed($0, request) }
    case .tooLarge: tooLarge(row)
    case .notRunnable: row.refusal.map { refused($0, row) }
    }
  }

  private static func missed(_ load: CapacityRow.Load, _ request: ServingRequest) -> String {
    guard let first = load.timeToFirstToken else {
      return "asked for \(rate(request.ratePerSecond ?? 0)), it answers \(rate(load.state.requestsPerSecond))"
    }
    var parts: [String] = []
    if let limit = request.level.timeToFirstTokenSeconds, first.p95 > limit {
      parts.append("one in twenty waits more than \(Amounts.seconds(first.p95)) for the first token")
    }
    if let speed = request.level.tokensPerSecond, load.state.tokenSeconds.p95 * speed > 1 {
      parts.append("one in twenty reads less than \(Amounts.short(1 / load.state.tokenSeconds.p95)) tok/s")
    }
    return parts.joined(separator: "; ")
  }

  private static func tooLarge(_ row: CapacityRow) -> String {
    guard let memory = row.memory else { return "too large" }
    let needed = memory.weightsBytes + memory.overheadBytes
    return needed > memory.budgetBytes
      ? "weights and buffers take \(ByteSize.text(needed)) of \(ByteSize.text(memory.budgetBytes))"
      : "no room for the cache of one request beside \(ByteSize.text(needed)) of \(ByteSize.text(memory.budgetBytes))"
  }

  private static func refused(_ refusal: Refusal, _ row: CapacityRow) -> String {
    let (engine, label) = (row.engine.name, row.checkpoint.label)
    return switch refusal {
    case .noCard: "\(engine) needs a GPU"
    case .vendorNotRun: "\(engine) does not run on this maker's cards"
    case .cardNotListed: "the card is not in \(engine)'s list of supported cards"
    case .formatUnknown: "\(engine) has no kernels for \(label) on this maker's cards"
    case .needsCapability(let needed, let has):
      "\(label) in \(engine) needs compute capability \(capability(needed)); the card has \(capability(has))"
    case .needsTarget(let targets, let has):
      "\(label) in \(engine) needs \(targets.map { $0 + "*" }.joined(separator: ", ")); the card is \(has)"
    case .targetUnknown: "what the card is built for is not known"
    case .rateUnknown: "the card's memory bandwidth or matrix rate is not known"
    case .cacheTypeNotKept(let type):
      "\(engine) keeps no cache in \(type.rawValue) on this card; f16, or q8_0 (FP8) where it runs FP8"
    case .noFile: "llama.cpp cannot load this model"
    case .labelNotLoaded(let label): "\(engine) does not load '\(label)'"
    }
  }

  private static func capability(_ value: Double) -> String { ByteSize.decimal(value, places: 1) }
}
