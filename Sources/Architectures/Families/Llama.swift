extension Family {
  static let llamas = [
    Family(
      names: ["llama"], modelTypes: ["llama": "llama", "mistral": "llama", "mixtral": "llama", "internlm3": "llama"],
      ignoresWindow: true,
      globals: { globals, architecture in
        globals.recipe.is70B = architecture.layerCount == 80 && globals.recipe.groupedQueries != 1
      }),
    Family(
      names: ["llama4"], modelTypes: ["llama4_text": "llama4"], windowPeriod: 4,
      readConfiguration: { architecture, keys in
        // The plain width is that of experts, one of which is shared.
        let width = keys.integer("intermediate_size") ?? 0
        architecture.feedForwardWidth = .all(keys.integer("intermediate_size_mlp") ?? width)
        architecture.experts?.expertWidth = width
        architecture.experts?.sharedCount = 1
        architecture.slidingWindow?.kind = "chunked"
      },
      layer: { layer, _, _ in layer.experts?.normalizesWeights = false }),
  ]
}
