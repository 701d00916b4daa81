/// The ranked answer.
package struct Recommendation: Sendable, Equatable {
  package var picks: [Pick]
  package var rejectedCount: Int
  package var rejectedByGate: [Gate: Int]
  /// Models that were not looked at closely: however fast, they could not be shown beside what passed.
  package var outclassedCount: Int
  package var nearest: [Rejection]
}
