import Models

extension CachePlan {
  /// The caches of a model with these dimensions.
  init(_ architecture: Architecture) {
    if architecture.isEncoder { return }
    let builder = InventoryBuilder(architecture)
    let recurrent = builder.recurrentLayers
    let attention = builder.attentionLayers(without: recurrent)
    if let part = architecture.recurrent {
      recurrentLayers = recurrent
      recurrentNumbers = part.numbers(embeddingWidth: architecture.embeddingWidth)
    }
    if architecture.deepSeekV4 != nil {
      addDeepSeekV4(architecture, builder)
    } else if let latent = architecture.latentAttention {
      parts.append(
        CachePart(.latent, in: attention, keyWidth: latent.kvRank + latent.ropeHeadWidth, valueWidth: 0))
    } else {
      addAttention(architecture, builder, attention)
    }
    addIndexer(architecture, builder, attention)
  }

  private mutating func addAttention(
    _ architecture: Architecture, _ builder: InventoryBuilder, _ attention: LayerList
  ) {
    let cached = architecture.cachedLayerCount
    var kinds: [CachePart] = []
    let window = architecture.slidingWindow.flatMap { $0.isIgnoredByLlamaCpp ? nil : $0.window }
    if window == nil, case .all(let heads) = architecture.kvHeadCount, cached == architecture.layerCount {
      kinds = [
        CachePart(
          .full, in: attention, keyWidth: heads * architecture.keyHeadWidth,
          valueWidth: heads * architecture.valueHeadWidth)
      ]
    } else {
      let isGlobal = architecture.globalLayerMask
      for layer in attention.indices where layer < cached {
        let shape = builder.shape(layer)
        let keys = shape.kvHeads * shape.keyWidth
        let values = shape.kvHeads * shape.valueWidth
        let kind: CachePart.Kind = window.map { isGlobal[layer] ? .full : .window($0) } ?? .full
        if let index = kinds.firstIndex(where: {
          $0.kind == kind && $0.keyWidth == keys && $0.valueWidth == values
        }) {
          kinds[index].layers.indices.append(layer)
        } else {
          kinds.append(CachePart(kind, in: LayerList([layer]), keyWidth: keys, valueWidth: values))
        }
      }
      // Transposed values have one width in all layers.
      let widest = kinds.map(\.valueWidth).max() ?? 0
      for index in kinds.indices { kinds[index].transposedValueWidth = widest }
    }
    parts += kinds
  }

  private mutating func addIndexer(_ architecture: Architecture, _ builder: InventoryBuilder, _ attention: LayerList) {
    guard let indexer = architecture.indexer else { return }
    switch architecture.name {
    case "deepseek32", "glm-dsa":
      let layers = indexer.layers.map { list in LayerList(list.filter { $0 < architecture.layerCount }) } ?? attention
      parts.append(CachePart(.indexer, in: layers, keyWidth: indexer.headWidth, valueWidth: 0))
    case "minimax-m3":
      let sparse = builder.layers { $0 >= architecture.experts?.firstDenseLayers ?? 0 }
      parts.append(
        CachePart(.indexer, in: sparse, keyWidth: indexer.headWidth, valueWidth: architecture.valueHeadWidth))
    default: break
    }
  }

  /// DeepSeek V4: a window of single keys, compressed keys beside it, and the state of the compressors.
  private mutating func addDeepSeekV4(_ architecture: Architecture, _ builder: InventoryBuilder) {
    guard let part = architecture.deepSeekV4 else { return }
    let head = architecture.keyHeadWidth
    let window = architecture.slidingWindow?.window ?? 0
    parts.append(CachePart(.window(window), in: builder.all, keyWidth: head, valueWidth: 0))
    let indexer = architecture.indexer?.headWidth ?? 0
    for ratio in [4, 128] {
      let layers = builder.layers { $0 < part.compressRatios.count && part.compressRatios[$0] == ratio }
      parts.append(CachePart(.compressed(ratio), in: layers, keyWidth: head, valueWidth: 0))
      let count = layers.indices.count
      if ratio == 4 {
        parts.append(CachePart(.compressed(ratio), in: layers, keyWidth: indexer, valueWidth: 0))
        compressorNumbers += count * 2 * (2 * ratio) * (2 * head + 2 * indexer)
      } else {
        compressorNumbers += count * 2 * ratio * head
      }
    }
  }
}

extension Architecture.Recurrent {
  /// F32 numbers of one layer's convolution and state per sequence (llama-hparams.cpp, `n_embd_r` and `n_embd_s`).
  func numbers(embeddingWidth: Int) -> Int {
    let columns = max(convolutionWidth - 1, 0)
    switch kind {
    case .shortConvolution: return columns * embeddingWidth
    case .kimiDelta:
      let (heads, head) = (headCount ?? 0, headWidth ?? 0)
      return Saturating.add(
        Saturating.multiply(3 * columns, heads, head), Saturating.multiply(head, head, heads))
    case .mamba2, .gatedDeltaNet:
      let (inner, state) = (innerWidth ?? 0, stateWidth ?? 0)
      let mixed = Saturating.add(inner, Saturating.multiply(2 * (groupCount ?? 0), state))
      return Saturating.add(Saturating.multiply(columns, mixed), Saturating.multiply(state, inner))
    }
  }
}

extension Architecture {
  /// Encoders see the whole text at once and keep nothing.
  package var isEncoder: Bool {
    switch name {
    case "bert", "nomic-bert", "nomic-bert-moe", "modern-bert", "gemma-embedding": true
    default: false
    }
  }

  /// Layers from the first that have a cache of their own; the rest read an earlier one.
  var cachedLayerCount: Int {
    if let part = gemma3n { return min(part.layersWithKV, layerCount) }
    if let part = gemma4 { return max(layerCount - part.sharedKVLayers, 0) }
    return layerCount
  }

  /// For each layer, whether it sees the whole context.
  var globalLayerMask: [Bool] {
    guard let slidingWindow else { return [Bool](repeating: true, count: layerCount) }
    var mask = [Bool](repeating: false, count: layerCount)
    for layer in slidingWindow.globalLayers where layer < layerCount { mask[layer] = true }
    return mask
  }
}
