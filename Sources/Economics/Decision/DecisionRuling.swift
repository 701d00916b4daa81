/// Where a model should run, with the rule that decided first.
package struct DecisionRuling: Sendable, Equatable {
  package enum Verdict: String, Sendable, CaseIterable { case local, api, hybrid }

  /// The rules in the order in which they are asked.
  package enum Rule: String, Sendable, CaseIterable { case privacy, quality, latency, cost, people }

  /// What decided, or was noticed on the way.
  package enum Reason: Sendable, Equatable {
    case offline
    case exportControlled
    case noProviderLeft
    case sensitive([DecisionAnswers.DataKind])
    case sensitiveAndFrontier([DecisionAnswers.DataKind])
    case frontier
    case frontierAndVolume(bill: Double, own: Double)
    case latency(milliseconds: Int)
    case latencyAndFrontier(milliseconds: Int)
    case billBelowOwn(bill: Double, own: Double)
    case billAboveOwn(bill: Double, own: Double)
    case billAboveOwnInBursts(bill: Double, own: Double)
    case nobodyRunsIt
    case nobodyRunsItButProvidersLeft(Int)
    case idleHardwareAndPeople
    case nothingSpeaksForOwn
    /// Contradictions: nothing is allowed.
    case frontierOffline
    case localNeededAndNobodyRunsIt
    case frontierForbidden
  }

  /// Nil where the answers contradict each other, so that nothing is allowed.
  package var verdict: Verdict?
  package var rule: Rule
  package var reasons: [Reason]
}

/// Amounts that the rule of cost compares with, in US dollars.
package struct DecisionFigures: Sendable, Equatable {
  /// A month of a machine that is bought for it, with its purchase spread and the hours of whoever looks after it.
  package var boughtMonthly: Double
  /// A month of one that stands there anyway: its power.
  package var ownedMonthly: Double
  /// What a provider leaves of its price for what may wait.
  package var batchShare: Double

  package init(boughtMonthly: Double, ownedMonthly: Double, batchShare: Double = 0.5) {
    (self.boughtMonthly, self.ownedMonthly, self.batchShare) = (
      boughtMonthly, ownedMonthly, batchShare
    )
  }
}

extension DecisionRuling {
  /// Hosted models rarely begin to answer faster, in milliseconds.
  static let hostedFirstToken = 200

  /// The first rule that decides: privacy before quality before latency before cost before people.
  ///
  /// `providersLeft` is how many providers' terms allow it.
  package static func of(_ answers: DecisionAnswers, providersLeft: Int, _ figures: DecisionFigures)
    -> DecisionRuling
  {
    privacy(answers, providersLeft) ?? quality(answers, figures) ?? latency(answers) ?? cost(
      answers, figures)
      ?? people(answers)
  }

  private static func privacy(_ answers: DecisionAnswers, _ providersLeft: Int) -> DecisionRuling? {
    func ruling(_ verdict: Verdict?, _ reasons: Reason...) -> DecisionRuling {
      DecisionRuling(verdict: verdict, rule: .privacy, reasons: reasons)
    }
    let mustStay: Reason? =
      answers.offline == true
      ? .offline
      : answers.sensitive.contains(.exportControlled)
        ? .exportControlled : providersLeft == 0 ? .noProviderLeft : nil
    if let mustStay {
      if answers.quality == .frontier {
        return ruling(
          nil, mustStay, answers.offline == true ? .frontierOffline : .frontierForbidden)
      }
      return answers.canRunLocally
        ? ruling(.local, mustStay) : ruling(nil, mustStay, .localNeededAndNobodyRunsIt)
    }
    guard !answers.sensitive.isEmpty else { return nil }
    guard answers.canRunLocally else {
      return DecisionRuling(
        verdict: .api, rule: .people,
        reasons: [.sensitive(answers.sensitive), .nobodyRunsItButProvidersLeft(providersLeft)])
    }
    return answers.quality == .frontier
      ? ruling(.hybrid, .sensitiveAndFrontier(answers.sensitive))
      : ruling(.local, .sensitive(answers.sensitive))
  }

  private static func quality(_ answers: DecisionAnswers, _ figures: DecisionFigures)
    -> DecisionRuling?
  {
    guard answers.quality == .frontier else { return nil }
    let own = figures.own(answers)
    if let bill = answers.monthlyAPIUSD, bill * figures.left(answers) >= own, answers.canRunLocally {
      return DecisionRuling(
        verdict: .hybrid, rule: .quality, reasons: [.frontierAndVolume(bill: bill, own: own)])
    }
    if let latency = answers.latencyMilliseconds, latency < hostedFirstToken, answers.canRunLocally {
      return DecisionRuling(
        verdict: .hybrid, rule: .quality, reasons: [.latencyAndFrontier(milliseconds: latency)])
    }
    return DecisionRuling(verdict: .api, rule: .quality, reasons: [.frontier])
  }

  private static func latency(_ answers: DecisionAnswers) -> DecisionRuling? {
    guard let latency = answers.latencyMilliseconds, latency < hostedFirstToken,
      answers.canRunLocally
    else { return nil }
    return DecisionRuling(
      verdict: .local, rule: .latency, reasons: [.latency(milliseconds: latency)])
  }

  private static func cost(_ answers: DecisionAnswers, _ figures: DecisionFigures)
    -> DecisionRuling?
  {
    guard let bill = answers.monthlyAPIUSD else { return nil }
    let own = figures.own(answers)
    func ruling(_ verdict: Verdict, _ reason: Reason) -> DecisionRuling {
      DecisionRuling(verdict: verdict, rule: .cost, reasons: [reason])
    }
    guard bill * figures.left(answers) >= own else {
      return ruling(.api, .billBelowOwn(bill: bill, own: own))
    }
    guard answers.canRunLocally else { return nil }
    // Machines for the peaks of a spiky load wait most of the time.
    return answers.shape == .spiky
      ? ruling(.hybrid, .billAboveOwnInBursts(bill: bill, own: own))
      : ruling(.local, .billAboveOwn(bill: bill, own: own))
  }

  private static func people(_ answers: DecisionAnswers) -> DecisionRuling {
    func ruling(_ verdict: Verdict, _ reason: Reason) -> DecisionRuling {
      DecisionRuling(verdict: verdict, rule: .people, reasons: [reason])
    }
    if answers.people == false { return ruling(.api, .nobodyRunsIt) }
    if answers.people == true, answers.idleHardware == true {
      return ruling(.local, .idleHardwareAndPeople)
    }
    return ruling(.api, .nothingSpeaksForOwn)
  }
}

extension DecisionFigures {
  /// A month of one's own for those answers.
  func own(_ answers: DecisionAnswers) -> Double {
    answers.idleHardware == true ? ownedMonthly : boughtMonthly
  }

  /// The share of the bill that stays where the work can wait.
  func left(_ answers: DecisionAnswers) -> Double { answers.shape == .batch ? batchShare : 1 }
}
