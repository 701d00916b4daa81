import Architectures

/// Makes the dimensions of a model out of a GGUF header.
enum GGUFArchitecture {
  /// The architecture that the header describes, or the first key that it lacks.
  static func architecture(_ keys: GGUFKeys) throws(GGUFError) -> Architecture {
    let layerCount = try required(keys, "block_count", in: 1...100_000)
    let mtpLayers = keys.integer("nextn_predict_layers") ?? 0
    let width = try required(keys, "embedding_length", in: 1...1 << 24)
    let layers = max(1, layerCount - (mtpLayers < layerCount ? mtpLayers : 0))
    let heads = perLayer(keys.integers("attention.head_count"), layers: layers) ?? .all(0)
    let kvHeads = perLayer(keys.integers("attention.head_count_kv"), layers: layers) ?? heads
    let defaultWidth = heads.maximum > 0 ? width / heads.maximum : 0
    let keyWidth = keys.integer("attention.key_length") ?? defaultWidth
    let latent = latentAttention(keys)
    var architecture = Architecture(
      name: keys.architecture, layerCount: layers, embeddingWidth: width, headCount: heads, kvHeadCount: kvHeads,
      keyHeadWidth: latent.map { $0.nopeHeadWidth + $0.ropeHeadWidth } ?? keyWidth,
      valueHeadWidth: latent?.valueHeadWidth ?? keys.integer("attention.value_length") ?? defaultWidth,
      feedForwardWidth: perLayer(keys.integers("feed_forward_length"), layers: layers),
      vocabularySize: try vocabulary(keys), hasTiedEmbeddings: keys.tensor("output.weight") == nil,
      contextMaximum: keys.integer("context_length") ?? 0, rope: rope(keys),
      slidingWindow: slidingWindow(keys, layers: layers), experts: experts(keys), latentAttention: latent,
      recurrent: recurrent(keys, layers: layers), attentionLayers: attentionLayers(keys, layers: layers),
      indexer: indexer(keys, layers: layers),
      crossAttentionLayers: keys.integers("attention.cross_attention_layers"), mtpLayerCount: mtpLayers,
      flags: flags(keys))
    Family.named(keys.architecture).readKeys?(&architecture, keys)
    return architecture
  }

  private static func required(
    _ keys: GGUFKeys, _ key: String, in range: ClosedRange<Int>
  ) throws(GGUFError) -> Int {
    guard let number = keys[key]?.integer, range.contains(number) else {
      throw GGUFError(
        offset: 0, expected: "a number from \(range.lowerBound) to \(range.upperBound) as \(keys.architecture).\(key)")
    }
    return number
  }

  private static func vocabulary(_ keys: GGUFKeys) throws(GGUFError) -> Int {
    if let rows = keys.tensor("token_embd.weight")?.dimensions.dropFirst().first { return rows }
    if let count = keys.integer("vocab_size") ?? keys.header.metadata["tokenizer.ggml.tokens"]?.count { return count }
    throw GGUFError(
      offset: 0, expected: "token_embd.weight, \(keys.architecture).vocab_size or tokenizer.ggml.tokens")
  }

  private static func perLayer(_ numbers: [Int]?, layers: Int) -> Architecture.PerLayer? {
    guard let numbers, let first = numbers.first else { return nil }
    let used = Array(numbers.prefix(layers))
    return numbers.count == 1 || used.allSatisfy { $0 == first } ? .all(first) : .each(used)
  }

  private static func rope(_ keys: GGUFKeys) -> Architecture.RopeScaling? {
    guard let type = keys["rope.scaling.type"]?.string, type != "none" else { return nil }
    return Architecture.RopeScaling(
      type: type, factor: keys["rope.scaling.factor"]?.number,
      originalContext: keys.integer("rope.scaling.original_context_length"))
  }

