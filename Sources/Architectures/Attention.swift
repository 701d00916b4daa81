/// Attention with keys and values per head.
package struct Attention: Sendable, Equatable {
  package var heads: Int
  package var kvHeads: Int
  package var keyWidth: Int
  package var valueWidth: Int
  package var projection = Projection.separate
  package var hasInputBias = false
  package var hasOutputBias = false
  package var queryKeyNorm = QueryKeyNorm.none
  package var outputGate = OutputGate.none
  /// One learned score per head that no token has.
  package var hasSinks = false
  /// False in layers that read an earlier layer's cache.
  package var hasKey = true
  /// False where keys serve as values.
  package var hasValue = true
  package var storesKeys = true
  /// Tokens seen; nil: the whole context, or llama.cpp keeps it all the same.
  package var window: Int?
  package var rotatesPositions = true
  package var scalesQuery = false
  package var normsValues = false
  package var softCapsScores = false

  package enum Projection: Sendable {
    case separate
    /// Queries, keys and values in one matrix.
    case fused
    /// Queries are twice as wide: the second half gates the output.
    case gatedQuery
    /// The family lists its tensors itself.
    case own
  }
  package enum QueryKeyNorm: Sendable {
    case none, fullWidth, perHead, perHeadAfterRotation
    /// Head by head, each with weights of its own.
    case separatePerHead
  }
  package enum OutputGate: Sendable { case none, perHead, perElement }

  package var queryColumns: Int { heads * keyWidth }
  package var keyColumns: Int { kvHeads * keyWidth }
  package var valueColumns: Int { kvHeads * valueWidth }
}
