extension Family {
  /// Short convolutions, and attention in a few layers.
  static let lfms = [
    Family(
      names: ["lfm2", "lfm2moe"], modelTypes: ["lfm2": "lfm2", "lfm2_moe": "lfm2moe"],
      layer: { layer, _, _ in
        layer.attention?.queryKeyNorm = .perHead
        layer.experts?.router.choice = .biasedScores
        layer.residual.isFirst = true
        layer.residual.isFirstAfterFeedForward = true
      })
  ]
}
