import Architectures
import Models

extension GraphBuilder {
  mutating func attention(_ layer: Layer, _ input: Tensor) -> Tensor {
    if let latent = layer.latent { return latentAttention(latent, layer.indexer, input) }
    guard let attention = layer.attention else { return input }
    var (query, key, value, gate) = projections(attention, input)
    if attention.queryKeyNorm == .perHead || attention.queryKeyNorm == .separatePerHead {
      query = norm(query)
      key = norm(key)
    }
    if attention.rotatesPositions {
      query = graph.map(query, positions)
      key = graph.map(key, positions)
    }
    if attention.queryKeyNorm == .perHeadAfterRotation {
      query = norm(query)
      key = norm(key)
    }
    if attention.scalesQuery { query = graph.map(query) }
    if attention.normsValues { value = graph.map(value) }
    // Picking blocks needs flash attention.
    if let indexer = layer.indexer, indexer.picksBlocks, workload.flashAttention {
      return multiply(globals.embeddingWidth, blockSparseAttention(query, key, value, attention, indexer, input))
    }
    var current = attend(query, key, value, attention)
    if let gate {
      let own = graph.new(attention.queryColumns, tokens, from: gate)
      current = graph.map(current, graph.map(own))
    }
    switch attention.outputGate {
    case .none: break
    case .perHead:
      let factor = graph.map(multiply(attention.heads, input))
      let heads = graph.view(current, attention.valueWidth, attention.heads, tokens)
      current = graph.view(graph.map(heads, factor), attention.queryColumns, tokens)
    case .perElement: current = graph.map(current, graph.map(multiply(attention.queryColumns, input)))
    }
    return bias(multiply(globals.embeddingWidth, current), attention.hasOutputBias)
  }

  /// Queries, keys and values by head, and what gates the output.
  private mutating func projections(
    _ shape: Attention, _ input: Tensor
  ) -> (query: Tensor, key: Tensor, value: Tensor, gate: Tensor?) {
    if shape.projection == .fused {
      let all = bias(multiply(shape.queryColumns + shape.keyColumns + shape.valueColumns, input), shape.hasInputBias)
      return (
        graph.view(all, shape.keyWidth, shape.heads, tokens, isContiguous: false),
        graph.view(all, shape.keyWidth, shape.kvHeads, tokens, isContiguous: false),
        graph.view(all, shape.valueWidth, shape.kvHeads, tokens, isContiguous: false), nil
      )
    }
    let isDouble = shape.projection == .gatedQuery
    var query = bias(multiply(isDouble ? 2 * shape.queryColumns : shape.queryColumns, input), shape.hasInputBias)
    var gate: Tensor?
    if isDouble {
      let both = query
      query = graph.view(both, shape.keyWidth, shape.heads, tokens, isContiguous: false)
      gate = graph.view(both, shape.keyWidth, shape.heads, tokens, isContiguous: false)
    }
    var key = bias(multiply(shape.keyColumns, input), shape.hasInputBias)
    let value = shape.hasValue ? bias(multiply(shape.valueColumns, input), shape.hasInputBias) : key
    if shape.queryKeyNorm == .fullWidth {
      query = norm(query)
      key = norm(key)
    }
    if !isDouble { query = graph.view(query, shape.keyWidth, shape.heads, tokens) }
    key = graph.view(key, shape.keyWidth, shape.kvHeads, tokens)
    return (query, key, graph.view(value, shape.valueWidth, shape.kvHeads, tokens), gate)
  }

  /// Stores keys and values, and computes the weighted values of all heads.
  mutating func attend(
    _ queries: Tensor, _ keys: Tensor, _ values: Tensor, _ shape: Attention
  ) -> Tensor {
    var (query, key, value) = (queries, keys, values)
    let (isGlobal, stores) = (shape.window == nil, shape.storesKeys)
    let mask = isGlobal ? fullMask : windowMask
    if globals.isEncoder {
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
      let flatKey = graph.view(key, shape.keyColumns, tokens)
      graph.expand(graph.store(flatKey, isGlobal ? keyRows : windowKeyRows))
      var flatValue = value
      if workload.flashAttention {
        flatValue = graph.view(value, shape.valueColumns, tokens)
      } else if shape.valueColumns < widestValues {
        let padded = graph.new(widestValues, tokens, from: graph.view(value, shape.valueColumns, tokens))
        flatValue = graph.view(padded, 1, tokens * widestValues)
      } else if shape.projection == .fused {
        flatValue = graph.new(shape.valueColumns, tokens, from: value)
      } else {
        flatValue = graph.view(value, 1, tokens * shape.valueColumns)
      }
      graph.expand(graph.store(flatValue, isGlobal ? valueRows : windowValueRows))
    }
    var current = scores(query, shape, cells: isGlobal ? cells : windowCells, mask, own: nil)
    if let rotation = rotations?.values { current = rotated(current, rotation) }
    return current
  }

  /// Attention itself: one fused operation, or scores, softmax and values one after the other.
  private mutating func scores(
    _ query: Tensor, _ shape: Attention, cells: Int, _ mask: Tensor, own: (key: Tensor, value: Tensor)?
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
    if shape.softCapsScores { for _ in 0..<3 { weights = graph.map(weights) } }
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
