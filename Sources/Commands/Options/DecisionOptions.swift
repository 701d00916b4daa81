import Economics
import Options

/// What is answered on the command line.
struct DecisionOptions: ParsableArguments {
  @Option(
    repeated: ["--data"], "kind",
    help:
      "Data that is worked on: personal, health, payment, trade-secret, export-controlled, none.",
    section: "Answers")
  var data: [DataKindsArgument]

  @Option("region", help: "Where data must stay, such as EU or US; any.", section: "Answers")
  var residency: RegionArgument?

  @Option("level", help: "How good answers must be.", section: "Answers")
  var quality: DecisionAnswers.Quality?

  @Option(
    "ms", help: "How soon an answer must begin, in milliseconds.", section: "Answers",
    check: { (1...600_000).contains($0) ? nil : "a number of milliseconds from 1 to 600000" })
  var latencyMs: Int?

  @Option("shape", help: "How the work comes; batch may wait for hours.", section: "Answers")
  var shape: DecisionAnswers.Shape?

  @Option("answer", help: "Whether there are people who can run machines.", section: "Answers")
  var people: YesOrNo?

  @Option("answer", help: "Whether hardware stands idle that could do it.", section: "Answers")
  var idleHardware: YesOrNo?

  @Option("answer", help: "Whether it must work without a network.", section: "Answers")
  var offline: YesOrNo?

  @Option("usd", help: "What hosted models cost a month, or would cost.", section: "Answers")
  var monthlyApiUsd: MoneyArgument?

  @Option(
    "file", help: "Answers in a file: a JSON object, or lines 'id = answer'; options come first.",
    section: "Answers",
    completes: .files)
  var answers: String?

  init() {}

  /// The answers of the options, by question and as text.
  var given: [(question: DecisionQuestion, text: String)] {
    let answers: [(DecisionQuestion, String?)] = [
      (.data, data.isEmpty ? nil : data.flatMap(\.kinds).map(\.rawValue).joined(separator: ",")),
      (.residency, residency?.name), (.offline, offline?.rawValue), (.quality, quality?.rawValue),
      (.latencyMilliseconds, latencyMs.map(String.init)),
      (.monthlyAPIUSD, monthlyApiUsd.map { "\($0.amount.usd)" }),
      (.shape, shape?.rawValue), (.idleHardware, idleHardware?.rawValue),
      (.people, people?.rawValue),
    ]
    return answers.compactMap { question, text in text.map { (question, $0) } }
  }
}

extension DecisionAnswers.Quality: ArgumentValue {}
extension DecisionAnswers.Shape: ArgumentValue {}

/// `yes` or `no`.
package enum YesOrNo: String, CaseIterable, ArgumentValue {
  case yes, no

  /// Also `y`, `n`, `true` and `false`.
  package init?(argument text: String) {
    switch text.lowercased() {
    case "yes", "y", "true": self = .yes
    case "no", "n", "false": self = .no
    default: return nil
    }
  }
}

/// Kinds of data, one or several with commas.
package struct DataKindsArgument: ArgumentValue {
  package let kinds: [DecisionAnswers.DataKind]

  package init?(argument text: String) {
    let words = text.lowercased().split(separator: ",").map { word in
      word.filter { $0 != " " }.replacing("_", with: "-")
    }
    let kinds = words.compactMap(DecisionAnswers.DataKind.init)
    guard kinds.count == words.count, !kinds.isEmpty, kinds.count == 1 || !kinds.contains(.none)
    else { return nil }
    self.kinds = kinds
  }

  package static var allWords: [String] { DecisionAnswers.DataKind.allCases.map(\.rawValue) }
}

/// A region as a few letters.
package struct RegionArgument: ArgumentValue {
  package let name: String

  package init?(argument text: String) {
    guard (2...12).contains(text.utf8.count),
      text.allSatisfy({ $0.isASCII && ($0.isLetter || $0 == "-") })
    else {
      return nil
    }
    name = text
  }

  package static var expectation: String { "a region such as EU, US or UK, or any" }
}
