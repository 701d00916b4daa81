/// What is known of a use when it is decided where its model runs; nil was not answered.
package struct DecisionAnswers: Sendable, Equatable {
  package enum DataKind: String, Sendable, CaseIterable {
    /// Of people, as the GDPR means it.
    case personal
    /// Of people's health, as HIPAA means it.
    case health
    case payment
    case tradeSecret = "trade-secret"
    case exportControlled = "export-controlled"
    case none
  }

  package enum Quality: String, Sendable, CaseIterable { case frontier, good, basic }
  package enum Shape: String, Sendable, CaseIterable { case steady, spiky, batch }

  package var data: [DataKind]?
  /// Where data must stay, such as `EU`; `any` is nowhere in particular.
  package var residency: String?
  package var quality: Quality?
  /// Longest time to the first token, in milliseconds.
  package var latencyMilliseconds: Int?
  package var shape: Shape?
  /// Whether there are people who can run machines.
  package var people: Bool?
  /// Whether hardware stands idle that could do it.
  package var idleHardware: Bool?
  /// Whether it must work without a network.
  package var offline: Bool?
  /// What hosted models cost, or would cost, in a month.
  package var monthlyAPIUSD: Double?

  package init() {}

  /// The kinds of data that have rules of their own.
  package var sensitive: [DataKind] { (data ?? []).filter { $0 != .none } }

  /// The region that data must stay in, or nil.
  package var region: String? {
    residency.flatMap { ["any", "none"].contains($0.lowercased()) ? nil : $0.uppercased() }
  }

  /// Whether somebody could run a model here: only a clear no to both people and hardware rules it out.
  var canRunLocally: Bool { people != false || idleHardware == true }
}

/// The questions, in the order in which they decide.
package enum DecisionQuestion: String, Sendable, CaseIterable {
  case data, residency, offline, quality
  case latencyMilliseconds = "latency_ms"
  case monthlyAPIUSD = "monthly_api_usd"
  case shape
  case idleHardware = "idle_hardware"
  case people
}
