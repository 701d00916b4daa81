extension Family {
  static let granites = [
    Family(
      names: ["granite", "granitemoe"],
      modelTypes: ["granite": "granite", "granitemoe": "granitemoe", "granitemoeshared": "granitemoe"],
      layer: { layer, _, _ in layer.residual.isScaled = true },
      globals: { globals, _ in
        globals.input.scalesEmbeddings = true
        globals.head.logitOperations = 1
      }),
    Family(
      names: ["granitehybrid"], modelTypes: ["granitemoehybrid": "granitehybrid"],
      layer: { layer, _, _ in
        layer.residual.isScaled = true
        layer.attention?.rotatesPositions = false
      },
      globals: { globals, _ in
        globals.input.scalesEmbeddings = true
        globals.head.logitOperations = 1
      }),
    Family(
      names: ["minicpm"], modelTypes: ["minicpm": "minicpm"],
      layer: { layer, _, _ in layer.residual.isScaled = true },
      globals: { globals, _ in globals.input.scalesEmbeddings = true }),
  ]
}
