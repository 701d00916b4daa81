extension Family {
  static let llamas = [
    Family(
      names: ["llama"], modelTypes: ["llama": "llama", "mistral": "llama", "mixtral": "llama"], ignoresWindow: true,
      globals: { globals, architecture in
        globals.recipe.is70B = architecture.layerCount == 80 && globals.recipe.groupedQueries != 1
      }),
    Family(
      names: ["llama4"], modelTypes: ["llama4_text": "llama4"], windowPeriod: 4,
      layer: { layer, _, _ in layer.experts?.normalizesWeights = false }),
  ]
}
