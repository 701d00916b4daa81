/// Multi-head latent attention: low-rank queries, one latent row for keys and values.
package struct LatentAttention: Sendable, Equatable {
  package var heads: Int
  package var kvRank: Int
  package var ropeHeadWidth: Int
  package var nopeHeadWidth: Int
  package var valueHeadWidth: Int
  /// 0: queries are computed in one step.
  package var queryRank: Int
  package var hasGatePerHead = false

  package var keyWidth: Int { nopeHeadWidth + ropeHeadWidth }
  package var rowWidth: Int { kvRank + ropeHeadWidth }
}
