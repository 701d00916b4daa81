import Models

extension Fit {
  /// Bytes of the weights on the processor of which llama.cpp makes a copy in another order while it loads them.
  ///
  /// The file's pages stay resident beside the copy until something else needs the memory. Formats by instruction set:
  /// ggml's `repack.cpp`.
  ///
  /// - Parameter instructions: the processor's instruction sets, such as `avx2` or `asimddp`.
  /// - Returns: the bytes; 0 where nothing is copied.
  package func repackedBytes(on instructions: [String]) -> Int {
    var formats: Set<TensorType> = []
    if instructions.contains("avx2") { formats.formUnion([.q4_0, .q4_K, .iq4_NL, .mxfp4]) }
    if instructions.contains("avx512f") { formats.insert(.q2_K) }
    if instructions.contains("asimddp") {
      formats.formUnion([.q4_0, .q4_K, .q5_K, .q6_K, .q8_0, .iq4_NL, .mxfp4])
    }
    guard let share = placement.devices.first(where: { $0.backend == .cpu }) else { return 0 }
    return share.work.weights.reduce(0) {
      formats.contains($1.type) ? Saturating.add($0, $1.bytesPerBatch) : $0
    }
  }
}

extension Placement {
  /// Layers, or layers' experts, that the processor computes beside a card; 0 where one of them has all.
  package var layersBesideCard: Int {
    switch mode {
    case .expertOffload: expertLayersInRAM
    case .partialOffload: devices.first { $0.backend == .cpu }?.layers ?? 0
    case .gpu, .multiGPU, .cpu, .none: 0
    }
  }
}
