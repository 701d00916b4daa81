/// What tells a layer of a model from the others: layers with equal sites are equal.
struct LayerSite: Sendable, Equatable {
  var heads: Int
  var kvHeads: Int
  var feedForwardWidth: Int
  /// Sees the whole context.
  var isGlobal: Bool
  var hasAttention: Bool
  var isRecurrent: Bool
  var isRouted: Bool
  /// Has a feed-forward network that is not routed.
  var isDense: Bool
  var hasIndexer: Bool
  /// Keeps keys and values of its own; otherwise reads an earlier layer's.
  var storesKeys = true
  /// What only the family tells apart.
  var variant = 0
}

/// Which layers do what, as far as the dimensions say it.
struct LayerPlaces {
  private let global: [Bool]
  private let recurrent: [Bool]
  private let attention: [Bool]
  private let indexer: [Bool]
  private let pattern: [UInt8]?

  init(_ architecture: Architecture) {
    let count = architecture.layerCount
    func mask(_ layers: [Int]?) -> [Bool] {
      guard let layers else { return [Bool](repeating: true, count: count) }
      var mask = [Bool](repeating: false, count: count)
      for layer in layers where mask.indices.contains(layer) { mask[layer] = true }
      return mask
    }
    global = mask(architecture.slidingWindow?.globalLayers)
    recurrent = architecture.recurrent.map { mask($0.layers) } ?? mask([])
    pattern = architecture.layerPattern.map { Array($0.utf8) }
    if let part = architecture.recurrent, !part.isParallelWithAttention {
      attention = architecture.attentionLayers.map(mask) ?? recurrent.map { !$0 }
    } else {
      attention = mask(nil)
    }
    indexer = architecture.indexer.map { mask($0.layers) } ?? mask([])
  }

  func site(_ layer: Int, _ architecture: Architecture) -> LayerSite {
    let letter = pattern.map { $0.indices.contains(layer) ? $0[layer] : 0 }
    let isRouted = isRouted(layer, letter, architecture.experts)
    let hasAttention = letter.map { $0 == UInt8(ascii: "*") } ?? attention[layer]
    return LayerSite(
      heads: architecture.headCount[layer], kvHeads: architecture.kvHeadCount[layer],
      feedForwardWidth: architecture.feedForwardWidth?[layer] ?? 0, isGlobal: global[layer],
      hasAttention: hasAttention, isRecurrent: recurrent[layer], isRouted: isRouted,
      isDense: letter.map { $0 == UInt8(ascii: "-") } ?? !isRouted,
      hasIndexer: indexer[layer] && (hasAttention || architecture.indexer?.layers != nil))
  }

  private func isRouted(_ layer: Int, _ letter: UInt8?, _ experts: Architecture.Experts?) -> Bool {
    guard let experts, experts.count > 0 else { return false }
    if let letter { return letter == UInt8(ascii: "E") }
    return layer >= experts.firstDenseLayers && (layer + 1) % max(experts.interleaveStep ?? 1, 1) == 0
  }
}
