/// What a tensor is for, as far as quantization recipes and placement tell tensors apart.
///
/// The quantizer's categories: llama-quant.cpp, `tensor_get_category`.
package enum TensorRole: UInt8, Sendable, CaseIterable {
  case tokenEmbedding
  /// Embeddings per layer and token: looked up, never multiplied.
  case perLayerEmbedding
  case output
  case attentionQ, attentionK, attentionV, attentionQKV, attentionKVB, attentionOutput
  case feedForwardGate, feedForwardUp, feedForwardDown
  /// A matrix with the recipe's default type.
  case other
  /// A matrix that keeps the precision of the unquantized file.
  case kept
  /// Norms, biases, routers, convolution kernels: always F32.
  case plain
  /// F32 rotation factors; no weights of the model, but loaded with it.
  case ropeFactors
  /// Tables of whole numbers.
  case integers

  /// Tensors that the quantizer raises like attention values.
  package var isValueLike: Bool { self == .attentionV || self == .attentionQKV || self == .attentionKVB }
}

/// Where llama.cpp puts a tensor when layers go to accelerators.
package enum TensorSite: UInt8, Sendable, Hashable {
  /// Stays in main memory: input embeddings.
  case input
  case repeating
  /// Goes with the output layer.
  case output
}

/// The role and dimensions of a tensor that a family has beyond the usual ones.
package struct TensorShape: Sendable, Equatable {
  package var role: TensorRole
  /// Row length: the input width of the matrix.
  package var width: Int
  package var rows: Int
  /// Matrices stacked in one tensor.
  package var depth = 1
  /// Equal tensors per layer.
  package var count = 1

  init(_ role: TensorRole, _ width: Int, _ rows: Int = 1, depth: Int = 1, count: Int = 1) {
    (self.role, self.width, self.rows, self.depth, self.count) = (role, width, rows, depth, count)
  }
}

/// A tensor outside the layers.
package struct GlobalTensor: Sendable, Equatable {
  package var shape: TensorShape
  package var site: TensorSite
  /// Looked up by row and not multiplied with.
  package var isLookup: Bool

  init(_ role: TensorRole, _ width: Int, _ rows: Int = 1, depth: Int = 1, site: TensorSite, isLookup: Bool = false) {
    shape = TensorShape(role, width, rows, depth: depth)
    (self.site, self.isLookup) = (site, isLookup)
  }
}
