import Models
import TestSupport
import Testing

@testable import Economics

@Suite struct DecisionTests {
  private static let figures = DecisionFigures(boughtMonthly: 1574, ownedMonthly: 30)

  private static func decider() throws -> Decider {
    Decider(providers: try .builtIn(), runtimes: try .builtIn(), figures: figures)
  }

  private static func answers(_ set: (inout DecisionAnswers) -> Void) -> DecisionAnswers {
    var answers = DecisionAnswers()
    set(&answers)
    return answers
  }

  private static func ruling(_ set: (inout DecisionAnswers) -> Void) throws -> DecisionRuling {
    try decider().decision(answers(set)).ruling
  }

  @Test func privacyDecidesBeforeEverythingElse() throws {
    for kind in DecisionAnswers.DataKind.allCases where kind != .none {
      let ruling = try Self.ruling { ($0.data, $0.monthlyAPIUSD, $0.people) = ([kind], 5, true) }
      #expect(ruling.verdict == .local && ruling.rule == .privacy, "\(kind)")
    }
    #expect(try Self.ruling { ($0.offline, $0.monthlyAPIUSD) = (true, 1) }.verdict == .local)
    #expect(try Self.ruling { ($0.data, $0.quality) = ([.health], .frontier) }.verdict == .hybrid)
    let nobody = DecisionRuling.of(DecisionAnswers(), providersLeft: 0, Self.figures)
    #expect(nobody.verdict == .local && nobody.reasons == [.noProviderLeft])
  }

  @Test func qualityDecidesBeforeCost() throws {
    let small = try Self.ruling { ($0.quality, $0.monthlyAPIUSD) = (.frontier, 20) }
    #expect(small.verdict == .api && small.rule == .quality)
    let large = try Self.ruling {
      ($0.quality, $0.monthlyAPIUSD, $0.people) = (.frontier, 20_000, true)
    }
    #expect(large.verdict == .hybrid && large.rule == .quality)
  }

  @Test func costComparesTheBillWithOnesOwn() throws {
    for (bill, shape, idle, verdict) in [
      (100.0, DecisionAnswers.Shape.steady, false, DecisionRuling.Verdict.api),
      (100, .steady, true, .local),
      (2000, .steady, false, .local), (2000, .spiky, false, .hybrid), (2000, .batch, false, .api),
      (4000, .batch, false, .local),
    ] {
      let ruling = try Self.ruling {
        ($0.data, $0.quality, $0.monthlyAPIUSD, $0.shape, $0.idleHardware, $0.people) = (
          [.none], .good, bill, shape, idle, true
        )
      }
      #expect(ruling.verdict == verdict && ruling.rule == .cost, "\(bill) \(shape) \(idle)")
    }
  }

