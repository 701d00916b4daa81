import Base

/// How fast a placed model is expected to run.
package struct Speed: Sendable, Equatable {
  package var decodeTokensPerSecond: Estimate
  package var prefillTokensPerSecond: Estimate
  /// For the workload's prompt, the model already loaded.
  package var timeToFirstTokenSeconds: Estimate
  package var basis: Basis
  /// Tokens in the cache that the decode speed stands for.
  package var depthTokens: Int
  /// What no measurement speaks of: the band is wider for each.
  package var unmeasured: [Unmeasured]

  package init(
    decodeTokensPerSecond: Estimate, prefillTokensPerSecond: Estimate, timeToFirstTokenSeconds: Estimate, basis: Basis,
    depthTokens: Int = 0, unmeasured: [Unmeasured] = []
  ) {
    self.decodeTokensPerSecond = decodeTokensPerSecond
    self.prefillTokensPerSecond = prefillTokensPerSecond
    self.timeToFirstTokenSeconds = timeToFirstTokenSeconds
    self.basis = basis
    self.depthTokens = depthTokens
    self.unmeasured = unmeasured
  }

  /// The wait for the first token of a prompt: reading it, and one step of writing.
  package static func timeToFirstToken(_ promptTokens: Double, prefill: Estimate, decode: Estimate) -> Estimate {
    Estimate(
      estimate: promptTokens / prefill.estimate + 1 / decode.estimate,
      low: promptTokens / prefill.high + 1 / decode.high, high: promptTokens / prefill.low + 1 / decode.low)
  }

  package enum Basis: String, Sendable, CaseIterable {
    /// From this machine's own benchmark.
    case measured
    /// From facts and fitted constants.
    case modelled
    /// Either of these, corrected by runs of models on this machine.
    case calibrated
  }
}
