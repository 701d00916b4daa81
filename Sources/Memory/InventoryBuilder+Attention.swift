import Models

extension InventoryBuilder {
  /// Width of one head in a layer; Gemma 4 has wider heads in its global layers.
  func headWidth(_ layer: Int) -> Int {
    guard let part = architecture.gemma4, architecture.isGlobal(layer) else { return architecture.keyHeadWidth }
    return part.globalHeadWidth
  }

  mutating func addAttention(_ rules: BlockRules, in attention: LayerList) {
    for kind in kinds(of: attention) { addAttention(rules, kind: kind.shape, in: kind.layers) }
  }

  private mutating func addAttention(_ rules: BlockRules, kind: AttentionShape, in layers: LayerList) {
    let width = architecture.embeddingWidth
    let query = kind.heads * kind.keyWidth
    let key = kind.kvHeads * kind.keyWidth
    let value = kind.kvHeads * kind.valueWidth
    let output = kind.heads * kind.valueWidth
    if rules.hasFusedQKV {
      matrix(.attentionQKV, width, query + key + value, in: layers)
    } else {
      matrix(.attentionQ, width, rules.hasDoubleQ ? query * 2 : query, in: layers)
      if kind.hasKey {
        matrix(.attentionK, width, key, in: layers)
        if kind.hasValue { matrix(.attentionV, width, value, in: layers) }
      }
    }
    matrix(.attentionOutput, output, width, in: layers)
    switch rules.attentionGate {
    case .none: break
    case .perHead: matrix(.other, width, kind.heads, in: layers)
    case .perElement: matrix(.other, width, query, in: layers)
    }
    var numbers = 0
    if rules.hasQKVBias { numbers += query + key + value }
    if rules.hasOutputBias { numbers += width }
    switch rules.queryKeyNorm {
    case .none: break
    case .perHead: numbers += kind.keyWidth + (kind.hasKey ? kind.keyWidth : 0)
    case .fullWidth: numbers += query + key
    }
    if rules.hasSinks { numbers += kind.heads }
    if kind.hasSinks { numbers += kind.heads }
    plain(numbers, in: layers)
  }

  /// Multi-head latent attention: low-rank queries, one latent row for keys and values.
  mutating func addLatentAttention(_ latent: Architecture.LatentAttention, _ rules: BlockRules, in layers: LayerList) {
    let width = architecture.embeddingWidth
    let heads = architecture.headCount[layers.indices.first ?? 0]
    let keyWidth = latent.nopeHeadWidth + latent.ropeHeadWidth
    if let rank = latent.queryRank, rank > 0 {
      matrix(.other, width, rank, in: layers)
      matrix(.other, rank, heads * keyWidth, in: layers)
      plain(rank, in: layers)
    } else {
      matrix(.attentionQ, width, heads * keyWidth, in: layers)
    }
    matrix(.other, width, latent.kvRank + latent.ropeHeadWidth, in: layers)
    plain(latent.kvRank, in: layers)
    matrix(.other, latent.nopeHeadWidth, latent.kvRank, in: layers, stacked: heads)
    matrix(.other, latent.kvRank, latent.valueHeadWidth, in: layers, stacked: heads)
    matrix(.attentionOutput, heads * latent.valueHeadWidth, width, in: layers)
    if architecture.name == "bailingmoe3" { matrix(.other, width, heads, in: layers) }
    if architecture.name == "kimi-k3" { matrix(.other, width, heads * latent.valueHeadWidth, in: layers) }
  }

  /// The lightning indexer that picks the keys of sparse attention.
  mutating func addIndexer(in attention: LayerList) {
    guard let indexer = architecture.indexer, architecture.name != "deepseek4" else { return }
    let width = architecture.embeddingWidth
    let columns = indexer.headCount * indexer.headWidth
    if architecture.name == "minimax-m3" || architecture.name == "qwen4exp" {
      let sparse =
        architecture.name == "minimax-m3"
        ? layers { $0 >= architecture.experts?.firstDenseLayers ?? 0 } : attention
      matrix(.kept, width, columns, in: sparse)
      matrix(.kept, width, indexer.headWidth, in: sparse)
      plain(indexer.headWidth * 2, in: sparse)
      return
    }
    let chosen = indexer.layers.map { list in LayerList(list.filter { $0 < architecture.layerCount }) } ?? attention
    matrix(.other, width, indexer.headCount, in: chosen)
    matrix(.other, width, indexer.headWidth, in: chosen)
    matrix(.other, architecture.latentAttention?.queryRank ?? width, columns, in: chosen)
    plain(indexer.headWidth * 2, in: chosen)
  }

