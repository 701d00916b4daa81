/// The middle of a quantity that differs from request to request, and what one in twenty exceeds.
package struct Percentiles: Sendable, Equatable {
  package var p50: Double
  package var p95: Double

  package init(p50: Double, p95: Double) { (self.p50, self.p95) = (p50, p95) }
}

/// A machine under a load, in the long run.
package struct LoadState: Sendable, Equatable {
  /// Requests that are being answered at once, on average, over all replicas.
  package var concurrency: Double
  /// Requests that wait for a place, on average.
  package var waiting: Double
  /// Requests answered.
  package var requestsPerSecond: Double
  /// The load as a part of the most that the machine answers; 1 and more: ever more wait.
  package var utilisation: Double
  /// Nil where ever more wait.
  package var timeToFirstToken: Percentiles?
  /// From one token of an answer to the next, other requests' prompts between them counted.
  package var tokenSeconds: Percentiles

  var isStable: Bool { timeToFirstToken != nil }
}
