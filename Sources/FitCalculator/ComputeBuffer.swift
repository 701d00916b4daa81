import ModelCatalog

/// The scratch memory of the runtime's compute graph.
enum ComputeBuffer {
  /// Bytes of the buffer for one micro-batch.
  static func bytes(_ architecture: Architecture, _ workload: Workload) -> Int {
    let batch = workload.effectiveMicroBatch
    let width = architecture.embeddingWidth
    let feedForward = architecture.feedForwardWidth?.maximum ?? 0
    let wide = max(
      2 * feedForward, (architecture.experts?.usedCount ?? 0) * 2 * (architecture.experts?.expertWidth ?? 0))
    let logits = architecture.isEncoder ? 0 : architecture.vocabularySize
    var perToken = Saturating.add(max(logits, wide), 4 * width)
    if !workload.flashAttention {
      perToken = Saturating.add(perToken, Saturating.multiply(architecture.headCount.maximum, workload.paddedContext))
    }
    let mask = Saturating.multiply(workload.paddedContext, batch, 6)
    return Saturating.add(Saturating.multiply(perToken, batch, 4), mask)
  }
}
