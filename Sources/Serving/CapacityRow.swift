import Base
import Memory

/// One engine with one checkpoint and one split on a machine under the asked load.
package struct CapacityRow: Sendable {
  package var engine: ServingEngine
  package var checkpoint: Checkpoint
  package var split: Deployment.Split
  package var memory: ServingMemory?
  /// Requests at once over all replicas; nil where it does not run.
  package var maxConcurrency: Int?
  package var load: Load?
  package var verdict: Verdict
  /// Why it is not runnable; nil otherwise.
  package var refusal: Refusal?
  /// llama.cpp's placement of one replica.
  package var fit: Fit?
  /// Power of the cards by their data sheets, in watts.
  package var watts: Double?

  package enum Verdict: String, Sendable, CaseIterable {
    case meets, misses
    case tooLarge = "too-large"
    case notRunnable = "not-runnable"
  }

  /// What bounds the throughput.
  package enum Limit: String, Sendable, CaseIterable { case memory, bandwidth, arithmetic, exchange }

  /// The asked load, and the largest.
  package struct Load: Sendable {
    package var state: LoadState
    /// Slots or sequences of one replica that are used.
    package var slots: Int
    package var outputTokensPerSecond: Estimate
    package var requestsPerSecond: Estimate
    /// What each user reads, others' prompts between counted; half of the requests are slower.
    package var tokensPerSecondPerUser: Estimate
    /// All that is written while no prompt is computed.
    package var decodeTokensPerSecond: Estimate
    package var timeToFirstToken: Percentiles?
    package var limit: Limit
    /// The network's part of a step.
    package var networkShare: Double
    /// What one token takes of the links between nodes.
    package var linkUse = LinkUse.none
    /// The most requests per second that keep the level, and how many people that are.
    package var largest: (requestsPerSecond: Double, users: Int?)?
    package var isMeasured: Bool
    /// The queue behind these figures.
    package var model: LoadModel
  }
}

extension CapacityRow {
  /// A row of what cannot be run.
  static func refused(
    _ engine: ServingEngine, _ checkpoint: Checkpoint, _ refusal: Refusal, gpus: Int = 0
  ) -> CapacityRow {
    CapacityRow(
      engine: engine, checkpoint: checkpoint, split: Deployment.Split(gpus: gpus), verdict: .notRunnable,
      refusal: refusal)
  }
}
