import Models

extension TensorInventory {
  /// The tensors of a model with these dimensions.
  init(_ architecture: Architecture) {
    var builder = InventoryBuilder(architecture)
    builder.addModel()
    builder.count()
    builder.inventory.countElements()
    self = builder.inventory
  }
}

extension InventoryBuilder {
  mutating func addModel() {
    let rules = BlockRules(architecture)
    addGlobals(rules)
    addNorms(rules)
    let recurrent = recurrentLayers
    let attention = attentionLayers(without: recurrent)
    if architecture.name == "deepseek4" {
      addDeepSeekV4Attention(in: all)
    } else if let latent = architecture.latentAttention, architecture.name != "mistral4" || latent.kvRank > 0 {
      addLatentAttention(latent, rules, in: attention)
    } else {
      addAttention(rules, in: attention)
    }
    if let part = architecture.recurrent, !recurrent.isEmpty { addRecurrent(part, in: recurrent) }
    if architecture.gemma3n != nil { addGemma3nLayers() }
    if let perLayer = architecture.gemma4?.perLayerWidth, perLayer > 0 {
      matrix(.other, architecture.embeddingWidth, perLayer, in: all)
      matrix(.other, perLayer, architecture.embeddingWidth, in: all)
    }
    addFeedForward(rules)
    addIndexer(in: attention)
  }

  /// Layers with a recurrent part.
  var recurrentLayers: LayerList {
    guard let part = architecture.recurrent else { return LayerList() }
    guard let indices = part.layers else { return all }
    return LayerList(indices.filter { $0 < architecture.layerCount })
  }

  /// Layers with attention.
  func attentionLayers(without recurrent: LayerList) -> LayerList {
    if let pattern = architecture.layerPattern {
      return LayerList(pattern.utf8.enumerated().filter { $0.element == UInt8(ascii: "*") }.map(\.offset))
    }
    if architecture.recurrent == nil || architecture.recurrent?.isParallelWithAttention == true { return all }
    if let indices = architecture.attentionLayers {
      return LayerList(indices.filter { $0 < architecture.layerCount })
    }
    let others = Set(recurrent.indices)
    return LayerList(all.indices.filter { !others.contains($0) })
  }

  private mutating func addGlobals(_ rules: BlockRules) {
    let width = architecture.embeddingWidth
    let vocabulary = architecture.vocabularySize
    global(.tokenEmbedding, width, vocabulary, site: .input, isLookup: true)
    if !architecture.hasTiedEmbeddings { global(.output, width, vocabulary, site: .output) }
    if architecture.flag("output_bias") == true || architecture.name == "phi2" {
      global(.plain, vocabulary, 1, site: .output)
    }
    let headWidth = architecture.ropeDimensions ?? architecture.keyHeadWidth
    if architecture.flag("rope_freqs") == true { global(.ropeFactors, headWidth / 2, 1, site: .output) }
    if architecture.flag("rope_long_short") == true { global(.ropeFactors, headWidth / 2 * 2, 1, site: .output) }
    switch architecture.name {
    case "bert":
      global(.plain, width, architecture.integerFlag("token_types") ?? 2, site: .input, isLookup: true)
      global(.plain, width, architecture.contextMaximum, site: .input, isLookup: true)
      global(.plain, width * 2, 1, site: .output)
      if architecture.flag("cls") == true {
        global(.other, width, width, site: .output)
        global(.plain, width, 1, site: .output)
        global(.other, width, 1, site: .output)
        global(.plain, 1, 1, site: .output)
      }
    case "nomic-bert", "nomic-bert-moe":
      global(.plain, width, architecture.integerFlag("token_types") ?? 2, site: .input, isLookup: true)
      global(.plain, width * 2, 1, site: .output)
    case "modern-bert": global(.plain, width * 2, 1, site: .output)
    case "gemma3n": addGemma3nGlobals()
    default: global(.plain, rules.normBias ? width * 2 : width, 1, site: .output)
    }
    if let part = architecture.gemma4 {
      addPerLayerEmbeddings(part.perLayerWidth, vocabulary)
      global(.ropeFactors, part.globalHeadWidth / 2, 1, site: .output)
    }
    if case .integers(let sizes) = architecture.flags["dense_2_3"], sizes.count == 2 {
      global(.other, sizes[0], sizes[1], site: .output)
      global(.other, sizes[1], sizes[0], site: .output)
    }
    if let part = architecture.deepSeekV4 {
      let connections = part.hyperConnections
      global(.other, connections * width, connections, site: .output)
      global(.plain, connections + 1, 1, site: .output)
    }
  }

  /// Gemma 3n and 4: one embedding per layer and token, with its projection.
  mutating func addPerLayerEmbeddings(_ perLayer: Int, _ vocabulary: Int) {
    guard perLayer > 0 else { return }
    let columns = perLayer * architecture.layerCount
    global(.perLayerEmbedding, columns, vocabulary, site: .input, isLookup: true)
    global(.kept, architecture.embeddingWidth, columns, site: .output)
    global(.plain, perLayer, 1, site: .output)
  }

  private mutating func addNorms(_ rules: BlockRules) {
    let width = architecture.embeddingWidth
    let norms = architecture.layerPattern != nil ? 1 : rules.attentionNorms + rules.feedForwardNorms
    var elements = norms * width
    if rules.normBias { elements *= 2 }
    if let part = architecture.gemma4 {
      elements += 1
      if architecture.experts != nil { elements += 4 * width }
      if part.perLayerWidth > 0 { elements += width }
    }
    if architecture.name == "modern-bert" {
      plain(elements, in: layers { $0 > 0 })
      plain(elements - width, in: layers { $0 == 0 })
    } else {
      plain(elements, in: all)
    }
  }
}
