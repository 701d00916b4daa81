/// A limit that running costs or service must keep.
package struct Guardrail: Sendable, Equatable {
  package enum Subject: String, Sendable, CaseIterable {
    case costPerDay = "cost_per_day_usd"
    case queueP95 = "queue_p95_seconds"
  }

  package enum Level: String, Sendable, CaseIterable, Comparable {
    case soft, medium, hard

    package static func < (first: Level, second: Level) -> Bool {
      (allCases.firstIndex(of: first) ?? 0) < (allCases.firstIndex(of: second) ?? 0)
    }
  }

  package var subject: Subject
  /// Limits by level; a level without one is never passed.
  package var limits: [Level: Double]

  package init(subject: Subject, limits: [Level: Double]) { (self.subject, self.limits) = (subject, limits) }

  /// How it stands with a value.
  package struct Finding: Sendable, Equatable {
    package var subject: Subject
    /// Nil where nothing tells it.
    package var value: Double?
    /// The highest limit that was passed, otherwise the lowest that holds.
    package var limit: Double
    /// The level that was passed; nil where all limits hold.
    package var passed: Level?
  }

  package func finding(_ value: Double?) -> Finding {
    let passed = limits.filter { limit in value.map { $0 > limit.value } ?? false }.keys.max()
    let limit = passed.flatMap { limits[$0] } ?? limits.values.min() ?? 0
    return Finding(subject: subject, value: value, limit: limit, passed: passed)
  }
}