  private static func experts(_ keys: GGUFKeys) -> Architecture.Experts? {
    guard let count = keys.integer("expert_count"), count > 0 else { return nil }
    let gate = keys.header.tensors.first { $0.name.hasSuffix("ffn_down_exps.weight") }
    return Architecture.Experts(
      count: count, usedCount: keys.integer("expert_used_count") ?? 1,
      sharedCount: keys.integer("expert_shared_count") ?? 0,
      expertWidth: keys.integer("expert_feed_forward_length") ?? gate?.dimensions.first
        ?? keys.integers("feed_forward_length")?.max() ?? 0,
      sharedWidth: keys.integer("expert_shared_feed_forward_length") ?? sharedWidth(keys),
      firstDenseLayers: keys.integer("leading_dense_block_count") ?? keys.layers(with: "ffn_gate_inp.").first ?? 0,
      interleaveStep: keys.integer("interleave_moe_layer_step"), latentSize: keys.integer("moe_latent_size"))
  }

  /// Width of the shared experts together, where only their tensors tell it.
  private static func sharedWidth(_ keys: GGUFKeys) -> Int? {
    guard keys["expert_shared_count"] == nil else { return nil }
    return keys.header.tensors.first { $0.name.hasSuffix("ffn_down_shexp.weight") }?.dimensions.first
  }

  /// Latent attention as it is cached: one row per token.
  ///
  /// Files from before April 2025 have one matrix that makes whole heads of the latent row, `attn_kv_b`, and llama.cpp keeps
  /// those heads; later ones have it in two, and say the heads' widths under keys that end in `_mla`.
  private static func latentAttention(_ keys: GGUFKeys) -> Architecture.LatentAttention? {
    guard let kvRank = keys.integer("attention.kv_lora_rank"), kvRank > 0, keepsLatentRow(keys, kvRank) else {
      return nil
    }
    let rope = keys.integer("rope.dimension_count") ?? 64
    let key = keys.integer("attention.key_length_mla") ?? keys.integer("attention.key_length") ?? 0
    return Architecture.LatentAttention(
      kvRank: kvRank, ropeHeadWidth: rope, queryRank: keys.integer("attention.q_lora_rank"),
      valueHeadWidth: keys.integer("attention.value_length_mla") ?? keys.integer("attention.value_length") ?? 0,
      nopeHeadWidth: max(0, key - rope))
  }

  private static func keepsLatentRow(_ keys: GGUFKeys, _ kvRank: Int) -> Bool {
    if keys["attention.key_length_mla"] != nil { return true }
    if keys.header.tensors.isEmpty {
      // One key head as wide as a row is the row.
      return keys.integers("attention.head_count_kv") == [1]
    }
    return keys.layers(with: "attn_kv_b.").isEmpty
  }

  private static func indexer(_ keys: GGUFKeys, layers: Int) -> Architecture.Indexer? {
    guard let heads = keys.integer("attention.indexer.head_count"), heads > 0 else { return nil }
    let own = keys.layers(with: "indexer.").filter { $0 < layers }
    let blockSize = keys.integer("attention.indexer.block_size")
    let top = keys.integer("attention.indexer.top_k")
    return Architecture.Indexer(
      headCount: heads, headWidth: keys.integer("attention.indexer.key_length") ?? 128,
      topK: blockSize == nil ? top : nil, layers: own.isEmpty || own.count == layers || blockSize != nil ? nil : own,
      blockSize: blockSize, topKBlocks: blockSize == nil ? nil : top)
  }

  private static func flags(_ keys: GGUFKeys) -> [String: Architecture.Flag] {
    var flags: [String: Architecture.Flag] = [:]
    if keys.tensor("rope_freqs.weight") != nil { flags["rope_freqs"] = .bool(true) }
    if keys.tensor("rope_factors_long.weight") != nil { flags["rope_long_short"] = .bool(true) }
    if keys.tensor("blk.0.attn_q.bias") != nil { flags["qkv_bias"] = .bool(true) }
    if keys.tensor("blk.0.attn_output.bias") != nil { flags["o_bias"] = .bool(true) }
    if keys.tensor("output.bias") != nil { flags["output_bias"] = .bool(true) }
    if keys.tensor("blk.0.ssm_norm.weight") != nil { flags["ssm_norm"] = .bool(true) }
    return flags
  }
}
