import Architectures
import Base

/// Makes the dimensions of a model out of the text part of a `config.json` of transformers.
enum HuggingFaceArchitecture {
  static func architecture(_ config: HuggingFaceConfig) throws(JSONShapeError) -> Architecture {
    guard let name = Family.name(ofModelType: config.type) else {
      throw config.node.complaint("a model_type that is known, not \"\(config.type)\"")
    }
    let family = Family.named(name)
    // A class could fill in these, too; what does not state them is no configuration of a model.
    if !config.isPart, !config.states("num_hidden_layers", "n_layer", "num_layers", "n_layers") {
      _ = try config.node.required("num_hidden_layers")
    }
    let layers = try config.required("num_hidden_layers", "n_layer", "num_layers", "n_layers")
    if !config.isPart, !config.states("hidden_size", "n_embd", "d_model") {
      _ = try config.node.required("hidden_size")
    }
    let width = try config.required("hidden_size", "n_embd", "d_model")
    let heads = try config.required("num_attention_heads", "n_head", "n_heads")
    guard (1...4096).contains(layers), heads >= 1 else {
      throw config.node.mismatch("at least one layer and one head")
    }
    // Some state the width of heads twice.
    _ = config.stated(["attention_head_dim", "kv_channels"])
    let headWidth = try config.number("head_dim", "kv_channels", "attention_head_dim") ?? width / heads
    let latent = try latentAttention(config)
    let mixers = try HuggingFaceMixers(config, layers: layers, family)
    let defaultWidth = ["bloom", "mpt", "falcon", "gpt2", "gpt_bigcode"].contains(config.type) ? 4 * width : nil
    var architecture = Architecture(
      name: name, layerCount: layers, embeddingWidth: width, headCount: .all(heads),
      kvHeadCount: .all(try keyHeads(config) ?? heads),
      keyHeadWidth: latent.map { $0.nopeHeadWidth + $0.ropeHeadWidth } ?? headWidth,
      valueHeadWidth: latent?.valueHeadWidth ?? headWidth,
      feedForwardWidth: (try config.number("intermediate_size", "ffn_hidden_size", "n_inner") ?? defaultWidth)
        .map { .all($0) },
      vocabularySize: try config.required("vocab_size", "padded_vocab_size"),
      hasTiedEmbeddings: config.bool("tie_word_embeddings") ?? family.hasTiedEmbeddings,
      contextMaximum: try context(config), rope: try rope(config), slidingWindow: mixers.window,
      experts: try experts(config, layers: layers), latentAttention: latent, recurrent: mixers.recurrent,
      attentionLayers: mixers.recurrent == nil ? nil : mixers.attentionLayers, layerPattern: mixers.pattern,
      indexer: try indexer(config),
      mtpLayerCount: try config.number("num_nextn_predict_layers", "num_mtp_layers", "mtp_num_hidden_layers") ?? 0)
    for key in ["qkv_bias", "use_qkv_bias", "add_qkv_bias"] where config.bool(key) == true {
      architecture.flags["qkv_bias"] = .bool(true)
    }
    if config.bool("attention_bias") == true, !familiesWithBiases.contains(name) {
      architecture.flags["qkv_bias"] = .bool(true)
    }
    if config.bool("lm_head_bias") == true { architecture.flags["output_bias"] = .bool(true) }
    if config.bool("use_qk_norm") == true, name == "command-r" || name == "glm4moe" {
      architecture.flags["qk_norm"] = .string("head")
    }
    if name == "nemotron_h" {
      if mixers.pattern?.contains("E") == true {
        architecture.name = "nemotron_h_moe"
      } else {
        architecture.experts = nil
      }
    }
    family.readConfiguration?(&architecture, config)
    return architecture
  }

  /// Families that say themselves which biases there are.
  private static let familiesWithBiases: Set<String> = ["gpt-oss", "gptneox", "glm4moe", "chatglm", "phi2"]

  private static func keyHeads(_ config: HuggingFaceConfig) throws(JSONShapeError) -> Int? {
    if let part = try config.part("attn_config"), let heads = try part.number("kv_n_heads") { return heads }
    if config.bool("multi_query_attention") == true, let groups = try config.number("multi_query_group_num") {
      return groups
    }
    return try config.number("num_key_value_heads", "num_kv_heads")
  }

  /// The trained context; a rope scaling that multiplies it is not counted in.
  private static func context(_ config: HuggingFaceConfig) throws(JSONShapeError) -> Int {
    try config.number(
      "max_position_embeddings", "n_positions", "max_sequence_length", "max_seq_len", "seq_length", "n_ctx",
      "model_max_length") ?? 0
  }

