extension Family {
  static let gemmas = [
    Family(
      names: ["gemma"], modelTypes: ["gemma": "gemma"], hasTiedEmbeddings: true,
      layer: { layer, _, _ in layer.attention?.scalesQuery = true },
      globals: { globals, _ in globals.input.scalesEmbeddings = true }),
    Family(
      names: ["gemma2"], modelTypes: ["gemma2": "gemma2"], windowPeriod: 2, hasTiedEmbeddings: true,
      layer: { layer, _, _ in
        layer.norms.placement = .beforeAndAfter
        layer.attention?.scalesQuery = true
        layer.attention?.softCapsScores = true
      },
      globals: { globals, _ in
        globals.input.scalesEmbeddings = true
        globals.head.logitOperations = 3
      }),
    Family(
      names: ["gemma3"], modelTypes: ["gemma3": "gemma3", "gemma3_text": "gemma3"], windowPeriod: 6,
      hasTiedEmbeddings: true, layer: { layer, _, _ in layer.setUpGemma3() },
      globals: { globals, _ in globals.input.scalesEmbeddings = true }),
    Family(
      names: ["gemma-embedding"], isEncoder: true, windowPeriod: 6, hasTiedEmbeddings: true,
      layer: { layer, _, _ in layer.setUpGemma3() },
      globals: { globals, architecture in
        globals.input.scalesEmbeddings = true
        guard case .integers(let sizes) = architecture.flags["dense_2_3"], sizes.count == 2 else { return }
        globals.tensors += [
          GlobalTensor(.other, sizes[0], sizes[1], site: .output),
          GlobalTensor(.other, sizes[1], sizes[0], site: .output),
        ]
      }),
  ]
}

extension Layer {
  fileprivate mutating func setUpGemma3() {
    norms.placement = .beforeAndAfter
    attention?.queryKeyNorm = .perHead
    attention?.scalesQuery = true
  }
}
