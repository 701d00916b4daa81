/// How long the steps of a batch take on one replica, and the prompts between them.
package protocol BatchTimes: Sendable {
  /// One step that writes a token of each of `sequences` sequences, `depth` tokens in.
  func step(sequences: Double, depth: Double) -> StepTime
  /// One prompt.
  func prompt(tokens: Int) -> PromptTime
  /// What one token of one sequence takes of the links between nodes.
  var use: LinkUse { get }
}

extension BatchTimes {
  package var use: LinkUse { .none }
}

/// One step's seconds, and how much of them is what.
package struct StepTime: Sendable, Equatable {
  package var seconds: Double
  /// Reading weights and cache.
  package var bandwidth: Double
  var arithmetic: Double
  /// Waiting for other cards of the node.
  package var exchange: Double
  /// Waiting for other nodes.
  package var network = 0.0
}

/// One prompt's seconds.
package struct PromptTime: Sendable, Equatable {
  /// For how long it keeps the engine from other work.
  var occupied: Double
  /// From its start to its end; longer than `occupied` in a pipeline.
  package var latency: Double
  package var exchange = 0.0
  package var network = 0.0
}
