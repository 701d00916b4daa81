import Models

/// Builds the compute graph that llama.cpp reserves for one micro-batch.
///
/// Block order and operations follow src/models/*.cpp and llama-graph.cpp, since the order decides what is alive
/// together.
struct GraphBuilder {
  typealias Tensor = ComputeGraph.Tensor

  let architecture: Architecture
  let workload: Workload
  let rules: BlockRules
  let traits: GraphTraits
  /// Per layer: whether it keeps recurrent state, and whether it has routed experts.
  private let recurrentMask: [Bool]
  private let routedMask: [Bool]
  var graph = ComputeGraph()
  /// After how many repetitions of the layers' pattern memory is expected to be arranged as before; nil: build all.
  var cycle: Int?
  /// The part of the graph's order that one such cycle is.
  var repeated: Range<Int>?
  /// Cycles that are tried, the usual one first.
  static let cycles = [1, 2, 3, 4, 5]
  /// Tokens of the micro-batch.
  let tokens: Int
  /// Cells of the full cache and of the windows, over all sequences.
  let cells: Int
  let windowCells: Int
  let window: Int?
  let shapes: InventoryBuilder
  let globalLayers: [Bool]
  /// Values of one token in the layer with most of them: all layers' transposed values are stored that wide.
  private(set) var widestValues = 1
  var positions = 0
  var outputRows = 0
  var fullMask = 0
  var windowMask = 0
  var keyRows = 0
  var valueRows = 0
  var windowKeyRows = 0
  var windowValueRows = 0
  /// What quantized caches are rotated with; the windows' own cache has inputs of its own.
  var rotations: Rotations?
  var windowRotations: Rotations?
  /// Which recurrent states a batch reads, and which others are moved.
  var stateRows = 0
  var otherStateRows = 0
  /// Inputs of the indexer of sparse attention, and its last choice.
  var indexerRotation: Tensor?
  var indexerMask: Tensor?
  var lastChosenCells: Tensor?
  /// Inputs of attention over chosen blocks.
  var blockInputs: BlockInputs?
  /// Gemma 4's embeddings per layer, for all layers at once.
  var perLayerInputs: Tensor?

  init(_ architecture: Architecture, _ workload: Workload) {
    self.architecture = architecture
    self.workload = workload
    rules = BlockRules(architecture)
    traits = GraphTraits(architecture, rules)
    tokens = workload.effectiveMicroBatch
    cells = workload.paddedContext
    let isEncoder = traits.isEncoder
    window = architecture.slidingWindow.flatMap { $0.isIgnoredByLlamaCpp || isEncoder ? nil : $0.window }
    windowCells =
      window.map { CachePart(.window($0), in: LayerList(), keyWidth: 0, valueWidth: 0).cells(workload) } ?? 0
    shapes = InventoryBuilder(architecture)
    globalLayers = architecture.globalLayerMask
    recurrentMask = Self.mask(shapes.recurrentLayers, architecture.layerCount)
    routedMask = Self.mask(shapes.routedLayers, architecture.layerCount)
  }

  private static func mask(_ layers: LayerList, _ count: Int) -> [Bool] {
    var mask = [Bool](repeating: false, count: count)
    for layer in layers.indices where layer < count { mask[layer] = true }
    return mask
  }

  func isRecurrent(_ layer: Int) -> Bool { recurrentMask[layer] }
  func isRouted(_ layer: Int) -> Bool { routedMask[layer] }

  /// Bytes of the whole buffer; with `buildsAllLayers` without any shortcut, to test the shortcut.
  static func bytes(_ architecture: Architecture, _ workload: Workload, buildsAllLayers: Bool = false) -> Int {
    for cycle in buildsAllLayers ? [] : cycles {
      var builder = GraphBuilder(architecture, workload)
      builder.cycle = cycle
      builder.build()
      let reservation = builder.graph.reservation(repeating: builder.repeated)
      if reservation.repeats { return reservation.bytes }
    }
    var builder = GraphBuilder(architecture, workload)
    builder.build()
    return builder.graph.reservation(repeating: nil).bytes
  }

  // MARK: Operations

  /// Rows of `width` from a matrix multiplication with `input`.
  mutating func multiply(_ width: Int, _ input: Tensor) -> Tensor {
    let shape = graph[input]
    return graph.new(width, shape.rows, shape.depth, from: input)
  }

  mutating func norm(_ input: Tensor, hasBias: Bool = false) -> Tensor {
    // Layer norms, other than root-mean-square norms, never overwrite their input.
    let shape = graph[input]
    var current = traits.isLayerNorm ? graph.new(shape.columns, shape.rows, shape.depth, from: input) : graph.map(input)
    current = graph.map(current)
    return hasBias ? graph.map(current) : current
  }

  mutating func bias(_ input: Tensor, _ isWanted: Bool) -> Tensor { isWanted ? graph.map(input) : input }

  /// Only the rows that are asked for at the end.
  mutating func outputs(of input: Tensor) -> Tensor {
    graph.new(graph[input].columns, tokens, from: input, outputRows)
  }

  // MARK: Model

