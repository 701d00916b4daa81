import Models

extension InventoryBuilder {
  /// Layers with routed experts.
  var routedLayers: LayerList {
    guard let experts = architecture.experts, experts.count > 0 else { return LayerList() }
    if let pattern = architecture.layerPattern {
      return LayerList(pattern.utf8.enumerated().filter { $0.element == UInt8(ascii: "E") }.map(\.offset))
    }
    if architecture.name == "nomic-bert-moe" { return layers { $0 % 2 == 1 } }
    let step = max(experts.interleaveStep ?? 1, 1)
    return layers { $0 >= experts.firstDenseLayers && ($0 + 1) % step == 0 }
  }

  mutating func addFeedForward(_ rules: BlockRules) {
    let routed = routedLayers
    inventory.expertLayers = routed
    if let experts = architecture.experts { addExperts(experts, rules, in: routed) }
    let routedSet = Set(routed.indices)
    let hasBoth = architecture.gemma4 != nil
    let dense =
      routed.isEmpty || hasBoth
      ? all : routed.indices.count == all.indices.count ? LayerList() : layers { !routedSet.contains($0) }
    addDense(rules, in: dense)
  }

  private mutating func addDense(_ rules: BlockRules, in layers: LayerList) {
    guard let widths = architecture.feedForwardWidth, !layers.isEmpty else { return }
    var kinds: [(width: Int, layers: LayerList)] = []
    if case .all(let width) = widths, architecture.layerPattern == nil {
      kinds = [(width, layers)]
    } else {
      for layer in layers.indices where widths[layer] > 0 && isDense(layer) {
        if let index = kinds.firstIndex(where: { $0.width == widths[layer] }) {
          kinds[index].layers.indices.append(layer)
        } else {
          kinds.append((widths[layer], LayerList([layer])))
        }
      }
    }
    let width = architecture.embeddingWidth
    for kind in kinds {
      if rules.hasFusedGateUp {
        matrix(.feedForwardUp, width, 2 * kind.width, in: kind.layers)
      } else {
        if rules.hasGate { matrix(.feedForwardGate, width, kind.width, in: kind.layers) }
        matrix(.feedForwardUp, width, kind.width, in: kind.layers)
      }
      matrix(.feedForwardDown, kind.width, width, in: kind.layers)
      if rules.hasFeedForwardBias {
        plain((rules.hasGate && !rules.hasFusedGateUp ? 2 : 1) * kind.width + width, in: kind.layers)
      }
    }
  }

  /// In a Nemotron-H pattern `-` marks the dense layers.
  private func isDense(_ layer: Int) -> Bool {
    guard let pattern = architecture.layerPattern else { return true }
    return Array(pattern.utf8)[layer] == UInt8(ascii: "-")
  }

  private mutating func addExperts(_ experts: Architecture.Experts, _ rules: BlockRules, in layers: LayerList) {
    let width = architecture.embeddingWidth
    let latent = experts.latentSize ?? width
    plain(experts.count * width + (rules.hasRouterBias && !isHashed ? experts.count : 0), in: layers)
    if rules.hasFusedExpertGateUp {
      matrix(.feedForwardGate, latent, 2 * experts.expertWidth, in: layers, experts: experts.count)
    } else {
      if rules.hasGate { matrix(.feedForwardGate, latent, experts.expertWidth, in: layers, experts: experts.count) }
      matrix(.feedForwardUp, latent, experts.expertWidth, in: layers, experts: experts.count)
    }
    matrix(.feedForwardDown, experts.expertWidth, latent, in: layers, experts: experts.count)
    if rules.hasExpertBias { plain(experts.count * (1 + 2 * experts.expertWidth + width), in: layers) }
    if experts.latentSize != nil {
      matrix(.other, width, latent, in: layers); matrix(.other, latent, width, in: layers)
    }
    if architecture.name == "gemma4" { plain(experts.count, in: layers) }
    if let part = architecture.deepSeekV4 {
      let hashed = self.layers { $0 < part.hashLayers }
      matrix(.integers, experts.usedCount, architecture.vocabularySize, in: hashed)
      plain(experts.count, in: self.layers { $0 >= part.hashLayers })
    }
    let shared = experts.sharedWidth ?? experts.sharedCount * experts.expertWidth
    guard experts.sharedCount > 0 || experts.sharedWidth != nil, shared > 0 else { return }
    if rules.hasGate { matrix(.feedForwardGate, width, shared, in: layers) }
    matrix(.feedForwardUp, width, shared, in: layers)
    matrix(.feedForwardDown, shared, width, in: layers)
    if rules.hasSharedExpertGate { plain(width, in: layers) }
  }

  /// DeepSeek V4 routes its first layers by token number, without a bias.
  private var isHashed: Bool { architecture.deepSeekV4 != nil }
}
