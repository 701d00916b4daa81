import Base
import Economics

extension DecisionSentences {
  static func question(_ question: DecisionQuestion) -> String {
    switch question {
    case .data:
      "Which data is it? personal, health, payment, trade-secret, export-controlled (several with commas), or none"
    case .residency: "Where must the data stay? A region such as EU or US, or any"
    case .offline: "Must it work without a network? yes or no"
    case .quality: "How good must the answers be? frontier (nothing but the best), good, or basic"
    case .latencyMilliseconds:
      "How soon must an answer begin, in milliseconds? A number, or nothing"
    case .monthlyAPIUSD: "What do hosted models cost a month, in US dollars? A number, or nothing"
    case .shape: "How does the work come? steady, spiky, or batch (it may wait for hours)"
    case .idleHardware: "Does hardware stand idle that could do it? yes or no"
    case .people: "Are there people who can run it? yes or no"
    }
  }

  /// The answer to a question, as its option takes it; nil without one.
  static func answer(_ answers: DecisionAnswers, to question: DecisionQuestion) -> String? {
    func word(_ answer: Bool?) -> String? { answer.map { $0 ? "yes" : "no" } }
    return switch question {
    case .data: answers.data.map { $0.map(\.rawValue).joined(separator: ",") }
    case .residency: answers.residency
    case .offline: word(answers.offline)
    case .quality: answers.quality?.rawValue
    case .latencyMilliseconds: answers.latencyMilliseconds.map(String.init)
    case .monthlyAPIUSD: answers.monthlyAPIUSD.map { JSONWriter.line(.number($0)) }
    case .shape: answers.shape?.rawValue
    case .idleHardware: word(answers.idleHardware)
    case .people: word(answers.people)
    }
  }
}
