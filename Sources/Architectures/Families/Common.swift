extension Family {
  /// What nearly all models share; architectures that differ in nothing are named here.
  static let common = Family(
    names: [
      "mistral3", "smollm3", "ernie4_5", "exaone", "qwen2moe", "internlm2", "baichuan", "xverse", "deepseek",
      "bailingmoe",
    ],
    modelTypes: [
      "smollm3": "smollm3", "ernie4_5": "ernie4_5", "qwen2_moe": "qwen2moe", "exaone": "exaone",
      "internlm2": "internlm2", "baichuan": "baichuan", "xverse": "xverse", "deepseek": "deepseek",
      "bailing_moe": "bailingmoe", "ministral3": "mistral3",
    ])
}

extension Globals {
  init(_ architecture: Architecture, _ family: Family) {
    let width = architecture.embeddingWidth
    embeddingWidth = width
    vocabularySize = architecture.vocabularySize
    hasTiedEmbeddings = architecture.hasTiedEmbeddings
    isEncoder = family.isEncoder
    let kvHeads = architecture.latentAttention != nil ? 1 : architecture.kvHeadCount[0]
    recipe = Recipe(groupedQueries: kvHeads > 0 ? architecture.headCount[0] / kvHeads : 0)
    if architecture.flag("output_bias") == true { addOutputBias() }
    let half = (architecture.ropeDimensions ?? architecture.keyHeadWidth) / 2
    if architecture.flag("rope_freqs") == true { tensors.append(GlobalTensor(.ropeFactors, half, site: .output)) }
    if architecture.flag("rope_long_short") == true {
      tensors.append(GlobalTensor(.ropeFactors, 2 * half, site: .output))
    }
    let usual = tensors.count
    family.globals?(&self, architecture)
    if let flag = architecture.flag("norm_bias") { norm.hasBias = flag }
    let numbers = head.normNumbers ?? (norm.hasBias ? 2 * width : width)
    tensors.insert(GlobalTensor(.plain, numbers, site: .output), at: usual)
  }

  /// A bias of the output head.
  mutating func addOutputBias() {
    tensors.append(GlobalTensor(.plain, vocabularySize, site: .output))
    head.logitOperations = 1
  }

  /// One embedding per layer and token, with its projection.
  mutating func addPerLayerEmbeddings(width: Int, vocabulary: Int, layers: Int) {
    guard width > 0 else { return }
    tensors += [
      GlobalTensor(.perLayerEmbedding, width * layers, vocabulary, site: .input, isLookup: true),
      GlobalTensor(.kept, embeddingWidth, width * layers, site: .output), GlobalTensor(.plain, width, site: .output),
    ]
  }
}

extension Layer {
  init(_ site: LayerSite, _ architecture: Architecture, _ family: Family) {
    if site.hasAttention {
      if let part = architecture.latentAttention {
        latent = LatentAttention(part, heads: site.heads)
      } else {
        attention = Attention(site, architecture)
      }
    }
    if site.isRecurrent { recurrence = architecture.recurrent.map { Recurrence($0) } }
    if site.hasIndexer, let part = architecture.indexer {
      indexer = Indexer(
        headCount: part.headCount, headWidth: part.headWidth, topK: part.topK, blockSize: part.blockSize,
        topKBlocks: part.topKBlocks, queryInputWidth: latent?.queryRank ?? architecture.embeddingWidth)
    }
    if site.isDense { dense = DenseNetwork(width: site.feedForwardWidth) }
    if site.isRouted { experts = architecture.experts.map { ExpertNetwork($0) } }
    family.layer?(&self, site, architecture)
    apply(architecture.flags.isEmpty ? nil : architecture)
    if !family.isEncoder, caches.isEmpty { caches = usualCaches(architecture) }
  }

