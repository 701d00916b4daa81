import Base
import Glibc

/// How models did on the user's own tasks.
package struct EvaluationAnswer: Sendable {
  /// One answer to a task.
  package struct Result: Sendable {
    package var id: String
    /// Nil where it passed.
    package var complaint: String?
    package var seconds: Double
    package var generatedTokens: Int?
    /// Nil where it was not asked for.
    package var text: String?

    package init(id: String, complaint: String?, seconds: Double, generatedTokens: Int?, text: String?) {
      (self.id, self.complaint, self.seconds) = (id, complaint, seconds)
      (self.generatedTokens, self.text) = (generatedTokens, text)
    }
  }

  /// A model's results.
  package struct Model: Sendable {
    package var name: String
    package var results: [Result]

    package init(name: String, results: [Result]) { (self.name, self.results) = (name, results) }

    package var passed: Int { results.count { $0.complaint == nil } }
    var medianSeconds: Double {
      let sorted = results.map(\.seconds).sorted()
      return sorted.isEmpty ? 0 : (sorted[(sorted.count - 1) / 2] + sorted[sorted.count / 2]) / 2
    }
    var totalSeconds: Double { results.reduce(0) { $0 + $1.seconds } }
    /// Over whole answers, reading and writing; nil where a count is missing.
    package var tokensPerSecond: Double? {
      let counts = results.compactMap(\.generatedTokens)
      return counts.count == results.count && totalSeconds > 0 ? Double(counts.reduce(0, +)) / totalSeconds : nil
    }

    /// The share that passed with Wilson's interval of 95 %: https://doi.org/10.1080/01621459.1927.10502953.
    package var share: (estimate: Double, low: Double, high: Double) {
      let (count, z) = (Double(max(1, results.count)), 1.959964)
      let share = Double(passed) / count
      let middle = share + z * z / (2 * count)
      let half = z * (share * (1 - share) / count + z * z / (4 * count * count)).squareRoot()
      let whole = 1 + z * z / count
      return (share, max(0, (middle - half) / whole), min(1, (middle + half) / whole))
    }
  }

  package var endpoint: String
  package var tasks: Int
  package var models: [Model]

  package init(endpoint: String, tasks: Int, models: [Model]) {
    (self.endpoint, self.tasks, self.models) = (endpoint, tasks, models)
  }
}

extension Contract {
  package static let evaluation = Document<EvaluationAnswer>(
    "eval", command: "plimsoll eval", rows: "models",
    columns: [
      "model": "model", "passed": "passed", "share": "share.estimate", "at least": "share.low", "at most": "share.high",
      "median seconds": "median_seconds", "tokens/s": "tokens_per_second",
    ], overview: ["tasks": "tasks"]
  ) {
    Field("endpoint", .text, "What ran the models.") { $0.endpoint }
    Field("tasks", .count, "How many tasks there are.") { $0.tasks }
    Field("models", .list(Tables.evaluatedModel.codec), "Each model, in the order in which they were named.") {
      $0.models
    }
  }
}

extension Tables {
  static let evaluatedModel = Table<EvaluationAnswer.Model>("evaluated_model", "How a model did.") {
    Field("model", .text, "Its name on the server.") { $0.name }
    Field("passed", .count, "Tasks whose check its answer passed.") { $0.passed }
    Field("share", passedShare.codec, "The share that passed, with Wilson's interval of 95 %.") { $0.share }
    Field("median_seconds", .rounded(.seconds), "From question to whole answer.") { $0.medianSeconds }
    Field("total_seconds", .rounded(.seconds), "All answers together.") { $0.totalSeconds }
    Field("tokens_per_second", optional: .rounded(.tokensPerSecond), "Tokens written over that time.") {
      $0.tokensPerSecond
    }
    Field("results", .list(evaluationResult.codec), "Each task.") { $0.results }
  }

  private static let passedShare = Table<(estimate: Double, low: Double, high: Double)>(
    "passed_share", "A share with its interval."
  ) {
    Field("estimate", .rounded(), "What was seen.") { $0.estimate }
    Field("low", .rounded(), "The lower end of the interval.") { $0.low }
    Field("high", .rounded(), "The upper end.") { $0.high }
  }

  private static let evaluationResult = Table<EvaluationAnswer.Result>("evaluation_result", "An answer to a task.") {
    Field("id", .text, "The task's id, or the number of its line.") { $0.id }
    Field("passed", .flag, "Whether the answer passed the check.") { $0.complaint == nil }
    Field("reason", optional: .text, "Why it did not.") { $0.complaint }
    Field("seconds", .rounded(.seconds), "From question to whole answer.") { $0.seconds }
    Field("generated_tokens", optional: .tokens, "By the server's count; null where it does not tell.") {
      $0.generatedTokens
    }
    Field("answer", ifAny: .text, "The answer itself, with `--answers`.") { $0.text }
  }
}
