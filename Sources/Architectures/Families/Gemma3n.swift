extension Family {
  /// Alternating updates of several streams, low-rank residuals, an embedding per layer and token.
  static let gemma3n = Family(
    names: ["gemma3n"], modelTypes: ["gemma3n_text": "gemma3n"], windowPeriod: 5, hasTiedEmbeddings: true,
    readKeys: { architecture, keys in
      architecture.gemma3n = Architecture.Gemma3n(
        altupCount: keys.integer("altup.num_inputs") ?? 4,
        laurelRank: keys.rows(ofTensor: "blk.0.laurel_l.weight") ?? 64,
        perLayerWidth: keys.integer("embedding_length_per_layer_input") ?? 256,
        perLayerVocabulary: keys.rows(ofTensor: "per_layer_token_embd.weight") ?? 0,
        layersWithKV: max(
          0, (keys.integer("block_count") ?? 0) - (keys.integer("attention.shared_kv_layers") ?? 0)))
    },
    readConfiguration: { architecture, keys in
      architecture.gemma3n = Architecture.Gemma3n(
        altupCount: keys.integer("altup_num_inputs") ?? 4, laurelRank: keys.integer("laurel_rank") ?? 64,
        perLayerWidth: keys.integer("hidden_size_per_layer_input") ?? 256,
        perLayerVocabulary: keys.integer("vocab_size_per_layer_input") ?? 0,
        layersWithKV: architecture.layerCount - min(keys.integer("num_kv_shared_layers") ?? 0, architecture.layerCount))
    },
    mixture: { ($0.gemma3n?.perLayerWidth ?? 0) > 0 ? .perLayerEmbeddings : nil },
    place: { site, index, architecture in
      site.storesKeys = index < architecture.gemma3n?.layersWithKV ?? architecture.layerCount
    },
    layer: { layer, _, architecture in
      layer.norms.placement = .beforeAndAfter
      layer.attention?.queryKeyNorm = .perHead
      layer.attention?.normsValues = true
      guard let part = architecture.gemma3n else { return }
      let (width, copies) = (architecture.embeddingWidth, part.altupCount)
      layer.ownTensors += [
        TensorShape(.other, width, part.perLayerWidth), TensorShape(.other, part.perLayerWidth, width),
        TensorShape(.kept, width, copies), TensorShape(.kept, width, part.laurelRank),
        TensorShape(.kept, part.laurelRank, width),
        // Post norms of the per-layer input and of laurel, correction scale, router norm, correction and prediction.
        TensorShape(.plain, 4 * width + copies * copies + copies * copies * copies),
      ]
    },
    globals: { globals, architecture in
      globals.input.scalesEmbeddings = true
      (globals.head.cropsLate, globals.head.logitOperations) = (true, 3)
      guard let part = architecture.gemma3n else { return }
      globals.addPerLayerEmbeddings(
        width: part.perLayerWidth, vocabulary: part.perLayerVocabulary, layers: architecture.layerCount)
      let width = architecture.embeddingWidth
      let projection = GlobalTensor(.kept, width, width, depth: max(part.altupCount - 1, 1), site: .output)
      // The last norm comes after them.
      globals.head.normNumbers = 0
      globals.tensors += [projection, projection, GlobalTensor(.plain, width, site: .output)]
    })
}

extension Architecture {
  /// The dimensions that only this family has.
  package struct Gemma3n: Sendable, Equatable {
    package var altupCount: Int
    package var laurelRank: Int
    package var perLayerWidth: Int
    package var perLayerVocabulary: Int
    package var layersWithKV: Int

    package init(
      altupCount: Int, laurelRank: Int, perLayerWidth: Int, perLayerVocabulary: Int, layersWithKV: Int
    ) {
      self.altupCount = altupCount
      self.laurelRank = laurelRank
      self.perLayerWidth = perLayerWidth
      self.perLayerVocabulary = perLayerVocabulary
      self.layersWithKV = layersWithKV
    }
  }
}