  mutating func build() {
    let width = architecture.embeddingWidth
    positions = graph.input(tokens, traits.positionsPerToken)
    let ids = graph.input(tokens)
    let vectors = graph.input(width, tokens)
    var stream = graph.new(width, tokens, from: ids)
    graph.expand(stream)
    graph.expand(vectors)
    if traits.scalesEmbeddings { stream = graph.map(stream) }
    if traits.isEncoder, architecture.name != "gemma-embedding" { stream = encoderInput(stream) }
    if architecture.gemma4?.perLayerWidth ?? 0 == 0 { graph.expand(stream) }
    outputRows = graph.input(tokens)
    makeCacheInputs()
    if architecture.recurrent != nil {
      let copies = graph.input(min(workload.sequences, tokens))
      stateRows = graph.view(copies, min(workload.sequences, tokens), 1)
      otherStateRows = graph.view(copies, 0, 1)
    }
    if let width = architecture.gemma4?.perLayerWidth, width > 0 { preparePerLayerInputs(width, stream) }
    let chosen = chosenLayers()
    var ends: [Int] = [graph.order.count]
    for layer in chosen.layers {
      stream = block(layer, stream, isLast: layer == architecture.layerCount - 1 && !traits.cropsLate)
      ends.append(graph.order.count)
    }
    repeated = chosen.repeated.map { ends[$0.lowerBound]..<ends[$0.upperBound] }
    finish(stream)
  }

  private mutating func encoderInput(_ input: Tensor) -> Tensor {
    var stream = input
    if architecture.name == "bert" || architecture.name.hasPrefix("nomic") { stream = graph.map(stream) }
    if architecture.name == "bert" {
      let rows = graph.new(architecture.embeddingWidth, tokens, from: positions)
      stream = graph.map(rows, stream)
    }
    return norm(stream, hasBias: rules.normBias)
  }

  private mutating func makeCacheInputs() {
    let elementBytes = workload.flashAttention ? 2 : 4
    if traits.isEncoder {
      fullMask = graph.input(tokens, tokens, elementBytes: elementBytes)
      windowMask =
        architecture.slidingWindow == nil ? fullMask : graph.input(tokens, tokens, elementBytes: elementBytes)
      return
    }
    if !workload.flashAttention {
      widestValues = (0..<architecture.layerCount).reduce(1) { max($0, shapes.shape($1).valuesPerToken) }
    }
    let valueRowCount = widestValues
    fullMask = graph.input(cells, tokens, elementBytes: elementBytes)
    keyRows = graph.input(tokens, elementBytes: 8)
    valueRows = graph.input(tokens, valueRowCount, elementBytes: 8)
    if window != nil {
      windowMask = graph.input(windowCells, tokens, elementBytes: elementBytes)
      windowKeyRows = graph.input(tokens, elementBytes: 8)
      windowValueRows = graph.input(tokens, valueRowCount, elementBytes: 8)
    }
    rotations = makeRotations(isGlobal: true)
    windowRotations = window == nil ? nil : makeRotations(isGlobal: false)
  }

  private mutating func finish(_ stream: Tensor) {
    var current = stream
    if traits.hasFinalNorm { current = norm(current, hasBias: rules.normBias) }
    graph.keep(current)
    if traits.cropsLate {
      current = outputs(of: current)
      graph.keep(current)
    }
    if !traits.isEncoder {
      current = multiply(architecture.vocabularySize, current)
      for _ in 0..<traits.logitOperations { current = graph.map(current) }
    }
    graph.keep(current)
    graph.expand(current)
  }

  private mutating func preparePerLayerInputs(_ width: Int, _ stream: Tensor) {
    let columns = width * architecture.layerCount
    let ids = graph.input(tokens)
    let rows = graph.new(columns, tokens, from: ids)
    let scaled = graph.map(graph.view(rows, width, architecture.layerCount, tokens))
    graph.expand(scaled)
    let projected = graph.map(multiply(columns, stream))
    let normed = norm(graph.view(projected, width, architecture.layerCount, tokens))
    let sum = graph.map(graph.map(normed, scaled))
    let turned = graph.view(sum, width, tokens, architecture.layerCount, isContiguous: false)
    perLayerInputs = graph.new(width, tokens, architecture.layerCount, from: turned)
  }

  /// The layers that are built, and which of them are one cycle.
  ///
  /// Equal layers reuse each other's memory, returning to an arrangement after some of them; so of a repeated pattern
  /// whole cycles are left out, and the buffer is the same.
  func chosenLayers() -> (layers: [Int], repeated: Range<Int>?) {
    let count = architecture.layerCount
    let all = Array(0..<count)
    guard let cycle, count > 8, architecture.indexer == nil else { return (all, nil) }
    let signatures = all.map(signature)
    let first = min(1 + (architecture.experts?.firstDenseLayers ?? 0), count - 4)
    let end = count - 2
    for period in 1...8 where end - first >= 2 * period {
      guard (first..<(end - period)).allSatisfy({ signatures[$0] == signatures[$0 + period] }) else { continue }
      let middle = end - first
      let kept = middle % (cycle * period) + cycle * period
      guard kept < middle else { return (all, nil) }
      return (Array(0..<(first + kept)) + [end, end + 1], (first + kept - cycle * period)..<(first + kept))
    }
    return (all, nil)
  }

  /// Layers with the same signature are computed the same way, after the same kind of layer.
  private func signature(of layer: Int) -> Int {
    func own(_ layer: Int) -> Int {
      var value = globalLayers[layer] ? 1 : 0
      value = value << 1 | (architecture.kvHeadCount[layer] > 0 ? 1 : 0)
      value = value << 1 | (isRecurrent(layer) ? 1 : 0)
      value = value << 1 | (isRouted(layer) ? 1 : 0)
      value = value << 1 | (layer < architecture.cachedLayerCount ? 1 : 0)
      value = value << 20 ^ (architecture.feedForwardWidth?[layer] ?? 0)
      value = value << 8 ^ architecture.headCount[layer]
      return value
    }
    return own(layer) &* 31 &+ (layer > 0 ? own(layer - 1) : 0)
  }
}
