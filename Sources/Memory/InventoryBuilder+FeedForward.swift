import Architectures

extension InventoryBuilder {
  mutating func add(_ dense: DenseNetwork, in layers: LayerList) {
    let width = structure.globals.embeddingWidth
    addMatrices(dense, isSplit: dense.activation != .fusedGated, in: layers)
    if dense.hasBias { plain((dense.activation == .gated ? 2 : 1) * dense.width + width, in: layers) }
  }

  private mutating func addMatrices(_ dense: DenseNetwork, isSplit: Bool, in layers: LayerList) {
    let width = structure.globals.embeddingWidth
    if dense.activation.hasGate, isSplit { matrix(.feedForwardGate, width, dense.width, in: layers) }
    matrix(.feedForwardUp, width, isSplit ? dense.width : 2 * dense.width, in: layers)
    matrix(.feedForwardDown, dense.width, width, in: layers)
  }

  mutating func add(_ router: ExpertNetwork.Router, in layers: LayerList) {
    guard let count = layers.indices.first.flatMap({ structure[$0].experts?.count }) else { return }
    let bias = router.choice == .biasedScores ? count : 0
    plain(count * structure.globals.embeddingWidth + bias + router.extraNumbers, in: layers)
    if router.choice == .table {
      matrix(.integers, inventory.usedExperts, structure.globals.vocabularySize, in: layers)
    }
  }

  mutating func add(_ experts: ExpertNetwork, in layers: LayerList) {
    let width = structure.globals.embeddingWidth
    let input = experts.latentWidth ?? width
    let count = experts.count
    if experts.activation == .fusedGated {
      matrix(.feedForwardGate, input, 2 * experts.width, in: layers, experts: count)
    } else {
      if experts.activation.hasGate { matrix(.feedForwardGate, input, experts.width, in: layers, experts: count) }
      matrix(.feedForwardUp, input, experts.width, in: layers, experts: count)
    }
    matrix(.feedForwardDown, experts.width, input, in: layers, experts: count)
    if experts.hasBias { plain(count * (1 + 2 * experts.width + width), in: layers) }
    if experts.latentWidth != nil {
      matrix(.other, width, input, in: layers)
      matrix(.other, input, width, in: layers)
    }
    guard let shared = experts.shared else { return }
    addMatrices(shared, isSplit: true, in: layers)
    if experts.hasSharedGate { plain(width, in: layers) }
  }
}
