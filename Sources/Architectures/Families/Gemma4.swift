extension Family {
  /// Wider heads in the global layers, caches that later layers share, experts beside a dense network.
  static let gemma4 = Family(
    names: ["gemma4"], modelTypes: ["gemma4_text": "gemma4"], hasTiedEmbeddings: true,
    readKeys: { architecture, keys in
      // The plain widths are those of the global layers; windows have keys of their own.
      architecture.keyHeadWidth = keys.integer("attention.key_length_swa") ?? architecture.keyHeadWidth
      architecture.valueHeadWidth = keys.integer("attention.value_length_swa") ?? architecture.valueHeadWidth
      architecture.gemma4 = Architecture.Gemma4(
        globalHeadWidth: keys.integer("attention.key_length") ?? 512,
        perLayerWidth: keys.integer("embedding_length_per_layer_input") ?? 0,
        sharedKVLayers: keys.integer("attention.shared_kv_layers") ?? 0,
        keysEqualValues: keys.layers(with: "attn_v.").count < architecture.layerCount)
    },
    readConfiguration: { architecture, keys in
      architecture.gemma4 = Architecture.Gemma4(
        globalHeadWidth: keys.integer("global_head_dim") ?? 512,
        perLayerWidth: keys.integer("hidden_size_per_layer_input") ?? 0,
        sharedKVLayers: keys.integer("num_kv_shared_layers") ?? 0,
        keysEqualValues: keys.bool("attention_k_eq_v") ?? false)
      if keys.bool("enable_moe_block") != true { architecture.experts = nil }
      if let heads = keys.integer("num_global_key_value_heads"), let window = architecture.slidingWindow {
        let global = Set(window.globalLayers)
        architecture.kvHeadCount = .each(
          (0..<architecture.layerCount).map { global.contains($0) ? heads : architecture.kvHeadCount[$0] })
      }
      if keys.bool("use_double_wide_mlp") == true, let width = architecture.feedForwardWidth?.maximum {
        let shared = architecture.layerCount - min(keys.integer("num_kv_shared_layers") ?? 0, architecture.layerCount)
        architecture.feedForwardWidth = .each(
          (0..<architecture.layerCount).map { $0 >= shared ? 2 * width : width })
      }
    },
    mixture: { ($0.gemma4?.perLayerWidth ?? 0) > 0 ? .perLayerEmbeddings : nil },
    place: { site, index, architecture in
      site.isDense = true
      site.storesKeys = index < architecture.layerCount - (architecture.gemma4?.sharedKVLayers ?? 0)
    },
    layer: { layer, site, architecture in
      layer.norms.placement = .beforeAndAfter
      layer.attention?.queryKeyNorm = .perHead
      layer.attention?.normsValues = true
      layer.experts?.activation = .fusedGated
      layer.experts?.router.extraNumbers = architecture.experts?.count ?? 0
      guard let part = architecture.gemma4 else { return }
      let width = architecture.embeddingWidth
      layer.attention?.hasKey = site.storesKeys
      if site.isGlobal {
        layer.attention?.keyWidth = part.globalHeadWidth
        layer.attention?.valueWidth = part.globalHeadWidth
        layer.attention?.hasValue = !part.keysEqualValues
      }
      layer.scalesOutput = true
      layer.perLayerInputWidth = part.perLayerWidth
      layer.norms.extraNumbers =
        1 + (architecture.experts == nil ? 0 : 4 * width) + (part.perLayerWidth > 0 ? width : 0)
      layer.ownTensors += [
        TensorShape(.other, width, part.perLayerWidth), TensorShape(.other, part.perLayerWidth, width),
      ]
    },
    globals: { globals, architecture in
      globals.input.scalesEmbeddings = true
      (globals.head.cropsLate, globals.head.logitOperations) = (true, 3)
      guard let part = architecture.gemma4 else { return }
      globals.input.perLayerWidth = part.perLayerWidth
      globals.addPerLayerEmbeddings(
        width: part.perLayerWidth, vocabulary: architecture.vocabularySize, layers: architecture.layerCount)
      globals.tensors.append(GlobalTensor(.ropeFactors, part.globalHeadWidth / 2, site: .output))
    })
}

extension Architecture {
  /// The dimensions that only this family has.
  package struct Gemma4: Sendable, Equatable {
    package var globalHeadWidth: Int
    package var perLayerWidth: Int
    package var sharedKVLayers: Int
    package var keysEqualValues: Bool

    package init(
      globalHeadWidth: Int, perLayerWidth: Int, sharedKVLayers: Int, keysEqualValues: Bool = false
    ) {
      self.globalHeadWidth = globalHeadWidth
      self.perLayerWidth = perLayerWidth
      self.sharedKVLayers = sharedKVLayers
      self.keysEqualValues = keysEqualValues
    }
  }
}
