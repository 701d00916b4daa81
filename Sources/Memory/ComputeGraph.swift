/// The compute graph of a model, as far as its scratch memory depends on it, and the allocator that packs it.
///
/// llama.cpp reserves one buffer for the largest micro-batch. Its size is the high-water mark of ggml's graph allocator,
/// which reuses freed blocks best fit and lets some operations overwrite an input. Fragmentation decides much of it, so
/// the allocator is replayed instead of adding up the largest tensors (ggml-alloc.c).
struct ComputeGraph {
  typealias Tensor = Int

  /// A tensor of the graph.
  struct Node {
    var bytes: Int
    /// Columns and rows, to tell whether an operation can overwrite its input.
    var shape: Shape
    var kind: Kind
    /// The tensor whose memory a view shows; -1 for memory outside the graph.
    var root: Int32
    var sources: Sources
    var isContiguous = true
    var children: Int32 = 0
    var views: Int32 = 0
    var isVisited = false
    var isAllocated = false
    /// A result that the caller reads: its memory is never given away.
    var isResult = false
    var offset = 0
  }

  enum Kind { case input, new, inPlace, view, external }

  /// Dimensions, clamped to 32 bits: the graph has hundreds of tensors and is built for hundreds of models.
  struct Shape: Equatable {
    private var narrowColumns: Int32
    private var narrowRows: Int32
    private var narrowDepth: Int32
    private var narrowElementBytes: Int32

    var columns: Int { Int(narrowColumns) }
    var rows: Int { Int(narrowRows) }
    var depth: Int { Int(narrowDepth) }
    var elementBytes: Int { Int(narrowElementBytes) }

    init(columns: Int, rows: Int, depth: Int, elementBytes: Int) {
      narrowColumns = Int32(clamping: columns)
      narrowRows = Int32(clamping: rows)
      narrowDepth = Int32(clamping: depth)
      narrowElementBytes = Int32(clamping: elementBytes)
    }
  }

  struct Sources {
    private var indices = SIMD4<Int32>(repeating: -1)

    var first: Int { Int(indices[0]) }
    var second: Int { Int(indices[1]) }
    var third: Int { Int(indices[2]) }
    var fourth: Int { Int(indices[3]) }

    init(first: Int = -1, second: Int = -1, third: Int = -1, fourth: Int = -1) {
      indices = SIMD4(Int32(first), Int32(second), Int32(third), Int32(fourth))
    }
  }

  /// Sources of operations with more than four of them.
  private var lists: [[Int]] = []

  private let nodes = NodeBuffer()
  private(set) var order: [Int] = []
  private(set) var leaves: [Int] = []

  init() {
    order.reserveCapacity(512)
  }

  subscript(tensor: Tensor) -> Shape { nodes[tensor].shape }

  private mutating func add(
    _ kind: Kind, _ shape: Shape, _ sources: Sources, root: Int = -1, isContiguous: Bool = true
  ) -> Tensor {
    let elements = Saturating.multiply(shape.columns, shape.rows, shape.depth)
    nodes.append(
      Node(
        bytes: Saturating.roundUp(Saturating.multiply(elements, shape.elementBytes), to: 32), shape: shape, kind: kind,
        root: Int32(root), sources: sources, isContiguous: isContiguous))
    return nodes.count - 1
  }

  // MARK: Building

  /// Data that the host fills in.
  mutating func input(_ columns: Int, _ rows: Int = 1, elementBytes: Int = 4) -> Tensor {
    add(.input, Shape(columns: columns, rows: rows, depth: 1, elementBytes: elementBytes), Sources())
  }

  /// The result of an operation with memory of its own.
  ///
  /// With `canReplace` it may overwrite an input of its shape.
  mutating func new(
    _ columns: Int, _ rows: Int, _ depth: Int = 1, from first: Tensor, _ second: Tensor = -1, _ third: Tensor = -1,
    _ fourth: Tensor = -1, elementBytes: Int = 4, canReplace: Bool = false
  ) -> Tensor {
    add(
      canReplace ? .inPlace : .new, Shape(columns: columns, rows: rows, depth: depth, elementBytes: elementBytes),
      Sources(first: first, second: second, third: third, fourth: fourth))
  }

  /// The result of an operation that may overwrite an input of its shape.
  mutating func map(_ first: Tensor, _ second: Tensor = -1) -> Tensor {
    add(.inPlace, nodes[first].shape, Sources(first: first, second: second))
  }

  /// Another look at a tensor's memory.
  mutating func view(
    _ tensor: Tensor, _ columns: Int, _ rows: Int, _ depth: Int = 1, isContiguous: Bool = true
  ) -> Tensor {
    let node = nodes[tensor]
    let shape = Shape(columns: columns, rows: rows, depth: depth, elementBytes: node.shape.elementBytes)
    return add(
      .view, shape, Sources(first: tensor), root: node.kind == .view ? Int(node.root) : tensor,
      isContiguous: isContiguous && node.isContiguous)
  }

  /// A write into memory outside the graph, such as a cache.
  mutating func store(_ tensor: Tensor, _ positions: Tensor = -1) -> Tensor {
    add(.external, nodes[tensor].shape, Sources(first: tensor, second: positions))
  }

  /// Marks a tensor that the caller reads.
  mutating func keep(_ tensor: Tensor) { nodes[tensor].isResult = true }

