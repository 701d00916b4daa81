import Architectures
import Base

/// Makes the dimensions of a model out of the text part of a `config.json` of transformers.
enum HuggingFaceArchitecture {
  static func architecture(_ config: JSONNode, type: String) throws(JSONShapeError) -> Architecture {
    let layers = try required(config, "num_hidden_layers", "n_layer", "num_layers")
    let width = try required(config, "hidden_size", "n_embd", "d_model")
    let heads = try required(config, "num_attention_heads", "n_head")
    let kvHeads = try optional(config, "num_key_value_heads") ?? heads
    guard layers >= 1, heads >= 1 else { throw config.mismatch("at least one layer and one head") }
    let headWidth = try optional(config, "head_dim") ?? width / heads
    let name = Family.name(ofModelType: type) ?? type
    let family = Family.named(name)
    let latent = try latentAttention(config)
    let recurrent = try recurrent(config, layers: layers, width: width)
    return Architecture(
      name: name, layerCount: layers, embeddingWidth: width,
      headCount: .all(heads), kvHeadCount: .all(kvHeads),
      keyHeadWidth: latent.map { $0.nopeHeadWidth + $0.ropeHeadWidth } ?? headWidth,
      valueHeadWidth: latent?.valueHeadWidth ?? headWidth,
      feedForwardWidth: try optional(config, "intermediate_size", "n_inner").map { .all($0) },
      vocabularySize: try required(config, "vocab_size"),
      hasTiedEmbeddings: try config.optional("tie_word_embeddings")?.bool() ?? family.hasTiedEmbeddings,
      contextMaximum: try context(config), rope: try rope(config),
      slidingWindow: try slidingWindow(config, family, layers: layers), experts: try experts(config),
      latentAttention: latent, recurrent: recurrent,
      attentionLayers: try recurrent == nil
        ? nil : numbers(ofLayersIn: config, named: ["full_attention", "attention"]),
      layerPattern: try config.optional("hybrid_override_pattern")?.string(),
      mtpLayerCount: try optional(config, "num_nextn_predict_layers") ?? 0)
  }

  private static func required(_ config: JSONNode, _ keys: String...) throws(JSONShapeError) -> Int {
    for key in keys {
      if let node = try config.optional(key) { return try node.integer(in: 0...1 << 32) }
    }
    return try config.required(keys.first ?? "").integer()
  }

  private static func optional(_ config: JSONNode, _ keys: String...) throws(JSONShapeError) -> Int? {
    for key in keys {
      if let node = try config.optional(key) { return try node.integer(in: 0...1 << 32) }
    }
    return nil
  }

  /// The trained context; a rope scaling that multiplies it is not counted in.
  private static func context(_ config: JSONNode) throws(JSONShapeError) -> Int {
    try optional(config, "max_position_embeddings", "n_positions", "max_sequence_length", "seq_length") ?? 0
  }

  private static func rope(_ config: JSONNode) throws(JSONShapeError) -> Architecture.RopeScaling? {
    guard let scaling = try config.optional("rope_scaling") else { return nil }
    guard let type = (scaling.value["rope_type"] ?? scaling.value["type"])?.string, type != "default", type != "mrope"
    else { return nil }
    return Architecture.RopeScaling(
      type: type, factor: try scaling.optional("factor")?.number(),
      originalContext: try optional(scaling, "original_max_position_embeddings"))
  }

  private static func slidingWindow(
    _ config: JSONNode, _ family: Family, layers: Int
  ) throws(JSONShapeError) -> Architecture.SlidingWindow? {
    guard let window = try optional(config, "sliding_window"), window > 0 else { return nil }
    if let uses = try config.optional("use_sliding_window"), try !uses.bool() { return nil }
    if try config.optional("layer_types") != nil {
      let global = try numbers(ofLayersIn: config, named: ["full_attention"])
      return Architecture.SlidingWindow(window: window, globalLayers: global)
    }
    if let period = try optional(config, "sliding_window_pattern") ?? family.windowPeriod, period > 0 {
      return Architecture.SlidingWindow(
        window: window, globalLayers: (0..<layers).filter { $0 % period == period - 1 })
    }
    return Architecture.SlidingWindow(window: window, globalLayers: Array(0..<layers), isIgnoredByLlamaCpp: true)
  }

