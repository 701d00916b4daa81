import Architectures
import Models

/// Builds the compute graph that llama.cpp reserves for one micro-batch.
///
/// Block order and operations follow src/models/*.cpp and llama-graph.cpp, since the order decides what is alive
/// together.
struct GraphBuilder {
  typealias Tensor = ComputeGraph.Tensor

  let structure: ModelStructure
  let globals: Globals
  let workload: Workload
  var graph = ComputeGraph()
  /// The layers that are built.
  private let selection: LayerSelection
  /// The parts of the graph's order after which memory must be arranged as before.
  private var repeated: [Range<Int>] = []
  /// Tokens of the micro-batch.
  let tokens: Int
  /// Of these, those whose logits are reserved.
  let outputCount: Int
  /// Cells of the full cache and of the windows, over all sequences.
  let cells: Int
  let windowCells: Int
  let window: Int?
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
  /// Embeddings per layer, for all layers at once.
  var perLayerInputs: Tensor?

  init(_ structure: ModelStructure, _ workload: Workload, _ selection: LayerSelection) {
    self.structure = structure
    self.selection = selection
    self.workload = workload
    globals = structure.globals
    tokens = workload.effectiveMicroBatch
    outputCount = workload.reservedOutputs
    cells = workload.paddedContext
    window = globals.isEncoder ? nil : structure.kinds.lazy.compactMap(\.attention?.window).first
    windowCells = window.map(workload.cells(ofWindow:)) ?? 0
  }

  /// Bytes of the whole buffer; with `buildsAllLayers` without any shortcut, to test the shortcut.
  static func bytes(_ structure: ModelStructure, _ workload: Workload, buildsAllLayers: Bool = false) -> Int {
    if !buildsAllLayers {
      var built = 0
      for cycle in LayerSelection.cycles {
        guard let selection = LayerSelection(structure, cycle: cycle) else { break }
        // Trying costs as much as building.
        built += selection.layers.count
        guard built < structure.layerCount else { break }
        var builder = GraphBuilder(structure, workload, selection)
        builder.build()
        let reservation = builder.graph.reservation(repeating: builder.repeated)
        if reservation.repeats { return reservation.bytes }
      }
    }
    var builder = GraphBuilder(structure, workload, LayerSelection(allOf: structure))
    builder.build()
    return builder.graph.reservation(repeating: []).bytes
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
    var current =
      globals.norm.subtractsMean ? graph.new(shape.columns, shape.rows, shape.depth, from: input) : graph.map(input)
    current = graph.map(current)
    return hasBias ? graph.map(current) : current
  }

  mutating func bias(_ input: Tensor, _ isWanted: Bool) -> Tensor { isWanted ? graph.map(input) : input }

  /// Only the rows that are asked for at the end.
  mutating func outputs(of input: Tensor) -> Tensor {
    graph.new(graph[input].columns, outputCount, from: input, outputRows)
  }

  // MARK: Model

  mutating func build() {
    let width = globals.embeddingWidth
    positions = graph.input(tokens, globals.input.positionsPerToken)
    let ids = graph.input(tokens)
    let vectors = graph.input(width, tokens)
    var stream = graph.new(width, tokens, from: ids)
    graph.expand(stream)
    graph.expand(vectors)
    stream = input(stream)
    let perLayerWidth = globals.input.perLayerWidth
    if perLayerWidth == 0 { graph.expand(stream) }
    outputRows = graph.input(outputCount)
    makeCacheInputs()
    if structure.kinds.contains(where: { $0.recurrence != nil }) {
      let copies = graph.input(min(workload.sequences, tokens))
      stateRows = graph.view(copies, min(workload.sequences, tokens), 1)
      otherStateRows = graph.view(copies, 0, 1)
    }
    if perLayerWidth > 0 { preparePerLayerInputs(perLayerWidth, stream) }
    var ends: [Int] = [graph.order.count]
    for layer in selection.layers {
      stream = block(
        structure[layer], stream, isLast: layer == structure.layerCount - 1 && !globals.head.cropsLate)
      ends.append(graph.order.count)
    }
    repeated = selection.repeated.map { ends[$0.lowerBound]..<ends[$0.upperBound] }
    finish(stream)
  }

  /// What becomes of the tokens' embeddings before the first layer.
  private mutating func input(_ embeddings: Tensor) -> Tensor {
    var stream = globals.input.scalesEmbeddings ? graph.map(embeddings) : embeddings
    if globals.input.addsTokenTypes { stream = graph.map(stream) }
    if globals.input.addsPositions {
      let rows = graph.new(globals.embeddingWidth, tokens, from: positions)
      stream = graph.map(rows, stream)
    }
    return globals.input.hasNorm ? norm(stream, hasBias: globals.norm.hasBias) : stream
  }

  private mutating func makeCacheInputs() {
    let elementBytes = workload.flashAttention ? 2 : 4
    if globals.isEncoder {
      fullMask = graph.input(tokens, tokens, elementBytes: elementBytes)
      windowMask = graph.input(tokens, tokens, elementBytes: elementBytes)
      return
    }
    if !workload.flashAttention {
      widestValues = structure.kinds.lazy.compactMap(\.attention?.valueColumns).reduce(1, max)
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
    if globals.head.hasNorm { current = norm(current, hasBias: globals.norm.hasBias) }
    graph.keep(current)
    if globals.head.cropsLate {
      current = outputs(of: current)
      graph.keep(current)
    }
    if !globals.isEncoder {
      current = multiply(globals.vocabularySize, current)
      for _ in 0..<globals.head.logitOperations { current = graph.map(current) }
    }
    graph.keep(current)
    graph.expand(current)
  }

  private mutating func preparePerLayerInputs(_ width: Int, _ stream: Tensor) {
    let columns = width * structure.layerCount
    let ids = graph.input(tokens)
    let rows = graph.new(columns, tokens, from: ids)
    let scaled = graph.map(graph.view(rows, width, structure.layerCount, tokens))
    graph.expand(scaled)
    let projected = graph.map(multiply(columns, stream))
    let normed = norm(graph.view(projected, width, structure.layerCount, tokens))
    let sum = graph.map(graph.map(normed, scaled))
    let turned = graph.view(sum, width, tokens, structure.layerCount, isContiguous: false)
    perLayerInputs = graph.new(width, tokens, structure.layerCount, from: turned)
  }
}
