import Models

extension GraphBuilder {
  mutating func attention(_ layer: Int, _ input: Tensor) -> Tensor {
    if let latent = architecture.latentAttention { return latentAttention(latent, layer, input) }
    let shape = shapes.shape(layer)
    let hasCache = layer < architecture.cachedLayerCount
    var query: Tensor
    var key: Tensor
    var value: Tensor
    let columns = (
      query: shape.heads * shape.keyWidth, key: shape.kvHeads * shape.keyWidth, value: shape.kvHeads * shape.valueWidth
    )
    var gate: Tensor?
    if rules.hasFusedQKV {
      let all = bias(multiply(columns.query + columns.key + columns.value, input), rules.hasQKVBias)
      query = graph.view(all, shape.keyWidth, shape.heads, tokens, isContiguous: false)
      key = graph.view(all, shape.keyWidth, shape.kvHeads, tokens, isContiguous: false)
      value = graph.view(all, shape.valueWidth, shape.kvHeads, tokens, isContiguous: false)
    } else {
      query = bias(multiply(rules.hasDoubleQ ? 2 * columns.query : columns.query, input), rules.hasQKVBias)
      if rules.hasDoubleQ {
        let both = query
        query = graph.view(both, shape.keyWidth, shape.heads, tokens, isContiguous: false)
        gate = graph.view(both, shape.keyWidth, shape.heads, tokens, isContiguous: false)
      }
      key = bias(multiply(columns.key, input), rules.hasQKVBias)
      value = shape.hasValue ? bias(multiply(columns.value, input), rules.hasQKVBias) : key
      if rules.queryKeyNorm == .fullWidth, !traits.normsHeadsSeparately {
        query = norm(query)
        key = norm(key)
      }
      if !rules.hasDoubleQ { query = graph.view(query, shape.keyWidth, shape.heads, tokens) }
      key = graph.view(key, shape.keyWidth, shape.kvHeads, tokens)
      value = graph.view(value, shape.valueWidth, shape.kvHeads, tokens)
    }
    if rules.queryKeyNorm == .perHead && !traits.normsAfterRope || traits.normsHeadsSeparately {
      query = norm(query)
      key = norm(key)
    }
    if rotatesPositions(layer) {
      query = graph.map(query, positions)
      key = graph.map(key, positions)
    }
    if rules.queryKeyNorm == .perHead, traits.normsAfterRope {
      query = norm(query)
      key = norm(key)
    }
    if traits.scalesQuery { query = graph.map(query) }
    if traits.normsValues { value = graph.map(value) }
    if isBlockSparse(layer) {
      return multiply(architecture.embeddingWidth, blockSparseAttention(query, key, value, shape, input))
    }
    var current = attend(query, key, value, shape, layer, stores: hasCache)
    if let gate {
      let own = graph.new(columns.query, tokens, from: gate)
      current = graph.map(current, graph.map(own))
    }
    switch rules.attentionGate {
    case .none: break
    case .perHead:
      let factor = graph.map(multiply(shape.heads, input))
      let heads = graph.view(current, shape.valueWidth, shape.heads, tokens)
      current = graph.view(graph.map(heads, factor), columns.query, tokens)
    case .perElement: current = graph.map(current, graph.map(multiply(columns.query, input)))
    }
    return bias(multiply(architecture.embeddingWidth, current), rules.hasOutputBias)
  }

  private func rotatesPositions(_ layer: Int) -> Bool {
    switch traits.rotation {
    case .all: true
    case .none: false
    case .windows: !globalLayers[layer]
    case .windowsAndDense: !globalLayers[layer] || layer < architecture.experts?.firstDenseLayers ?? 0
    }
  }

