extension Family {
  static let berts = [
    Family(
      names: ["bert"], modelTypes: ["bert": "bert", "xlm-roberta": "bert"], isEncoder: true,
      layer: { layer, _, _ in
        layer.arrangement = .encoder
        layer.attention?.rotatesPositions = false
        layer.setActivation(.plain)
        layer.setBiases()
      },
      globals: { globals, architecture in
        globals.setUpBert(architecture)
        globals.input.addsPositions = true
        let width = architecture.embeddingWidth
        globals.tensors.append(
          GlobalTensor(.plain, width, architecture.contextMaximum, site: .input, isLookup: true))
        guard architecture.flag("cls") == true else { return }
        globals.tensors += [
          GlobalTensor(.other, width, width, site: .output), GlobalTensor(.plain, width, site: .output),
          GlobalTensor(.other, width, site: .output), GlobalTensor(.plain, 1, site: .output),
        ]
      }),
    Family(
      names: ["nomic-bert"], modelTypes: ["nomic_bert": "nomic-bert"], isEncoder: true,
      layer: { layer, _, _ in
        layer.arrangement = .encoder
        layer.attention?.projection = .fused
      },
      globals: { globals, architecture in globals.setUpBert(architecture) }),
    Family(
      names: ["nomic-bert-moe"], isEncoder: true,
      // Every second layer has experts.
      adjust: { architecture in architecture.experts?.interleaveStep = 2 },
      layer: { layer, _, _ in
        layer.arrangement = .encoder
        layer.attention?.projection = .fused
        layer.setActivation(.plain)
        layer.setBiases()
        layer.experts?.normalizesWeights = false
      },
      globals: { globals, architecture in globals.setUpBert(architecture) }),
    Family(
      names: ["modern-bert"], modelTypes: ["modernbert": "modern-bert"], isEncoder: true,
      place: { site, index, _ in site.variant = index == 0 ? 0 : 1 },
      layer: { layer, site, architecture in
        layer.attention?.projection = .fused
        layer.dense?.activation = .fusedGated
        // The norm of the embeddings serves the first layer.
        if site.variant == 0 { layer.norms.extraNumbers = -architecture.embeddingWidth }
      },
      globals: { globals, architecture in
        globals.norm.subtractsMean = true
        globals.input.hasNorm = true
        globals.head.normNumbers = 2 * architecture.embeddingWidth
      }),
  ]
}

extension Globals {
  fileprivate mutating func setUpBert(_ architecture: Architecture) {
    norm = Norm(subtractsMean: true, hasBias: true)
    input.addsTokenTypes = true
    input.hasNorm = true
    head.hasNorm = false
    let types = architecture.integerFlag("token_types") ?? 2
    tensors.append(GlobalTensor(.plain, embeddingWidth, types, site: .input, isLookup: true))
  }
}
