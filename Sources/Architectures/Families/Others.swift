extension Family {
  /// Families of which there is little to say.
  static let others = [
    Family(names: ["mellum"], layer: { layer, _, _ in layer.attention?.queryKeyNorm = .perHead }),
    Family(
      names: ["seed_oss"], modelTypes: ["seed_oss": "seed_oss"],
      layer: { layer, _, _ in layer.attention?.hasInputBias = true }),
    Family(
      names: ["apertus"], modelTypes: ["apertus": "apertus"],
      layer: { layer, _, _ in
        layer.attention?.queryKeyNorm = .perHead
        layer.setActivation(.plain)
      }),
    Family(
      names: ["mimo2"],
      layer: { layer, site, _ in
        layer.experts?.router.choice = .biasedScores
        layer.attention?.hasSinks = !site.isGlobal
      }),
    Family(
      names: ["starcoder2"], modelTypes: ["starcoder2": "starcoder2"], ignoresWindow: true,
      layer: { layer, _, _ in
        layer.setActivation(.plain)
        layer.setBiases()
      },
      globals: { globals, _ in globals.norm = Globals.Norm(subtractsMean: true, hasBias: true) }),
  ]
}
