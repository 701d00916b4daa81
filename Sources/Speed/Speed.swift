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

  package enum Basis: String, Sendable, CaseIterable {
    /// From this machine's own benchmark.
    case measured
    /// From facts and fitted constants.
    case modelled
    /// Either of these, corrected by runs of models on this machine.
    case calibrated
  }
}
