/// What a layer keeps of each token.
package struct LayerCache: Sendable, Equatable {
  package var kind: Kind
  /// Numbers that one token leaves as keys and as values.
  package var keyWidth: Int
  package var valueWidth: Int
  /// Key/value heads, whose rows lie apart.
  package var heads: Int
  /// Heads of queries, each of which sees a row of keys and one of values.
  package var queryHeads: Int
  /// Multiply-adds of one token's attention with one cell.
  package var multiplyAdds: Int

  package enum Kind: Sendable, Equatable {
    case full
    case window(Int)
    /// One latent row for keys and values.
    case latent
    /// One row per so many tokens.
    case compressed(Int)
    /// F32 keys and values of so many places in images, whatever the context.
    case images(Int)
    /// Keys of the indexer of sparse attention.
    case indexer
  }
}
