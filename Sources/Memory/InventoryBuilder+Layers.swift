import Architectures

extension TensorInventory {
  /// The tensors of a model: outside the layers, then layers' parts, equal ones of all layers together.
  init(_ structure: ModelStructure) {
    var builder = InventoryBuilder(structure)
    builder.addGlobals()
    builder.addLayers()
    builder.count()
    builder.inventory.countElements()
    self = builder.inventory
  }
}

extension InventoryBuilder {
  fileprivate mutating func addGlobals() {
    let globals = structure.globals
    let (width, vocabulary) = (globals.embeddingWidth, globals.vocabularySize)
    global(.tokenEmbedding, width, vocabulary, site: .input, isLookup: true)
    if !globals.hasTiedEmbeddings { global(.output, width, vocabulary, site: .output) }
    for tensor in globals.tensors {
      let shape = tensor.shape
      global(
        shape.role, shape.width, shape.rows, site: tensor.site, isLookup: tensor.isLookup, stacked: shape.depth)
    }
  }

  fileprivate mutating func addLayers() {
    let width = structure.globals.embeddingWidth
    let numbersPerNorm = structure.globals.norm.hasBias ? 2 * width : width
    for group in structure.layers(by: { $0.normCount * numbersPerNorm + $0.norms.extraNumbers }) {
      plain(group.part, in: LayerList(group.layers))
    }
    // What is told apart only by what the cache keeps has the same tensors.
    for group in structure.layers(by: \.attention?.tensorShape) { add(group.part, in: LayerList(group.layers)) }
    for group in structure.layers(by: \.latent) { add(group.part, in: LayerList(group.layers)) }
    for group in structure.layers(by: \.recurrence) { add(group.part, in: LayerList(group.layers)) }
    addOwnTensors()
    inventory.expertLayers = LayerList(structure.layers { $0.experts != nil })
    for group in structure.layers(by: \.experts?.router) { add(group.part, in: LayerList(group.layers)) }
    for group in structure.layers(by: \.experts?.withoutRouter) { add(group.part, in: LayerList(group.layers)) }
    for group in structure.layers(by: \.dense) where group.part.width > 0 {
      add(group.part, in: LayerList(group.layers))
    }
    for group in structure.layers(by: \.indexer) { add(group.part, in: LayerList(group.layers)) }
  }

  /// What only the model's family has.
  private mutating func addOwnTensors() {
    var seen: [TensorShape] = []
    for shape in structure.kinds.flatMap(\.ownTensors) where !seen.contains(shape) {
      seen.append(shape)
      let layers = LayerList(structure.layers { $0.ownTensors.contains(shape) })
      if shape.role == .plain {
        plain(shape.width, in: layers)
      } else {
        matrix(shape.role, shape.width, shape.rows, in: layers, stacked: shape.depth, times: shape.count)
      }
    }
  }

  private mutating func add(_ attention: Attention, in layers: LayerList) {
    let width = structure.globals.embeddingWidth
    let (query, key, value) = (attention.queryColumns, attention.keyColumns, attention.valueColumns)
    switch attention.projection {
    case .own: return
    case .fused: matrix(.attentionQKV, width, query + key + value, in: layers)
    case .separate, .gatedQuery:
      matrix(.attentionQ, width, attention.projection == .gatedQuery ? query * 2 : query, in: layers)
      if attention.hasKey {
        matrix(.attentionK, width, key, in: layers)
        if attention.hasValue { matrix(.attentionV, width, value, in: layers) }
      }
    }
    matrix(.attentionOutput, attention.heads * attention.valueWidth, width, in: layers)
    switch attention.outputGate {
    case .none: break
    case .perHead: matrix(.other, width, attention.heads, in: layers)
    case .perElement: matrix(.other, width, query, in: layers)
    }
    var numbers = attention.hasInputBias ? query + key + value : 0
    if attention.hasOutputBias { numbers += width }
    switch attention.queryKeyNorm {
    case .none: break
    case .perHead, .perHeadAfterRotation: numbers += attention.keyWidth * (attention.hasKey ? 2 : 1)
    case .fullWidth, .separatePerHead: numbers += query + key
    }
    if attention.hasSinks { numbers += attention.heads }
    plain(numbers, in: layers)
  }

  private mutating func add(_ latent: LatentAttention, in layers: LayerList) {
    let width = structure.globals.embeddingWidth
    let queries = latent.heads * latent.keyWidth
    if latent.queryRank > 0 {
      matrix(.other, width, latent.queryRank, in: layers)
      matrix(.other, latent.queryRank, queries, in: layers)
      plain(latent.queryRank, in: layers)
    } else {
      matrix(.attentionQ, width, queries, in: layers)
    }
    matrix(.other, width, latent.rowWidth, in: layers)
    plain(latent.kvRank, in: layers)
    matrix(.other, latent.nopeHeadWidth, latent.kvRank, in: layers, stacked: latent.heads)
    matrix(.other, latent.kvRank, latent.valueHeadWidth, in: layers, stacked: latent.heads)
    matrix(.attentionOutput, latent.heads * latent.valueHeadWidth, width, in: layers)
    if latent.hasGatePerHead { matrix(.other, width, latent.heads, in: layers) }
  }

  private mutating func add(_ indexer: Indexer, in layers: LayerList) {
    let width = structure.globals.embeddingWidth
    if indexer.picksBlocks {
      for shape in indexer.blockTensors(embeddingWidth: width) where shape.role != .plain {
        matrix(shape.role, shape.width, shape.rows, in: layers)
      }
    } else {
      matrix(.other, width, indexer.headCount, in: layers)
      matrix(.other, width, indexer.headWidth, in: layers)
      matrix(.other, indexer.queryInputWidth, indexer.headCount * indexer.headWidth, in: layers)
    }
    plain(indexer.headWidth * 2, in: layers)
  }
}

extension Attention {
  /// The attention as far as its tensors depend on it.
  fileprivate var tensorShape: Attention {
    var shape = self
    (shape.storesKeys, shape.window, shape.rotatesPositions) = (true, nil, true)
    return shape
  }
}
