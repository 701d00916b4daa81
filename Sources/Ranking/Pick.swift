/// A model that is recommended: what passed, and its place among the others.
@dynamicMemberLookup
package struct Pick: Sendable, Equatable {
  package var rank: Int
  package var candidate: Candidate
  /// No other model is both better and faster.
  package var isOnParetoFront: Bool
  /// What it is best at among those shown; balance is utility.
  package var labels: [Label]
  /// Variants of the same family and size that it stands for.
  package var alsoIDs: [String]

  package subscript<Value>(dynamicMember path: KeyPath<Candidate, Value>) -> Value { candidate[keyPath: path] }

  package enum Label: Sendable, CaseIterable { case balance, quality, speed, size, context }
}
