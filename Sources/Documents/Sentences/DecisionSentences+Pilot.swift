import Base
import Economics

/// The trial of thirty days on a tenth of the traffic.
extension DecisionSentences {
  static let pilotShare = 0.1
  static let pilotDays = 30
  /// Answers that people look at: among 200, a share is known to about seven points.
  private static let graded = 200
  /// Longest wait for the first token of interactive use, in milliseconds, where nobody said another.
  private static let usualFirstToken = 2000

  static func measures(_ decision: Decision) -> [String] {
    var measures = [
      "\(graded) answers of each side to the same requests, graded without knowing whose they are",
      "time to the first token and to the last, median and 95th percentile (plimsoll meter)",
      "errors, time-outs and retries",
      "cost of a request with everything that is paid (plimsoll meter, plimsoll cost --log)",
    ]
    switch decision.ruling.verdict {
    case .local, .hybrid:
      measures += ["utilisation and the longest queue of a day", "hours that people spent on it"]
    case .api: measures.append("requests turned away for limits, and the price's last changes")
    case nil: break
    }
    if !decision.answers.sensitive.isEmpty {
      measures.append(
        "requests with sensitive data that went where they may not: none is the only good number")
    }
    return measures
  }

  static func thresholds(_ decision: Decision) -> [DecisionPage.Threshold] {
    let latency = Amounts.seconds(
      Double(decision.answers.latencyMilliseconds ?? usualFirstToken) / 1000)
    func threshold(_ measure: String, _ goOn: String, _ stop: String) -> DecisionPage.Threshold {
      DecisionPage.Threshold(measure: measure, goOn: goOn, stop: stop)
    }
    let quality =
      switch decision.answers.quality {
      case .frontier: ("as good as today's in 95 % of the answers", "below 90 %")
      case .basic: ("good enough in 80 % of the answers", "below 70 %")
      case .good, nil: ("as good as today's in 90 % of the answers", "below 80 %")
      }
    var thresholds = [
      threshold("quality", quality.0, quality.1),
      threshold("first token, 95th percentile", "within \(latency)", "beyond twice that"),
      threshold("errors and time-outs", "below 1 %", "above 3 %"),
    ]
    switch decision.ruling.verdict {
    case .local, .hybrid:
      thresholds += [
        threshold(
          "cost of a request", "below the hosted model's, hours included", "above it after a month"),
        threshold(
          "utilisation in the busiest hour", "20 to 80 %",
          "above 80 %: add a machine; below 5 %: none is needed"),
        threshold("hours of people", "at most 10 a month", "more than 20 a month"),
      ]
    case .api:
      thresholds.append(
        threshold(
          "monthly bill", "below a machine of your own with the hours for it",
          "above it: run 'plimsoll cost --log'"))
    case nil: break
    }
    return thresholds
  }
}
