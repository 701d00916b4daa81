/// The ranked answer.
package struct Recommendation: Sendable, Equatable {
  package var picks: [Pick]
  package var rejectedCount: Int
  package var rejectedByGate: [Gate: Int]
  package var nearest: [Rejection]
}
