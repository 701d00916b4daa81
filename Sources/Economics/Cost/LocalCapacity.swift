import Base

/// What one machine carries of a workload.
package struct LocalCapacity: Sendable, Equatable {
  /// How the figure came about.
  package enum Basis: String, Sendable, CaseIterable {
    /// From the model of engines that serve many requests at once.
    case serving
    /// One request after the other: what is certainly carried, and less than an engine with batches does.
    case oneAtATime = "one-at-a-time"
    case given
  }

  /// Requests of the workload's size that are finished in a second, all day long.
  package var requestsPerSecond: Estimate
  package var basis: Basis
  /// The engine, the checkpoint and the limit that it rests on, in words for people; nil without any.
  package var remark: String?

  package init(requestsPerSecond: Estimate, basis: Basis, remark: String? = nil) {
    (self.requestsPerSecond, self.basis, self.remark) = (requestsPerSecond, basis, remark)
  }
}