  /// Several tensors in the place of one source.
  mutating func list(_ tensors: Tensor...) -> Tensor {
    lists.append(tensors)
    return -1 - lists.count
  }

  /// Rows written into a tensor of the graph: a view of it that depends on what is written.
  mutating func write(into target: Tensor, _ rows: Tensor, _ positions: Tensor) -> Tensor {
    let node = nodes[target]
    return add(
      .view, node.shape, Sources(first: rows, second: positions, third: target),
      root: node.kind == .view ? Int(node.root) : target)
  }

  /// Puts a tensor, after all it depends on, into the order of computation.
  mutating func expand(_ tensor: Tensor) {
    guard !nodes[tensor].isVisited else { return }
    nodes[tensor].isVisited = true
    let sources = nodes[tensor].sources
    visit(sources.first)
    visit(sources.second)
    visit(sources.third)
    visit(sources.fourth)
    if nodes[tensor].kind == .input { leaves.append(tensor) } else { order.append(tensor) }
  }

  // Most operations have one or two sources: that there is none is asked where it costs no call.
  @inline(__always)
  private mutating func visit(_ source: Tensor) {
    if source >= 0 { expand(source) } else if source < -1 { for tensor in lists[-2 - source] { expand(tensor) } }
  }

  // MARK: Packing

  /// Bytes of the buffer that the allocator reserves for the graph, and whether it repeats itself.
  ///
  /// - Parameter spans: parts of the order; it repeats itself when free memory is the same before and after each.
  /// - Returns: the buffer's bytes; true for a graph that repeats itself, or of which no part is asked about.
  mutating func reservation(repeating spans: [Range<Int>]) -> (bytes: Int, repeats: Bool) {
    var heap = BlockList()
    for leaf in leaves { allocate(leaf, &heap) }
    for index in order {
      let node = nodes[index]
      if node.kind == .view, node.root >= 0 { nodes[Int(node.root)].views += 1 }
      addChild(node.sources.first)
      addChild(node.sources.second)
      addChild(node.sources.third)
      addChild(node.sources.fourth)
    }
    var next = 0
    for span in spans {
      for index in order[next..<span.lowerBound] { compute(index, &heap) }
      let before = heap.blocks
      for index in order[span] { compute(index, &heap) }
      if heap.blocks != before { return (heap.highWater, false) }
      next = span.upperBound
    }
    for index in order[next...] { compute(index, &heap) }
    return (heap.highWater, true)
  }

  private mutating func compute(_ index: Int, _ heap: inout BlockList) {
    allocate(index, &heap)
    let sources = nodes[index].sources
    release(sources.first, &heap)
    release(sources.second, &heap)
    release(sources.third, &heap)
    release(sources.fourth, &heap)
  }

  @inline(__always)
  private mutating func addChild(_ source: Tensor) {
    if source >= 0 {
      nodes[source].children += 1
    } else if source < -1 {
      for tensor in lists[-2 - source] { nodes[tensor].children += 1 }
    }
  }

  private mutating func allocate(_ index: Int, _ heap: inout BlockList) {
    let node = nodes[index]
    guard !node.isAllocated, node.kind != .view, node.kind != .external else { return }
    nodes[index].isAllocated = true
    if node.kind == .inPlace {
      let sources = node.sources
      if reuse(sources.first, for: index, &heap) || reuse(sources.second, for: index, &heap)
        || reuse(sources.third, for: index, &heap)
      {
        return
      }
    }
    nodes[index].offset = heap.take(node.bytes)
  }

  /// Lets a node overwrite its input when nobody else needs that.
  private mutating func reuse(_ parent: Int, for index: Int, _ heap: inout BlockList) -> Bool {
    guard parent >= 0 else { return false }
    let node = nodes[parent]
    guard node.children == 1, node.views == 0, node.shape == nodes[index].shape, node.isContiguous else { return false }
    // A view is nobody's own memory, so it is never overwritten.
    guard node.isAllocated, !node.isResult else { return false }
    nodes[parent].isAllocated = false
    adopt(node, for: index, &heap)
    return true
  }

  private mutating func adopt(_ old: Node, for index: Int, _ heap: inout BlockList) {
    nodes[index].offset = old.offset
    let bytes = nodes[index].bytes
    if old.bytes > bytes { heap.give(old.offset + bytes, old.bytes - bytes) }
  }

  @inline(__always)
  private mutating func release(_ parent: Int, _ heap: inout BlockList) {
    if parent >= 0 {
      releaseOne(parent, &heap)
    } else if parent < -1 {
      for tensor in lists[-2 - parent] { releaseOne(tensor, &heap) }
    }
  }

  private mutating func releaseOne(_ parent: Int, _ heap: inout BlockList) {
    nodes[parent].children -= 1
    let node = nodes[parent]
    guard node.children == 0, node.views == 0 else { return }
    if node.kind == .view {
      guard node.root >= 0 else { return }
      nodes[Int(node.root)].views -= 1
      let root = nodes[Int(node.root)]
      if root.views == 0, root.children == 0, root.isAllocated { free(Int(node.root), &heap) }
    } else if node.isAllocated {
      free(parent, &heap)
    }
  }

  private mutating func free(_ index: Int, _ heap: inout BlockList) {
    guard !nodes[index].isResult else { return }
    heap.give(nodes[index].offset, nodes[index].bytes)
    nodes[index].isAllocated = false
  }
}