  /// DeepSeek V4: one shared key head, grouped low-rank output, compressed caches, hyper-connections.
  mutating func addDeepSeekV4Attention(in layers: LayerList) {
    guard let part = architecture.deepSeekV4 else { return }
    let width = architecture.embeddingWidth
    let heads = architecture.headCount[0]
    let head = architecture.keyHeadWidth
    matrix(.other, width, part.queryRank, in: layers)
    matrix(.other, part.queryRank, heads * head, in: layers)
    matrix(.other, width, head, in: layers)
    matrix(
      .other, part.outputGroups > 0 ? heads * head / part.outputGroups : 0, part.outputRank * part.outputGroups,
      in: layers)
    matrix(.other, part.outputGroups * part.outputRank, width, in: layers)
    let mix = (2 + part.hyperConnections) * part.hyperConnections
    matrix(.other, part.hyperConnections * width, mix, in: layers, times: 2)
    plain(heads + part.queryRank + head + 2 * (mix + 3), in: layers)
    let compressed: [(ratio: Int, overlap: Int)] = [(4, 2), (128, 1)]
    for (ratio, overlap) in compressed {
      let chosen = self.layers { $0 < part.compressRatios.count && part.compressRatios[$0] == ratio }
      matrix(.other, width, overlap * head, in: chosen, times: 2)
      matrix(.other, overlap * head, ratio, in: chosen)
      plain(head, in: chosen)
      guard ratio == 4, let indexer = architecture.indexer else { continue }
      matrix(.other, width, indexer.headCount, in: chosen)
      matrix(.other, part.queryRank, indexer.headCount * indexer.headWidth, in: chosen)
      matrix(.other, width, 2 * indexer.headWidth, in: chosen, times: 2)
      matrix(.other, 2 * indexer.headWidth, ratio, in: chosen)
      plain(indexer.headWidth, in: chosen)
    }
  }
}

/// The dimensions of one kind of attention layer.
struct AttentionShape: Equatable {
  var heads: Int
  var kvHeads: Int
  var keyWidth: Int
  var valueWidth: Int
  /// False in layers that read another layer's cache.
  var hasKey = true
  /// False where keys serve as values.
  var hasValue = true
  var hasSinks = false

  var valuesPerToken: Int { Saturating.multiply(kvHeads, valueWidth) }
}

extension InventoryBuilder {
  /// The attention layers grouped by shape, in order of first appearance.
  func kinds(of attention: LayerList) -> [(shape: AttentionShape, layers: LayerList)] {
    if case .all = architecture.headCount, case .all = architecture.kvHeadCount, architecture.gemma4 == nil,
      architecture.name != "mimo2", let first = attention.indices.first
    {
      return [(shape(first), attention)]
    }
    var kinds: [(shape: AttentionShape, layers: LayerList)] = []
    for layer in attention.indices {
      let shape = shape(layer)
      if let index = kinds.firstIndex(where: { $0.shape == shape }) {
        kinds[index].layers.indices.append(layer)
      } else {
        kinds.append((shape, LayerList([layer])))
      }
    }
    return kinds
  }

  func shape(_ layer: Int) -> AttentionShape {
    var shape = AttentionShape(
      heads: architecture.headCount[layer], kvHeads: architecture.kvHeadCount[layer],
      keyWidth: architecture.keyHeadWidth, valueWidth: architecture.valueHeadWidth)
    if let part = architecture.gemma4 {
      let isGlobal = architecture.isGlobal(layer)
      if isGlobal { (shape.keyWidth, shape.valueWidth) = (part.globalHeadWidth, part.globalHeadWidth) }
      shape.hasKey = layer < architecture.layerCount - part.sharedKVLayers
      shape.hasValue = !(isGlobal && part.keysEqualValues)
    }
    if architecture.name == "mimo2" { shape.hasSinks = !architecture.isGlobal(layer) }
    return shape
  }
}

extension Architecture {
  /// Whether a layer sees the whole context.
  func isGlobal(_ layer: Int) -> Bool {
    guard let slidingWindow else { return true }
    return slidingWindow.globalLayers.contains(layer)
  }
}
