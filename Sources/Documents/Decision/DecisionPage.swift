import Economics

/// What `plimsoll decide` answers.
package struct DecisionPage: Sendable {
  /// Where an answer came from.
  package enum Origin: String, Sendable, CaseIterable {
    case option, file
    /// Asked on the terminal.
    case asked
    /// Nobody answered.
    case none
  }

  package struct Question: Sendable {
    var question: DecisionQuestion
    /// The answer as the option takes it; nil without one.
    var answer: String?
    var origin: Origin
  }

  package var decision: Decision
  /// Where the answers came from; what is missing here was not answered.
  package var origins: [DecisionQuestion: Origin]

  package init(decision: Decision, origins: [DecisionQuestion: Origin]) {
    (self.decision, self.origins) = (decision, origins)
  }

  var questions: [Question] {
    DecisionQuestion.allCases.map { question in
      Question(
        question: question, answer: DecisionSentences.answer(decision.answers, to: question),
        origin: origins[question] ?? .none)
    }
  }

  /// Where to go on after thirty days, and where not.
  struct Threshold: Sendable {
    var measure: String
    var goOn: String
    var stop: String
  }
}
