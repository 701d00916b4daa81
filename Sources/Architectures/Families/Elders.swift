extension Family {
  /// Architectures of 2019 to 2024 that differ from what nearly all share today.
  static let elders = [
    Family(
      names: ["gpt2", "starcoder"], modelTypes: ["gpt2": "gpt2", "gpt_bigcode": "starcoder"], hasTiedEmbeddings: true,
      readConfiguration: { architecture, keys in
        if keys.bool("multi_query") == true { architecture.kvHeadCount = .all(1) }
      },
      layer: { layer, _, _ in layer.setUpGPT() },
      globals: { globals, architecture in
        globals.setUpGPT()
        globals.input.addsPositions = true
        globals.tensors.append(
          GlobalTensor(
            .plain, architecture.embeddingWidth, architecture.contextMaximum, site: .input, isLookup: true))
      }),
    Family(
      names: ["gptneox"], modelTypes: ["gpt_neox": "gptneox"], layer: { layer, _, _ in layer.setUpGPT() },
      globals: { globals, _ in globals.setUpGPT() }),
    Family(
      names: ["falcon"], modelTypes: ["falcon": "falcon"], hasTiedEmbeddings: true,
      readConfiguration: { architecture, keys in architecture.readFalcon(keys) },
      layer: { layer, _, architecture in
        layer.arrangement = .parallel
        layer.attention?.projection = .fused
        layer.setActivation(.plain)
        if architecture.flag("two_norms") == true { layer.norms.extraNumbers = 2 * architecture.embeddingWidth }
      },
      globals: { globals, _ in globals.setUpGPT() }),
    Family(
      names: ["bloom"], modelTypes: ["bloom": "bloom"], hasTiedEmbeddings: true,
      layer: { layer, _, _ in
        layer.setUpGPT()
        layer.attention?.rotatesPositions = false
      },
      globals: { globals, architecture in
        globals.setUpGPT()
        globals.tensors.append(GlobalTensor(.plain, 2 * architecture.embeddingWidth, site: .output))
      }),
    Family(
      names: ["mpt"], modelTypes: ["mpt": "mpt"], hasTiedEmbeddings: true,
      layer: { layer, _, _ in
        layer.attention?.projection = .fused
        layer.attention?.rotatesPositions = false
        layer.setActivation(.plain)
      },
      globals: { globals, _ in globals.norm.subtractsMean = true }),
    Family(
      names: ["stablelm", "orion"], modelTypes: ["stablelm": "stablelm", "orion": "orion"],
      globals: { globals, _ in globals.setUpGPT() }),
    Family(
      names: ["qwen"], modelTypes: ["qwen": "qwen"],
      // The stated width is that of gate and up together.
      readConfiguration: { architecture, _ in
        architecture.feedForwardWidth = architecture.feedForwardWidth.map { .all($0.maximum / 2) }
      },
      layer: { layer, _, _ in
        layer.attention?.projection = .fused
        layer.attention?.hasInputBias = true
      }),
    Family(
      names: ["olmo"], modelTypes: ["olmo": "olmo"],
      // Norms have no weights.
      layer: { layer, _, architecture in layer.norms.extraNumbers = -2 * architecture.embeddingWidth },
      globals: { globals, _ in
        globals.norm.subtractsMean = true
        globals.head.normNumbers = 0
      }),
    Family(
      names: ["olmoe"], modelTypes: ["olmoe": "olmoe"],
      layer: { layer, _, _ in
        layer.attention?.queryKeyNorm = .fullWidth
        layer.experts?.normalizesWeights = false
      }),
    Family(
      names: ["dbrx"], modelTypes: ["dbrx": "dbrx"], layer: { layer, _, _ in layer.attention?.projection = .fused },
      globals: { globals, _ in globals.norm.subtractsMean = true }),
    Family(
      names: ["dots1"], modelTypes: ["dots1": "dots1"],
      layer: { layer, _, _ in
        layer.attention?.queryKeyNorm = .perHead
        layer.experts?.router.choice = .biasedScores
      }),
    Family(
      names: ["arcee"], modelTypes: ["arcee": "arcee"], layer: { layer, _, _ in layer.setActivation(.squared) }),
  ]
}

extension Layer {
  /// One matrix for queries, keys and values, biases everywhere, no gate.
  fileprivate mutating func setUpGPT() {
    attention?.projection = .fused
    setActivation(.plain)
    setBiases()
  }
}

extension Globals {
  /// Norms that subtract the mean, with biases.
  fileprivate mutating func setUpGPT() { norm = Norm(subtractsMean: true, hasBias: true) }
}

extension Architecture {
  fileprivate mutating func readFalcon(_ keys: any ConfigurationKeys) {
    let isNew = keys.bool("new_decoder_architecture") == true
    if isNew {
      kvHeadCount = .all(keys.integer("num_kv_heads", "n_head_kv") ?? headCount[0])
      if keys.integer("num_ln_in_parallel_attn") != 1 { flags["two_norms"] = .bool(true) }
    } else {
      kvHeadCount = keys.bool("multi_query") == true ? .all(1) : headCount
      if keys.bool("parallel_attn") == false { flags["two_norms"] = .bool(true) }
    }
    if keys.bool("bias") == true {
      (flags["qkv_bias"], flags["o_bias"], flags["ffn_bias"]) = (.bool(true), .bool(true), .bool(true))
    }
  }
}
