import Models

/// What the user wants, beyond the workload: the use case and the gates.
package struct Wishes: Sendable, Equatable {
  package var useCase: UseCase
  /// Nil: the use case's default.
  package var minimumTokensPerSecond: Double?
  package var maximumTimeToFirstTokenSeconds: Double?
  package var license: LicenseGate
  /// Only these quantizations; empty: all that make sense.
  package var quantizations: [String]
  package var limit: Int
  /// People who ask at the same time where a checkpoint is served.
  package var users = 1

  package init(
    useCase: UseCase = .general, minimumTokensPerSecond: Double? = nil, maximumTimeToFirstTokenSeconds: Double? = nil,
    license: LicenseGate = .any, quantizations: [String] = [], limit: Int = 5
  ) {
    self.useCase = useCase
    self.minimumTokensPerSecond = minimumTokensPerSecond
    self.maximumTimeToFirstTokenSeconds = maximumTimeToFirstTokenSeconds
    self.license = license
    self.quantizations = quantizations
    self.limit = limit
  }

  package enum LicenseGate: String, Sendable, CaseIterable { case any, open, commercial }
}
