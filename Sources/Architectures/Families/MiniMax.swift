extension Family {
  static let miniMaxes = [
    Family(
      names: ["minimax-m2"], modelTypes: ["minimax_m2": "minimax-m2"],
      layer: { layer, _, _ in
        layer.attention?.queryKeyNorm = .fullWidth
        layer.experts?.router.choice = .biasedScores
      }),
    Family(
      names: ["minimax-m3"],
      // Layers after the dense ones attend to blocks that an indexer picks.
      place: { site, index, architecture in
        site.hasIndexer = architecture.indexer != nil && index >= architecture.experts?.firstDenseLayers ?? 0
      },
      layer: { layer, _, _ in
        layer.attention?.queryKeyNorm = .perHead
        layer.experts?.router.choice = .biasedScores
        layer.indexer?.picksBlocks = true
      }),
  ]
}