  /// Stores keys and values, and computes the weighted values of all heads.
  mutating func attend(
    _ queries: Tensor, _ keys: Tensor, _ values: Tensor, _ shape: AttentionShape, _ layer: Int, stores: Bool
  ) -> Tensor {
    var (query, key, value) = (queries, keys, values)
    let isGlobal = globalLayers[layer] || window == nil && !traits.isEncoder
    let mask = isGlobal ? fullMask : windowMask
    if traits.isEncoder {
      for tensor in [query, key, value] { graph.expand(tensor) }
      return scores(query, shape, cells: tokens, mask, own: (key, value))
    }
    let rotations = isGlobal ? rotations : windowRotations
    if let rotation = rotations?.keys {
      query = rotated(query, rotation)
      if stores { key = rotated(key, rotation) }
    }
    if let rotation = rotations?.values, stores { value = rotated(value, rotation) }
    graph.expand(query)
    if stores {
      // Models with windows have the two the other way round.
      graph.expand(window == nil ? value : key)
      graph.expand(window == nil ? key : value)
      let flatKey = graph.view(key, shape.kvHeads * shape.keyWidth, tokens)
      graph.expand(graph.store(flatKey, isGlobal ? keyRows : windowKeyRows))
      var flatValue = value
      if workload.flashAttention {
        flatValue = graph.view(value, shape.kvHeads * shape.valueWidth, tokens)
      } else if shape.valuesPerToken < widestValues {
        let padded = graph.new(widestValues, tokens, from: graph.view(value, shape.valuesPerToken, tokens))
        flatValue = graph.view(padded, 1, tokens * widestValues)
      } else if rules.hasFusedQKV {
        flatValue = graph.new(shape.kvHeads * shape.valueWidth, tokens, from: value)
      } else {
        flatValue = graph.view(value, 1, tokens * shape.kvHeads * shape.valueWidth)
      }
      graph.expand(graph.store(flatValue, isGlobal ? valueRows : windowValueRows))
    }
    var current = scores(query, shape, cells: isGlobal ? cells : windowCells, mask, own: nil)
    if let rotation = rotations?.values { current = rotated(current, rotation) }
    return current
  }

  /// Attention itself: one fused operation, or scores, softmax and values one after the other.
  private mutating func scores(
    _ query: Tensor, _ shape: AttentionShape, cells: Int, _ mask: Tensor, own: (key: Tensor, value: Tensor)?
  ) -> Tensor {
    let rows = graph.view(query, shape.keyWidth, tokens, shape.heads, isContiguous: false)
    let output = shape.heads * shape.valueWidth
    if workload.flashAttention {
      var result: Tensor
      if let own {
        let key = graph.new(shape.keyWidth, tokens, shape.kvHeads, from: own.key, elementBytes: 2)
        let value = graph.new(shape.valueWidth, tokens, shape.kvHeads, from: own.value, elementBytes: 2)
        result = graph.new(shape.valueWidth, shape.heads, tokens, from: rows, key, value, mask)
      } else {
        result = graph.new(shape.valueWidth, shape.heads, tokens, from: rows, mask)
      }
      result = graph.view(result, output, tokens)
      graph.expand(result)
      return result
    }
    var weights: Tensor
    if let own {
      let key = graph.view(own.key, shape.keyWidth, tokens, shape.kvHeads, isContiguous: false)
      weights = graph.new(cells, tokens, shape.heads, from: key, rows)
    } else {
      weights = graph.new(cells, tokens, shape.heads, from: rows)
    }
    if traits.softCapsScores { for _ in 0..<3 { weights = graph.map(weights) } }
    weights = graph.map(weights, mask)
    let heads: Tensor
    if let own {
      let value = graph.new(tokens, shape.valueWidth, shape.kvHeads, from: own.value)
      heads = graph.new(shape.valueWidth, tokens, shape.heads, from: value, weights)
    } else {
      heads = graph.new(shape.valueWidth, tokens, shape.heads, from: weights)
    }
    let turned = graph.view(heads, shape.valueWidth, shape.heads, tokens, isContiguous: false)
    let result = graph.new(output, tokens, from: turned)
    graph.expand(result)
    return result
  }
}
