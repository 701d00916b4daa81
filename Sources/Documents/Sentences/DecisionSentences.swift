import Base
import Economics
import Models

/// What a decision says in words.
enum DecisionSentences {
  static let notice =
    "Providers' terms are reported as published on the day given, not checked, and they change: this is no legal advice. "
    + "Read the contract, and ask whoever answers for the data."

  static func verdict(_ verdict: DecisionRuling.Verdict?) -> String {
    switch verdict {
    case .local: "Run the model on your own machines."
    case .api: "Use a hosted model."
    case .hybrid: "Use both: your own machines for a part, a hosted model for the rest."
    case nil: "Nothing is allowed: the answers contradict each other."
    }
  }

  static func reason(_ reason: DecisionRuling.Reason) -> String {
    switch reason {
    case .offline: "it must work without a network, and no hosted model does"
    case .exportControlled:
      "who may see export-controlled data cannot be settled by a provider's public terms"
    case .noProviderLeft: "no provider's published terms allow this data and region"
    case .sensitive(let kinds):
      "\(list(kinds)) need not leave the house where a model of one's own is good enough"
    case .sensitiveAndFrontier(let kinds):
      "\(list(kinds)) stay with your own model; what is left, or has been made anonymous, goes to a provider whose terms allow it"
    case .frontier: "the best models are hosted only"
    case .frontierAndVolume(let bill, let own):
      "the best models are hosted only, but a bill of \(money(bill)) is more than your own machine's \(money(own)) a month: "
        + "the easy part of the requests is worth keeping"
    case .latency(let milliseconds):
      "hosted models rarely begin to answer within \(milliseconds) ms: the way there and the queue take longer"
    case .latencyAndFrontier(let milliseconds):
      "the best models are hosted only and rarely begin within \(milliseconds) ms: a small model of your own answers first"
    case .billBelowOwn(let bill, let own):
      "a bill of \(money(bill)) is less than the \(money(own)) a month of your own machine"
    case .billAboveOwn(let bill, let own):
      "a bill of \(money(bill)) is more than the \(money(own)) a month of your own machine"
    case .billAboveOwnInBursts(let bill, let own):
      "a bill of \(money(bill)) is more than the \(money(own)) a month of your own machine, but machines for the peaks would wait "
        + "most of the time: keep the base load, and send the peaks out"
    case .nobodyRunsIt: "nobody is there to run machines"
    case .nobodyRunsItButProvidersLeft(let count):
      "nobody is there to run machines, and the terms of \(count) \(count == 1 ? "provider" : "providers") allow it"
    case .idleHardwareAndPeople: "hardware stands idle, and people are there to run it"
    case .nothingSpeaksForOwn:
      "nothing that was answered speaks for machines of your own, and a hosted model needs none"
    case .frontierOffline: "the best models are hosted only, and none is reached without a network"
    case .localNeededAndNobodyRunsIt:
      "so it would have to run here, and there are neither people nor hardware for that"
    case .frontierForbidden: "the best models are hosted only, and the data may not go there"
    }
  }

  static func reasons(_ check: ProviderCheck) -> [String] {
    let notes = check.isAllowed ? check.remarks : check.obstacles
    return notes.map(sentence)
  }

  private static func sentence(_ reason: ProviderCheck.Reason) -> String {
    switch reason {
    case .trainsOnData(.unknown): "whether it trains on the data is not published"
    case .trainsOnData: "it trains on the data"
    case .noAgreement(.viaCloud):
      "no agreement for health data of its own; through a cloud that hosts its models"
    case .noAgreement(.unknown): "whether it signs an agreement for health data is not published"
    case .noAgreement: "it signs no agreement for health data"
    case .noZeroRetention(.unknown): "whether keeping nothing can be had is not published"
    case .noZeroRetention: "it keeps what it is sent"
    case .noReport(.unknown): "no auditor's report (SOC 2) was found"
    case .noReport: "it has no auditor's report (SOC 2)"
    case .noFedRAMP(.viaCloud): "not FedRAMP High itself; through a cloud that hosts its models"
    case .noFedRAMP(let level): "not FedRAMP High (\(level.rawValue))"
    case .notInRegion(let region): "does not promise to keep and compute data in \(region)"
    case .noNetwork: "it is reached over a network alone"
    case .chooseRegion(let region): "choose its region in \(region), if it has one"
    case .needsApproval: "keeping nothing must be applied for or agreed first"
    case .needsAgreement: "sign its agreement for health data first"
    case .needsOptOut: "switch training on your data off first"
    case .retention(let days): "keeps requests up to \(days) days by default"
    case .secondary(let text): "from others' reports: \(text)"
    }
  }

  static func why(_ runtime: Decision.Runtime) -> String {
    let reason =
      switch runtime.why {
      case .onePerson: "the least to set up, for one person or a small team"
      case .everyMachine: "runs on every machine, and says what lies where"
      case .manyRequests: "many requests at once on data-centre and workstation GPUs"
      case .sharedPrefixes: "requests that begin alike, structured answers"
      case .batches: "the most tokens an hour when nobody waits"
      case .manyKinds: "one front for text, speech and pictures"
      }
    return "\(reason) (best for: \(runtime.facts.bestFor))"
  }

  static func emit(_ pattern: Decision.Pattern) -> String {
    "plimsoll emit litellm --pattern \(pattern.rawValue)"
  }

  static func pattern(_ pattern: Decision.Pattern) -> String {
    switch pattern {
    case .tiered: "a rule sends each request to your own model or to the hosted one; peaks go out"
    case .cascade:
      "your own model answers first; what a check does not accept goes to the hosted model"
    case .speculative:
      "a small model of your own begins at once; the hosted model's answer replaces it where it differs"
    case .privacySplit:
      "requests with sensitive data stay with your own model, the others go to the hosted one"
    case .fallbackChain: "one after the other: when the first does not answer, the next one does"
    }
  }

  /// Kinds of data, as the subject of a sentence.
  private static func list(_ kinds: [DecisionAnswers.DataKind]) -> String {
    let names = kinds.map { kind in
      switch kind {
      case .personal: "personal data"
      case .health: "health data"
      case .payment: "payment data"
      case .tradeSecret: "trade secrets"
      case .exportControlled: "export-controlled data"
      case .none: "data"
      }
    }
    return names.count < 2
      ? names.joined() : names.dropLast().joined(separator: ", ") + " and " + (names.last ?? "")
  }

  private static func money(_ usd: Double) -> String {
    Amounts.money(usd.rounded()).replacing(".00", with: "")
  }
}
