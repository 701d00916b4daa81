extension Family {
  static let phis = [
    Family(
      names: ["phi2"], modelTypes: ["phi": "phi2"],
      layer: { layer, _, _ in
        layer.arrangement = .parallelAttentionFirst
        layer.attention?.projection = .fused
        layer.attention?.scalesQuery = true
        layer.setActivation(.plain)
        layer.setBiases()
      },
      globals: { globals, architecture in
        globals.norm = Globals.Norm(subtractsMean: true, hasBias: true)
        if architecture.flag("output_bias") != true { globals.addOutputBias() }
      }),
    Family(
      names: ["phi3"], modelTypes: ["phi3": "phi3"], ignoresWindow: true,
      layer: { layer, _, _ in
        layer.attention?.projection = .fused
        layer.attention?.scalesQuery = true
        layer.dense?.activation = .fusedGated
        layer.residual.isFirstAfterFeedForward = true
      }),
    Family(
      names: ["phimoe"], modelTypes: ["phimoe": "phimoe"],
      layer: { layer, _, _ in
        layer.attention?.scalesQuery = true
        layer.residual.isFirstAfterFeedForward = true
      }),
  ]
}
