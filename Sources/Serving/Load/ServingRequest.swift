import Memory

/// What is asked of a machine that serves: requests of a length, how many, and what each must get.
package struct ServingRequest: Sendable, Equatable {
  package var inputTokens: Int
  package var outputTokens: Int
  package var demand: Demand
  package var level: ServiceLevel
  /// Machines alike, joined by `link`.
  package var nodes: Int
  package var link: NodeLink

  package enum Demand: Sendable, Equatable {
    /// People who each wait for an answer, think for so many seconds and ask again; 0: all of them always wait.
    case users(Int, thinkSeconds: Double)
    /// Requests per second that come whatever the machine does.
    case rate(Double)
    /// As many at once as meet the level, or as fit.
    case most
  }

  package init(
    inputTokens: Int = 1024, outputTokens: Int = 256, demand: Demand = .most, level: ServiceLevel = ServiceLevel(),
    nodes: Int = 1, link: NodeLink = .usual
  ) {
    (self.inputTokens, self.outputTokens, self.demand) = (inputTokens, outputTokens, demand)
    (self.level, self.nodes, self.link) = (level, nodes, link)
  }

  /// A workload's sequences as people who always wait for an answer, on machines alike.
  package init(_ workload: Workload, users: Int, nodes: Int = 1, link: NodeLink = .usual) {
    self.init(
      inputTokens: min(workload.promptTokens, max(1, workload.context - 1)),
      outputTokens: max(1, workload.context - workload.promptTokens), demand: .users(users, thinkSeconds: 0),
      nodes: nodes, link: link)
  }

  /// Tokens in the cache in the middle of an answer.
  package var depth: Double { Double(inputTokens) + Double(outputTokens) / 2 }

  /// People who ask, where the demand is made of them.
  package var users: Int? {
    guard case .users(let users, _) = demand else { return nil }
    return users
  }

  package var ratePerSecond: Double? {
    guard case .rate(let rate) = demand else { return nil }
    return rate
  }
}

/// What nineteen of twenty requests must get; nil: anything.
package struct ServiceLevel: Sendable, Equatable {
  package var timeToFirstTokenSeconds: Double?
  /// Tokens per second that each user reads.
  package var tokensPerSecond: Double?

  package init(timeToFirstTokenSeconds: Double? = nil, tokensPerSecond: Double? = nil) {
    (self.timeToFirstTokenSeconds, self.tokensPerSecond) = (timeToFirstTokenSeconds, tokensPerSecond)
  }

  /// Whether something is asked at all.
  package var isAsked: Bool { timeToFirstTokenSeconds != nil || tokensPerSecond != nil }

  func isMet(by state: LoadState) -> Bool {
    if let limit = timeToFirstTokenSeconds, state.timeToFirstToken.map({ $0.p95 > limit }) ?? true { return false }
    if let speed = tokensPerSecond, state.tokenSeconds.p95 * speed > 1 { return false }
    return state.isStable
  }
}