  @Test func peopleDecideLast() throws {
    let nobody = try Self.ruling { ($0.people, $0.monthlyAPIUSD) = (false, 9000) }
    #expect(nobody.verdict == .api && nobody.rule == .people)
    #expect(try Self.ruling { ($0.people, $0.idleHardware) = (true, true) }.verdict == .local)
    #expect(try Self.ruling { _ in }.verdict == .api)
    // Health data with nobody to run machines: the providers that sign an agreement.
    let signed = try Self.decider().decision(
      Self.answers { ($0.data, $0.people) = ([.health], false) })
    #expect(signed.ruling.verdict == .api && signed.ruling.rule == .people)
    let left = signed.providers.filter(\.isAllowed).map(\.provider.name)
    #expect(
      left.contains("AWS Bedrock") && left.contains("OpenAI") && !left.contains("DeepSeek")
        && !left.contains("Groq"))
  }

  @Test func contradictionsAllowNothing() throws {
    #expect(try Self.ruling { ($0.offline, $0.quality) = (true, .frontier) }.verdict == nil)
    #expect(
      try Self.ruling { ($0.data, $0.quality) = ([.exportControlled], .frontier) }.verdict == nil)
    #expect(
      try Self.ruling { ($0.offline, $0.people, $0.idleHardware) = (true, false, false) }.verdict
        == nil)
    #expect(
      try Self.ruling { ($0.offline, $0.people, $0.idleHardware) = (true, false, true) }.verdict
        == .local)
  }

  @Test func aRegionLeavesThoseWhoPromiseIt() throws {
    let decision = try Self.decider().decision(
      Self.answers { ($0.data, $0.residency) = ([.personal], "eu") })
    let left = Set(decision.providers.filter(\.isAllowed).map(\.provider.name))
    #expect(left.isSuperset(of: ["OpenAI", "Azure OpenAI", "AWS Bedrock", "Google Vertex AI"]))
    #expect(left.isDisjoint(with: ["Anthropic", "DeepSeek", "Groq"]))
    for check in decision.providers where !check.isAllowed { #expect(!check.obstacles.isEmpty) }
  }

  /// Each change is what the decision says when that answer is given.
  @Test func changesAreReallyOtherVerdicts() throws {
    let decider = try Self.decider()
    var random = SeededRandom(seed: 7)
    var changes = 0
    for _ in 0..<60 {
      let answers = Self.random(&random)
      let decision = decider.decision(answers)
      for change in decision.changes {
        #expect(change.verdict != decision.ruling.verdict)
        var other = answers
        switch (change.question, change.answer) {
        case (.people, let word): other.people = word == "yes"
        case (.offline, let word): other.offline = word == "yes"
        case (.quality, let word): other.quality = DecisionAnswers.Quality(rawValue: word)
        case (.data, let word): other.data = DecisionAnswers.DataKind(rawValue: word).map { [$0] }
        default: continue
        }
        changes += 1
        #expect(decider.decision(other).ruling.verdict == change.verdict)
      }
    }
    #expect(changes > 60)
  }

  /// Data that need more care never leave more providers.
  @Test func moreSensitiveDataNeverLeaveMoreProviders() throws {
    let decider = try Self.decider()
    var random = SeededRandom(seed: 8)
    for _ in 0..<60 {
      var answers = Self.random(&random)
      let few = decider.decision(answers).providers.count(where: \.isAllowed)
      answers.data =
        (answers.sensitive) + [
          DecisionAnswers.DataKind.allCases[Int.random(in: 0...4, using: &random)]
        ]
      #expect(decider.decision(answers).providers.count(where: \.isAllowed) <= few)
    }
  }

  @Test func whatRunsLocallyHasAStack() throws {
    let decider = try Self.decider()
    var random = SeededRandom(seed: 9)
    for _ in 0..<60 {
      let decision = decider.decision(Self.random(&random))
      #expect(
        decision.stack.isEmpty
          == (decision.ruling.verdict == .api || decision.ruling.verdict == nil))
      #expect(decision.stack.allSatisfy { $0.facts.status == .active })
      #expect(decision.ended.map(\.id).sorted() == ["gpt4all", "tgi"])
      #expect((decision.ruling.verdict != .hybrid) || decision.pattern != nil)
      #expect(!decision.ruling.reasons.isEmpty)
    }
  }

  private static func random(_ random: inout SeededRandom) -> DecisionAnswers {
    func pick<Value>(_ values: [Value?]) -> Value? {
      values[Int.random(in: 0..<values.count, using: &random)]
    }
    var answers = DecisionAnswers()
    answers.data = pick(DecisionAnswers.DataKind.allCases.map { [$0] } + [nil])
    answers.residency = pick(["EU", "US", "any", nil])
    answers.quality = pick([.frontier, .good, .basic, nil])
    answers.latencyMilliseconds = pick([50, 150, 500, nil])
    answers.shape = pick([.steady, .spiky, .batch, nil])
    answers.people = pick([true, false, nil])
    answers.idleHardware = pick([true, false, nil])
    answers.offline = pick([true, false, nil])
    answers.monthlyAPIUSD = pick([10, 300, 2000, 50_000, nil])
    return answers
  }
}
