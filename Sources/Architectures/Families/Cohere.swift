extension Family {
  /// Attention and feed-forward from one norm; scaled logits.
  static let coheres = [
    Family(
      names: ["command-r"], modelTypes: ["cohere": "command-r"],
      layer: { layer, _, architecture in
        layer.arrangement = .parallel
        if architecture.layerCount >= 64 { layer.attention?.queryKeyNorm = .separatePerHead }
      },
      globals: { globals, _ in
        globals.norm.subtractsMean = true
        globals.head.logitOperations = 1
      }),
    Family(
      names: ["cohere2"], modelTypes: ["cohere2": "cohere2"], windowPeriod: 4,
      layer: { layer, site, _ in
        layer.arrangement = .parallel
        layer.attention?.rotatesPositions = !site.isGlobal
      },
      globals: { globals, _ in
        globals.norm.subtractsMean = true
        globals.head.logitOperations = 1
      }),
    Family(
      names: ["cohere2moe"],
      layer: { layer, site, _ in
        layer.arrangement = .parallel
        layer.attention?.rotatesPositions = !site.isGlobal || !site.isRouted
      },
      globals: { globals, _ in
        globals.head.cropsLate = true
        globals.head.logitOperations = 1
      }),
  ]
}
