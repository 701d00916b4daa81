extension Family {
  /// A gate per head, or per element, of attention's output.
  static let gatedAttention = [
    Family(names: ["laguna"], layer: { layer, _, _ in layer.gateHeads() }),
    Family(
      names: ["step35"], layer: { layer, _, _ in layer.gateHeads() },
      globals: { globals, _ in globals.head.cropsLate = true }),
    Family(
      names: ["spark2_5"], layer: { layer, _, _ in layer.attention?.outputGate = .perHead },
      globals: { globals, _ in globals.input.scalesEmbeddings = true }),
    Family(
      names: ["muse-glimmer"],
      layer: { layer, _, _ in
        layer.norms.placement = .beforeAndAfter
        layer.attention?.queryKeyNorm = .perHead
        layer.attention?.outputGate = .perElement
      }),
  ]
}

extension Layer {
  fileprivate mutating func gateHeads() {
    attention?.queryKeyNorm = .perHead
    attention?.outputGate = .perHead
    experts?.router.choice = .biasedScores
  }
}
