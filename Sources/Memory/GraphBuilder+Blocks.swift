import Architectures
import Models

/// Inputs that layers with attention over chosen blocks share, and the mask in single precision.
struct BlockInputs {
  var keyRows: GraphBuilder.Tensor
  var bias: GraphBuilder.Tensor
  var positionMask: GraphBuilder.Tensor
  var positionCells: GraphBuilder.Tensor
  var cellBlocks: GraphBuilder.Tensor
  var wideMask: GraphBuilder.Tensor
}

extension GraphBuilder {
  /// Positions that an empty cache is measured for when the buffer is reserved.
  private var reservedPositions: Int { 256 }

  private mutating func makeBlockInputs(_ blocks: Int) -> BlockInputs {
    if let blockInputs { return blockInputs }
    let inputs = BlockInputs(
      keyRows: graph.input(tokens, elementBytes: 8), bias: graph.input(blocks, tokens),
      positionMask: graph.input(reservedPositions, tokens), positionCells: graph.input(reservedPositions),
      cellBlocks: graph.input(cells), wideMask: graph.new(cells, tokens, from: fullMask))
    blockInputs = inputs
    return inputs
  }

  /// Attention whose mask is made per group of heads from the blocks with the best scores.
  mutating func blockSparseAttention(
    _ queries: Tensor, _ keys: Tensor, _ values: Tensor, _ shape: Attention, _ indexer: Indexer,
    _ input: Tensor
  ) -> Tensor {
    let (head, groups) = (indexer.headWidth, max(indexer.headCount, 1))
    let blocks = max(reservedPositions / max(indexer.blockSize ?? 128, 1), 1)
    let inputs = makeBlockInputs(blocks)
    let ownKeys = graph.map(norm(graph.view(multiply(head, input), head, 1, tokens)), positions)
    graph.expand(graph.store(graph.view(ownKeys, head, tokens), inputs.keyRows))
    var (query, key, value) = (queries, keys, values)
    if let rotation = rotations?.keys { (query, key) = (rotated(query, rotation), rotated(key, rotation)) }
    if let rotation = rotations?.values { value = rotated(value, rotation) }
    graph.expand(query)
    graph.expand(key)
    graph.expand(value)
    graph.expand(graph.store(graph.view(key, shape.kvHeads * shape.keyWidth, tokens), keyRows))
    graph.expand(graph.store(graph.view(value, shape.kvHeads * shape.valueWidth, tokens), valueRows))
    let mask = blockMask(blockScores(indexer, inputs, blocks, input), inputs, blocks, groups)
    let rows = graph.view(query, shape.keyWidth, shape.heads, tokens, isContiguous: false)
    let attended = graph.new(shape.valueWidth, shape.heads, tokens, from: rows, mask)
    let turned = graph.view(attended, shape.valueWidth, shape.heads, tokens, isContiguous: false)
    var current = graph.new(shape.heads * shape.valueWidth, tokens, from: turned)
    if let rotation = rotations?.values { current = rotated(current, rotation) }
    return graph.view(current, shape.heads * shape.valueWidth, tokens)
  }

  /// The best blocks per group of heads and token.
  private mutating func blockScores(
    _ indexer: Indexer, _ inputs: BlockInputs, _ blocks: Int, _ input: Tensor
  ) -> Tensor {
    let (head, groups) = (indexer.headWidth, max(indexer.headCount, 1))
    let gathered = graph.new(head, reservedPositions, from: graph.view(inputs.positionCells, reservedPositions, 1))
    let queries = graph.map(norm(graph.view(multiply(head * groups, input), head, groups, tokens)), positions)
    let scores = graph.new(
      reservedPositions, groups * tokens, from: gathered, graph.view(queries, head, groups * tokens))
    let shown = graph.write(
      into: graph.view(scores, reservedPositions, groups, tokens), scores,
      graph.view(inputs.positionMask, reservedPositions, 1, tokens))
    let pooled = graph.new(blocks, groups, tokens, from: shown)
    let biased = graph.map(pooled, graph.view(inputs.bias, blocks, 1, tokens))
    return graph.new(min(indexer.topKBlocks ?? blocks, blocks), groups, tokens, from: biased)
  }

  /// A mask over all cells per group of heads that hides all blocks but the chosen ones.
  private mutating func blockMask(_ chosen: Tensor, _ inputs: BlockInputs, _ blocks: Int, _ groups: Int) -> Tensor {
    let (count, rows) = (graph[chosen].columns, groups * tokens)
    let zeros = graph.map(graph.new(count, groups, tokens, from: chosen))
    let hidden = graph.map(graph.view(inputs.bias, blocks, 1, tokens))
    let narrow = graph.new(blocks, 1, tokens, from: hidden, elementBytes: 2)
    let repeated = graph.new(blocks, groups, tokens, from: narrow, elementBytes: 2)
    let opened = graph.write(
      into: graph.view(repeated, 1, blocks, rows), graph.view(zeros, 1, count, rows), graph.view(chosen, count, rows))
    let turned = graph.new(
      blocks, rows, from: graph.view(opened, blocks, groups, tokens, isContiguous: false), elementBytes: 2)
    let columns = graph.new(rows, blocks, from: graph.view(turned, rows, blocks, isContiguous: false), elementBytes: 2)
    let spread = graph.new(rows, cells, from: columns, graph.view(inputs.cellBlocks, cells, 1))
    let upright = graph.new(cells, rows, from: graph.view(spread, cells, rows, isContiguous: false))
    let combined = graph.write(
      into: graph.view(upright, cells, tokens, groups), upright, graph.view(inputs.wideMask, cells, tokens))
    return graph.new(cells, tokens, groups, from: combined, elementBytes: 2)
  }
}
