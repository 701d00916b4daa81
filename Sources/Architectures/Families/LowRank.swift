extension Family {
  /// Keys and values through a narrow layer as in latent attention, but cached as whole heads.
  static let lowRank = [
    Family(
      names: ["minicpm3"], modelTypes: ["minicpm3": "minicpm3"],
      layer: { layer, _, architecture in
        layer.residual.isScaled = true
        layer.keepWholeHeads(architecture)
      },
      globals: { globals, _ in globals.input.scalesEmbeddings = true }),
    Family(
      names: ["plm"],
      layer: { layer, _, architecture in
        layer.keepWholeHeads(architecture)
        layer.setActivation(.squared)
      }),
  ]
}

extension Layer {
  fileprivate mutating func keepWholeHeads(_ architecture: Architecture) {
    guard let latent else { return }
    caches = [
      LayerCache(
        kind: .full, keyWidth: latent.heads * latent.keyWidth, valueWidth: latent.heads * latent.valueHeadWidth,
        heads: latent.heads, queryHeads: latent.heads,
        multiplyAdds: latent.heads * (latent.keyWidth + latent.valueHeadWidth))
    ]
  }
}