  /// What a catalogue entry says of its model's tensors goes before what its family says.
  private mutating func apply(_ architecture: Architecture?) {
    guard let architecture else { return }
    if let flag = architecture.flag("qkv_bias") { attention?.hasInputBias = flag }
    if let flag = architecture.flag("o_bias") { attention?.hasOutputBias = flag }
    if let flag = architecture.flag("ffn_bias") { dense?.hasBias = flag }
    if let flag = architecture.flag("probs_b") { experts?.router.choice = flag ? .biasedScores : .scores }
    if let flag = architecture.flag("no_gate") { setActivation(flag ? .plain : .gated) }
    if architecture.flag("gate_per_head") == true { attention?.outputGate = .perHead }
    if case .string(let kind) = architecture.flags["qk_norm"] {
      attention?.queryKeyNorm = kind == "head" ? .perHead : .fullWidth
    }
  }

  /// The activation of all feed-forward parts.
  mutating func setActivation(_ activation: DenseNetwork.Activation) {
    dense?.activation = activation
    experts?.activation = activation
    experts?.shared?.activation = activation
  }

  /// Biases of attention's projections and of the dense network.
  mutating func setBiases(_ isSet: Bool = true) {
    attention?.hasInputBias = isSet
    attention?.hasOutputBias = isSet
    dense?.hasBias = isSet
  }

  private func usualCaches(_ architecture: Architecture) -> [LayerCache] {
    var caches: [LayerCache] = []
    if let latent {
      caches.append(
        LayerCache(
          kind: .latent, keyWidth: latent.rowWidth, valueWidth: 0, heads: 0, queryHeads: latent.heads,
          multiplyAdds: latent.heads * (latent.rowWidth + latent.kvRank)))
    } else if let attention, attention.storesKeys {
      caches.append(
        LayerCache(
          kind: attention.window.map { .window($0) } ?? .full, keyWidth: attention.keyColumns,
          valueWidth: attention.valueColumns, heads: attention.kvHeads, queryHeads: attention.heads,
          multiplyAdds: attention.heads * (architecture.keyHeadWidth + architecture.valueHeadWidth)))
    }
    if let indexer {
      caches.append(
        LayerCache(
          kind: .indexer, keyWidth: indexer.headWidth,
          valueWidth: indexer.picksBlocks ? architecture.valueHeadWidth : 0, heads: 0, queryHeads: indexer.headCount,
          multiplyAdds: indexer.headCount * indexer.headWidth))
    }
    return caches
  }
}

extension Attention {
  init(_ site: LayerSite, _ architecture: Architecture) {
    (heads, kvHeads) = (site.heads, site.kvHeads)
    (keyWidth, valueWidth) = (architecture.keyHeadWidth, architecture.valueHeadWidth)
    storesKeys = site.storesKeys
    if let part = architecture.slidingWindow, !part.isIgnoredByLlamaCpp, !site.isGlobal { window = part.window }
  }
}

extension LatentAttention {
  init(_ part: Architecture.LatentAttention, heads: Int) {
    self.init(
      heads: heads, kvRank: part.kvRank, ropeHeadWidth: part.ropeHeadWidth, nopeHeadWidth: part.nopeHeadWidth,
      valueHeadWidth: part.valueHeadWidth, queryRank: part.queryRank ?? 0)
  }
}

extension Recurrence {
  init(_ part: Architecture.Recurrent) {
    self.init(
      kind: part.kind, convolutionWidth: part.convolutionWidth, stateWidth: part.stateWidth ?? 0,
      innerWidth: part.innerWidth ?? 0, groupCount: part.groupCount ?? (part.kind == .mamba2 ? 1 : 0),
      headCount: part.headCount ?? 0, headWidth: part.headWidth ?? 0)
  }
}

extension ExpertNetwork {
  init(_ part: Architecture.Experts) {
    let sharedWidth = part.sharedWidth ?? part.sharedCount * part.expertWidth
    self.init(
      router: Router(), count: part.count, usedCount: part.usedCount, width: part.expertWidth,
      latentWidth: part.latentSize, shared: sharedWidth > 0 ? DenseNetwork(width: sharedWidth) : nil)
  }
}
