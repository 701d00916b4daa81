extension Family {
  /// Some layers attend to an image and not to the tokens before (Llama 3.2 Vision); only Ollama runs it.
  static let mllama = Family(
    names: ["mllama"], modelTypes: ["mllama_text_model": "mllama"],
    place: { site, index, architecture in
      guard architecture.crossAttentionLayers?.contains(index) == true else { return }
      site.variant = 1
      site.storesKeys = false
    },
    layer: { layer, site, _ in
      guard site.variant == 1, let attention = layer.attention else { return }
      layer.attention?.queryKeyNorm = .perHead
      layer.attention?.rotatesPositions = false
      // Gates of both parts.
      layer.norms.extraNumbers = 2
      layer.caches = [
        LayerCache(
          kind: .images(placesOfAnImage), keyWidth: attention.keyColumns, valueWidth: attention.valueColumns,
          heads: attention.kvHeads, queryHeads: attention.heads,
          multiplyAdds: attention.heads * (attention.keyWidth + attention.valueWidth))
      ]
    })

  /// Four tiles of 40 × 40 patches, each with a class token.
  private static let placesOfAnImage = 4 * 1601
}
