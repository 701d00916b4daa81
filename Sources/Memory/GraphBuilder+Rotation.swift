import Architectures
import Models

/// The matrices that llama.cpp rotates heads with before it quantizes them; inputs of the graph.
struct Rotations {
  var keys: GraphBuilder.Tensor?
  var values: GraphBuilder.Tensor?
}

extension GraphBuilder {
  /// The rotations of one cache (llama-kv-cache.cpp, `build_input_k_rot` and `build_input_v_rot`).
  ///
  /// Values are rotated in pieces of 64 numbers, keys in the largest power of two that divides every head.
  mutating func makeRotations(isGlobal: Bool) -> Rotations {
    guard let first = structure.kinds.lazy.compactMap(\.attention).first else { return Rotations() }
    var rotations = Rotations()
    if workload.keyCacheType.blockElements > 1, first.keyWidth % 64 == 0,
      let width = commonWidth(isGlobal: isGlobal, \.keyWidth)
    {
      var size = 64
      while width % (2 * size) == 0 { size *= 2 }
      rotations.keys = graph.input(size, size)
    }
    if workload.valueCacheType.blockElements > 1, first.valueWidth % 64 == 0,
      commonWidth(isGlobal: isGlobal, \.valueWidth) != nil
    {
      rotations.values = graph.input(64, 64)
    }
    return rotations
  }

  /// The head width of all layers of a cache; nil when they differ, which switches the rotation off.
  private func commonWidth(isGlobal: Bool, _ width: (Attention) -> Int) -> Int? {
    var common: Int?
    for attention in structure.kinds.lazy.compactMap(\.attention)
    where attention.storesKeys && (attention.window == nil) == isGlobal {
      let own = width(attention)
      if let common, common != own { return nil }
      common = own
    }
    return common.flatMap { $0 > 0 ? $0 : nil }
  }

  /// Multiplies heads with a rotation.
  mutating func rotated(_ input: Tensor, _ rotation: Tensor) -> Tensor {
    let shape = graph[input]
    let elements = shape.columns * shape.rows * shape.depth
    let size = max(graph[rotation].columns, 1)
    let flat = graph.view(input, size, elements / size)
    let result = graph.new(size, elements / size, from: rotation, flat)
    return graph.view(result, shape.columns, shape.rows, shape.depth)
  }
}