  private static func rope(_ config: HuggingFaceConfig) throws(JSONShapeError) -> Architecture.RopeScaling? {
    guard let scaling = config.stated(["rope_scaling", "rope_parameters"])?.node, scaling.isObject else { return nil }
    guard let type = (scaling.value["rope_type"] ?? scaling.value["type"])?.string, type != "default", type != "mrope"
    else { return nil }
    return Architecture.RopeScaling(
      type: type, factor: scaling.value["factor"]?.number,
      originalContext: scaling.value["original_max_position_embeddings"]?.integer)
  }

  private static func experts(
    _ config: HuggingFaceConfig, layers: Int
  ) throws(JSONShapeError) -> Architecture.Experts? {
    let part = try config.part("ffn_config")
    let names = ["num_experts", "n_routed_experts", "num_local_experts", "moe_num_experts"]
    var count: Int?
    for name in names where count == nil { count = try config.number(name) }
    if count == nil { count = try part?.number("moe_num_experts") }
    guard let count, count > 1 else { return nil }
    let used = try config.number(
      "num_experts_per_tok", "num_experts_per_token", "experts_per_token", "moe_k", "moe_topk", "moe_top_k")
    let shared = try config.number(
      "n_shared_experts", "num_shared_experts", "moe_num_shared_experts", "num_shared_expert")
    let width = try config.number("moe_intermediate_size", "expert_intermediate_size")
    let partWidth = try part?.number("ffn_hidden_size")
    let partUsed = try part?.number("moe_top_k")
    let denseWidth = try config.number("intermediate_size")
    return Architecture.Experts(
      count: count, usedCount: used ?? partUsed ?? 1, sharedCount: shared ?? 0,
      expertWidth: width ?? partWidth ?? denseWidth ?? 0,
      sharedWidth: try config.number(
        "shared_expert_intermediate_size", "shared_intermediate_size", "moe_shared_expert_intermediate_size"
      ).flatMap { $0 > 0 ? $0 : nil },
      firstDenseLayers: try denseLayers(config, layers: layers),
      interleaveStep: try config.number("interleave_moe_layer_step", "decoder_sparse_step"),
      latentSize: try config.number("moe_latent_size"))
  }

  /// Layers at the beginning that have no experts; dense ones elsewhere are refused.
  private static func denseLayers(_ config: HuggingFaceConfig, layers: Int) throws(JSONShapeError) -> Int {
    if let words = config.words("mlp_layer_types") {
      let leading = words.prefix { $0 == "dense" }.count
      guard !words.dropFirst(leading).contains("dense") else {
        throw try config.node.required("mlp_layer_types").complaint("dense layers at the beginning only")
      }
      return leading
    }
    if let dense = config.integers("mlp_only_layers"), !dense.isEmpty {
      guard dense.sorted() == Array(0..<dense.count) else {
        throw try config.node.required("mlp_only_layers").complaint("dense layers at the beginning only")
      }
      return dense.count
    }
    if let end = try config.number("moe_layer_end_index"), end < layers - 1 {
      throw try config.node.required("moe_layer_end_index").complaint("experts up to the last layer")
    }
    if let every = try config.number("moe_layer_interval", "moe_layer_freq"), every > 1 {
      throw config.node.complaint("experts in every layer, not in every \(every)th")
    }
    return try config.number("first_k_dense_replace", "moe_layer_start_index", "num_dense_layers") ?? 0
  }

  private static func latentAttention(
    _ config: HuggingFaceConfig
  ) throws(JSONShapeError) -> Architecture.LatentAttention? {
    guard let kvRank = try config.number("kv_lora_rank"), kvRank > 0 else { return nil }
    // The width of a head as a whole is told beside its parts.
    _ = config.stated(["qk_head_dim"])
    return Architecture.LatentAttention(
      kvRank: kvRank, ropeHeadWidth: try config.required("qk_rope_head_dim"),
      queryRank: try config.number("q_lora_rank"), valueHeadWidth: try config.required("v_head_dim"),
      nopeHeadWidth: try config.required("qk_nope_head_dim"))
  }

  private static func indexer(_ config: HuggingFaceConfig) throws(JSONShapeError) -> Architecture.Indexer? {
    guard let heads = try config.number("index_n_heads"), heads > 0 else { return nil }
    return Architecture.Indexer(
      headCount: heads, headWidth: try config.required("index_head_dim"), topK: try config.number("index_topk"))
  }
}
