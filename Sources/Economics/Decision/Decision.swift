import Models

/// The whole answer to where a model should run.
package struct Decision: Sendable, Equatable {
  /// An answer that would change the verdict.
  package struct Change: Sendable, Equatable {
    package var question: DecisionQuestion
    /// As the question's option takes it.
    package var answer: String
    /// Nil where nothing would be allowed.
    package var verdict: DecisionRuling.Verdict?
  }

  /// How requests are shared between one's own machines and providers.
  package enum Pattern: String, Sendable, CaseIterable {
    case tiered, cascade, speculative
    case privacySplit = "privacy-split"
    case fallbackChain = "fallback-chain"
  }

  /// Something that is served with, and why it is tried.
  package struct Runtime: Sendable, Equatable {
    package enum Why: Sendable, Equatable {
      case onePerson, everyMachine, manyRequests, sharedPrefixes, batches, manyKinds
    }

    package var facts: RuntimeFacts
    package var why: Why
  }

  package var answers: DecisionAnswers
  package var ruling: DecisionRuling
  package var changes: [Change]
  package var providers: [ProviderCheck]
  /// What to try first; empty where nothing runs locally.
  package var stack: [Runtime]
  /// Runtimes whose projects have ended.
  package var ended: [RuntimeFacts]
  package var pattern: Pattern?
  package var dates: [ProviderList.LegalDate]
}

/// Decides where a model should run.
package struct Decider: Sendable {
  package var providers: ProviderList
  package var runtimes: RuntimeList
  package var figures: DecisionFigures

  package init(providers: ProviderList, runtimes: RuntimeList, figures: DecisionFigures) {
    (self.providers, self.runtimes, self.figures) = (providers, runtimes, figures)
  }

  package func decision(_ answers: DecisionAnswers) -> Decision {
    let ruling = ruling(answers)
    let runs = ruling.verdict == .local || ruling.verdict == .hybrid
    return Decision(
      answers: answers, ruling: ruling, changes: changes(answers, from: ruling.verdict),
      providers: checks(answers),
      stack: runs ? stack(answers) : [],
      ended: runtimes.runtimes.filter { [.archived, .dormant].contains($0.status) },
      pattern: pattern(answers, ruling), dates: providers.dates)
  }

  func ruling(_ answers: DecisionAnswers) -> DecisionRuling {
    let left = checks(answers).count(where: \.isAllowed)
    return DecisionRuling.of(answers, providersLeft: left, figures)
  }

  private func checks(_ answers: DecisionAnswers) -> [ProviderCheck] {
    providers.providers.map { ProviderCheck.of($0, answers) }
  }

  /// Every other answer to every question, asked again; those that change the verdict.
  private func changes(_ answers: DecisionAnswers, from verdict: DecisionRuling.Verdict?)
    -> [Decision.Change]
  {
    DecisionQuestion.allCases.flatMap { question in
      alternatives(question, answers).compactMap { word, other in
        let changed = ruling(other).verdict
        return changed == verdict
          ? nil : Decision.Change(question: question, answer: word, verdict: changed)
      }
    }
  }

  /// The other answers to a question; of amounts, one on either side of where it matters.
  private func alternatives(
    _ question: DecisionQuestion, _ answers: DecisionAnswers
  ) -> [(word: String, answers: DecisionAnswers)] {
    func set<Value>(
      _ path: WritableKeyPath<DecisionAnswers, Value?>, _ values: [(String, Value)]
    ) -> [(word: String, answers: DecisionAnswers)] {
      values.map { word, value in
        var other = answers
        other[keyPath: path] = value
        return (word, other)
      }.filter { $0.answers != answers }
    }
    func yesOrNo(_ path: WritableKeyPath<DecisionAnswers, Bool?>) -> [(
      word: String, answers: DecisionAnswers
    )] {
      set(path, [("yes", true), ("no", false)])
    }
    switch question {
    case .data: return set(\.data, DecisionAnswers.DataKind.allCases.map { ($0.rawValue, [$0]) })
    case .residency:
      return answers.region == nil
        ? set(\.residency, [("EU", "EU")]) : set(\.residency, [("any", "any")])
    case .offline: return yesOrNo(\.offline)
    case .quality: return set(\.quality, DecisionAnswers.Quality.allCases.map { ($0.rawValue, $0) })
    case .latencyMilliseconds: return set(\.latencyMilliseconds, [("100", 100), ("1000", 1000)])
    case .monthlyAPIUSD:
      let own = figures.own(answers) / figures.left(answers)
      let (less, more) = ((own / 2).rounded(), (own * 2).rounded())
      return set(\.monthlyAPIUSD, [("\(Int(less))", less), ("\(Int(more))", more)])
    case .shape: return set(\.shape, DecisionAnswers.Shape.allCases.map { ($0.rawValue, $0) })
    case .idleHardware: return yesOrNo(\.idleHardware)
    case .people: return yesOrNo(\.people)
    }
  }

  /// What to try first by the shape of the load.
  private func stack(_ answers: DecisionAnswers) -> [Decision.Runtime] {
    let isLarge = (answers.monthlyAPIUSD ?? 0) >= figures.boughtMonthly
    let first: [(String, Decision.Runtime.Why)]
    if answers.people == false {
      first = [("ollama", .onePerson), ("llama.cpp", .everyMachine)]
    } else if answers.shape == .batch {
      first = [("vllm", .batches), ("sglang", .sharedPrefixes), ("llama.cpp", .everyMachine)]
    } else if isLarge || answers.latencyMilliseconds != nil {
      first = [("vllm", .manyRequests), ("sglang", .sharedPrefixes), ("llama.cpp", .everyMachine)]
    } else {
      first = [
        ("ollama", .onePerson), ("llama.cpp", .everyMachine), ("vllm", .manyRequests),
        ("localai", .manyKinds),
      ]
    }
    return first.compactMap { id, why in
      runtimes.runtime(named: id).flatMap {
        $0.status == .active ? Decision.Runtime(facts: $0, why: why) : nil
      }
    }
  }

  private func pattern(_ answers: DecisionAnswers, _ ruling: DecisionRuling) -> Decision.Pattern? {
    switch ruling.verdict {
    case nil: return nil
    case .local:
      return answers.offline == true || !answers.sensitive.isEmpty || answers.region != nil
        ? nil : .fallbackChain
    case .api: return .fallbackChain
    case .hybrid:
      if !answers.sensitive.isEmpty { return .privacySplit }
      if ruling.rule == .cost { return .tiered }
      let isFast = answers.latencyMilliseconds.map { $0 < DecisionRuling.hostedFirstToken } ?? false
      return isFast ? .speculative : .cascade
    }
  }
}