  /// The layers whose entry in `layer_types` is one of the names.
  private static func numbers(ofLayersIn config: JSONNode, named names: Set<String>) throws(JSONShapeError) -> [Int] {
    var layers: [Int] = []
    for (layer, node) in try (config.optional("layer_types")?.elements() ?? []).enumerated() {
      if names.contains(try node.string()) { layers.append(layer) }
    }
    return layers
  }

  private static func experts(_ config: JSONNode) throws(JSONShapeError) -> Architecture.Experts? {
    let count = try optional(config, "num_experts", "n_routed_experts", "num_local_experts")
    guard let count, count > 1 else { return nil }
    return Architecture.Experts(
      count: count,
      usedCount: try optional(config, "num_experts_per_tok", "num_experts_per_token", "experts_per_token") ?? 1,
      sharedCount: try optional(config, "n_shared_experts", "num_shared_experts") ?? 0,
      expertWidth: try optional(config, "moe_intermediate_size", "intermediate_size") ?? 0,
      sharedWidth: try optional(config, "shared_expert_intermediate_size", "shared_intermediate_size"),
      firstDenseLayers: try optional(config, "first_k_dense_replace") ?? 0,
      interleaveStep: try optional(config, "interleave_moe_layer_step"))
  }

  private static func latentAttention(_ config: JSONNode) throws(JSONShapeError) -> Architecture.LatentAttention? {
    guard let kvRank = try optional(config, "kv_lora_rank"), kvRank > 0 else { return nil }
    return Architecture.LatentAttention(
      kvRank: kvRank, ropeHeadWidth: try required(config, "qk_rope_head_dim"),
      queryRank: try optional(config, "q_lora_rank"), valueHeadWidth: try required(config, "v_head_dim"),
      nopeHeadWidth: try required(config, "qk_nope_head_dim"))
  }

  private static func recurrent(
    _ config: JSONNode, layers: Int, width: Int
  ) throws(JSONShapeError) -> Architecture.Recurrent? {
    if let heads = try optional(config, "linear_num_value_heads") {
      let headWidth = try required(config, "linear_value_head_dim")
      let recurrent = try numbers(ofLayersIn: config, named: ["linear_attention"])
      return Architecture.Recurrent(
        kind: .gatedDeltaNet, layers: recurrent, layerCount: recurrent.count,
        convolutionWidth: try required(config, "linear_conv_kernel_dim"),
        stateWidth: try required(config, "linear_key_head_dim"), innerWidth: heads * headWidth,
        groupCount: try required(config, "linear_num_key_heads"), headCount: heads, headWidth: headWidth)
    }
    if let cache = try optional(config, "conv_L_cache") {
      let recurrent = try numbers(ofLayersIn: config, named: ["conv"])
      return Architecture.Recurrent(
        kind: .shortConvolution, layers: recurrent, layerCount: recurrent.count, convolutionWidth: cache)
    }
    guard let state = try optional(config, "mamba_d_state", "ssm_state_size") else { return nil }
    let heads = try optional(config, "mamba_n_heads", "mamba_num_heads")
    let headWidth = try optional(config, "mamba_d_head", "mamba_head_dim")
    let inner = try optional(config, "mamba_d_ssm") ?? heads.flatMap { heads in headWidth.map { heads * $0 } }
    let pattern = try config.optional("hybrid_override_pattern")?.string()
    let named = try numbers(ofLayersIn: config, named: ["mamba"])
    let recurrent =
      pattern.map { text in text.enumerated().filter { $0.element == "M" }.map(\.offset) }
      ?? (named.isEmpty ? nil : named)
    return Architecture.Recurrent(
      kind: .mamba2, layers: recurrent, layerCount: recurrent?.count ?? layers,
      convolutionWidth: try optional(config, "mamba_d_conv", "conv_kernel") ?? 4, stateWidth: state,
      innerWidth: inner, groupCount: try optional(config, "mamba_n_groups", "n_groups"), headCount: heads,
      headWidth: headWidth, isParallelWithAttention: recurrent == nil)
  }
}
