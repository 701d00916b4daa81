extension Family {
  /// Kimi delta attention, and latent attention in every fourth layer.
  static let kimis = [
    Family(names: ["kimi-linear"], layer: { layer, _, _ in layer.experts?.router.choice = .biasedScores }),
    Family(
      names: ["kimi-k3"],
      layer: { layer, _, architecture in
        layer.experts?.router.choice = .biasedScores
        layer.recurrence?.hasDirectGate = true
        guard let latent = layer.latent else { return }
        // A gate of the attention's output, element by element.
        layer.ownTensors.append(
          TensorShape(.other, architecture.embeddingWidth, latent.heads * latent.valueHeadWidth))
      }),
    Family(
      names: ["bailingmoe3"],
      layer: { layer, _, _ in
        layer.experts?.router.choice = .biasedScores
        layer.recurrence?.hasDirectDecay = true
        layer.recurrence?.hasDirectGate = true
        layer.latent?.hasGatePerHead = true
      },
      globals: { globals, _ in
        globals.head.cropsLate = true
        globals.recipe.onlyExpertsAreMXFP4 = true
      }),
  ]
}
