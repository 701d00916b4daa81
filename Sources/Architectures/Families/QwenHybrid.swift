extension Family {
  /// Gated delta nets with gated attention in every fourth layer.
  static let qwenHybrids = [
    Family(
      names: ["qwen3next"], modelTypes: ["qwen3_next": "qwen3next"],
      layer: { layer, _, _ in
        layer.gateQueriesAndSharedExpert()
        layer.recurrence?.hasFusedBetaAlpha = true
      },
      globals: { globals, _ in globals.head.cropsLate = true }),
    Family(
      names: ["qwen35", "qwen35moe"],
      modelTypes: ["qwen3_5_text": "qwen35", "qwen3_5_moe_text": "qwen35moe"],
      layer: { layer, _, _ in layer.gateQueriesAndSharedExpert() },
      globals: { globals, _ in
        globals.input.positionsPerToken = 4
        globals.head.cropsLate = true
      }),
    Family(
      names: ["qwen4exp"],
      layer: { layer, _, architecture in
        layer.gateQueriesAndSharedExpert()
        guard let indexer = layer.indexer else { return }
        layer.ownTensors += indexer.blockTensors(embeddingWidth: architecture.embeddingWidth)
        layer.indexer = nil
      },
      globals: { globals, _ in globals.input.positionsPerToken = 4 }),
  ]
}

extension Layer {
  fileprivate mutating func gateQueriesAndSharedExpert() {
    attention?.queryKeyNorm = .perHead
    attention?.projection = .gatedQuery
    experts?.hasSharedGate = true
  }
}

extension Indexer {
  /// The tensors of an indexer that picks whole blocks.
  package func blockTensors(embeddingWidth width: Int) -> [TensorShape] {
    [
      TensorShape(.kept, width, headCount * headWidth), TensorShape(.kept, width, headWidth),
      TensorShape(.plain, headWidth * 2),
    ]
  }
}
