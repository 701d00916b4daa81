extension Family {
  /// Short convolutions, and attention in a few layers.
  static let lfms = [
    Family(
      names: ["lfm2", "lfm2moe"], modelTypes: ["lfm2": "lfm2", "lfm2_moe": "lfm2moe"],
      readConfiguration: { architecture, keys in
        guard keys.bool("block_auto_adjust_ff_dim") == true, architecture.experts == nil,
          let width = keys.integer("block_ff_dim") ?? architecture.feedForwardWidth?.maximum
        else { return }
        // Two thirds, rounded up to a multiple.
        let step = max(keys.integer("block_multiple_of") ?? 256, 1)
        architecture.feedForwardWidth = .all((2 * width / 3 + step - 1) / step * step)
      },
      layer: { layer, _, _ in
        layer.attention?.queryKeyNorm = .perHead
        layer.experts?.router.choice = .biasedScores
        layer.residual.isFirst = true
        layer.residual.isFirstAfterFeedForward = true
      })
  ]
}
