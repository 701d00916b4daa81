import Architectures
import Models

extension GraphBuilder {
  /// Latent attention with the up-projection of keys absorbed into the queries.
  mutating func latentAttention(_ latent: LatentAttention, _ indexer: Indexer?, _ input: Tensor) -> Tensor {
    let (heads, rowWidth) = (latent.heads, latent.rowWidth)
    var query: Tensor
    var chosen: Tensor?
    if latent.queryRank > 0 {
      let low = norm(multiply(latent.queryRank, input))
      // Layers without an indexer of their own take over an earlier choice.
      chosen = indexer.map { chosenCells($0, low, input) } ?? lastChosenCells
      query = multiply(heads * latent.keyWidth, low)
    } else {
      query = multiply(heads * latent.keyWidth, input)
    }
    let plain = graph.view(query, latent.nopeHeadWidth, heads, tokens, isContiguous: false)
    let turning = graph.view(query, latent.ropeHeadWidth, heads, tokens, isContiguous: false)
    let compressed = multiply(rowWidth, input)
    let row = graph.view(compressed, latent.kvRank, tokens, isContiguous: false)
    let turningKey = graph.view(compressed, latent.ropeHeadWidth, 1, tokens, isContiguous: false)
    let rotatedQuery = graph.map(turning, positions)
    let rotatedKey = graph.map(turningKey, positions)
    let normed = norm(row)
    let permuted = graph.view(plain, latent.nopeHeadWidth, tokens, heads, isContiguous: false)
    let absorbed = graph.new(latent.kvRank, tokens, heads, from: permuted)
    let back = graph.view(absorbed, latent.kvRank, heads, tokens, isContiguous: false)
    query = graph.new(rowWidth, heads, tokens, from: back, rotatedQuery)
    let latentRow = graph.view(normed, latent.kvRank, 1, tokens)
    let key = graph.new(rowWidth, 1, tokens, from: latentRow, rotatedKey)
    graph.expand(query)
    graph.expand(latentRow)
    graph.expand(key)
    graph.expand(graph.store(graph.view(key, rowWidth, tokens), keyRows))
    let mask = chosen.map { sparseMask($0) } ?? fullMask
    let rows = graph.view(query, rowWidth, tokens, heads, isContiguous: false)
    var result: Tensor
    if workload.flashAttention {
      let attended = graph.new(latent.kvRank, heads, tokens, from: rows, mask)
      let turned = graph.view(attended, latent.kvRank, tokens, heads, isContiguous: false)
      let values = graph.new(latent.valueHeadWidth, tokens, heads, from: turned)
      result = graph.new(
        latent.valueHeadWidth, heads, tokens,
        from: graph.view(values, latent.valueHeadWidth, heads, tokens, isContiguous: false))
      result = graph.view(result, heads * latent.valueHeadWidth, tokens)
    } else {
      var weights = graph.new(cells, tokens, heads, from: rows)
      weights = graph.map(weights, mask)
      let transposed = graph.new(
        cells, latent.kvRank, from: keyRows, elementBytes: workload.keyCacheType == .f32 ? 4 : 2)
      let sums = graph.new(latent.kvRank, tokens, heads, from: transposed, weights)
      let values = graph.new(latent.valueHeadWidth, tokens, heads, from: sums)
      result = graph.new(
        heads * latent.valueHeadWidth, tokens,
        from: graph.view(values, latent.valueHeadWidth, heads, tokens, isContiguous: false))
    }
    graph.expand(result)
    if latent.hasGatePerHead {
      let gate = graph.map(multiply(heads, input))
      let values = graph.view(result, latent.valueHeadWidth, heads, tokens)
      result = graph.new(heads * latent.valueHeadWidth, tokens, from: graph.map(values, gate))
    }
    return multiply(globals.embeddingWidth, result)
  }

  /// The indexer's choice of cells.
  private mutating func chosenCells(_ indexer: Indexer, _ low: Tensor, _ input: Tensor) -> Tensor {
    let rotation = indexerRotation ?? graph.input(128, 128)
    let mask = indexerMask ?? graph.input(cells, tokens, elementBytes: 2)
    (indexerRotation, indexerMask) = (rotation, mask)
    var query = multiply(indexer.headCount * indexer.headWidth, low)
    query = graph.map(graph.view(query, indexer.headWidth, indexer.headCount, tokens), positions)
    let product = multiply(indexer.headWidth, input)
    var key = graph.map(graph.map(graph.new(indexer.headWidth, tokens, from: product)))
    key = graph.map(graph.view(key, indexer.headWidth, 1, tokens), positions)
    query = graph.new(indexer.headWidth, indexer.headCount, tokens, from: rotation, query)
    key = graph.new(indexer.headWidth, 1, tokens, from: rotation, key)
    graph.expand(graph.store(graph.view(key, indexer.headWidth, tokens), keyRows))
    let weights = graph.map(graph.view(multiply(indexer.headCount, input), indexer.headCount, tokens))
    let rows = graph.view(query, indexer.headWidth, indexer.headCount, tokens)
    let scores = graph.new(cells, tokens, from: rows, weights, mask)
    let top = graph.new(min(indexer.topK ?? cells, cells), tokens, from: scores)
    let chosen = graph.new(min(indexer.topK ?? cells, cells), tokens, from: top)
    lastChosenCells = chosen
    return chosen
  }

  /// A mask that hides all cells but the chosen ones.
  private mutating func sparseMask(_ chosen: Tensor) -> Tensor {
    let elementBytes = workload.flashAttention ? 2 : 4
    let hidden = graph.new(cells, tokens, from: fullMask, elementBytes: elementBytes)
    let open = graph.map(graph.input(1, graph[chosen].columns * tokens))
    let list = graph.view(chosen, graph[chosen].columns, tokens)
    let marked = graph.write(
      into: graph.view(hidden, 1, cells * tokens), graph.view(open, 1, graph[chosen].columns * tokens), list)
    return graph.new(cells, tokens, from: graph.view(marked, cells, tokens), fullMask, elementBytes: elementBytes)
  }
}
