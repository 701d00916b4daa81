import Base

/// Keys of a configuration that describe layers or experts and that nothing here understands.
///
/// A model with such a key is another than the one that was read.
enum UnreadKeys {
  /// Refuses a configuration with such keys, and names them.
  static func check(_ config: HuggingFaceConfig, layers: Int) throws(JSONShapeError) {
    let keys = config.unread.filter { describes($0.key, $0.node.value, layers: layers) }.map(\.key)
    guard !keys.isEmpty else { return }
    throw config.node.complaint(
      "a configuration that is understood, but of model_type \"\(config.type)\" these keys are not, which describe layers or "
        + "experts: \(keys.prefix(8).joined(separator: ", "))")
  }

  private static func describes(_ key: String, _ value: JSONValue, layers: Int) -> Bool {
    guard !isNothing(value), !harmless.contains(where: { key.contains($0) }) else { return false }
    // Something for each layer is said of layers, whatever it is called.
    if let list = value.array, list.count == layers, layers > 1 { return true }
    return structural.contains { key.contains($0) }
  }

  private static func isNothing(_ value: JSONValue) -> Bool {
    switch value {
    case .null, .bool(false), .integer(0), .array([]), .object([]), .string("none"), .string(""): true
    default: false
    }
  }

  /// What stands in names of keys that say how layers are built.
  private static let structural = [
    "expert", "moe", "layer", "block", "head", "lora", "window", "ssm", "mamba", "conv_l", "linear_", "hidden_size",
    "intermediate", "ffn", "mlp_", "shared", "attn_config", "hybrid", "per_layer", "sparse_step", "_dim", "_rank",
    "state_size", "index_", "compress", "chunk", "recurrent", "expand", "altup", "qk_norm", "qk_layernorm",
    "parallel_residual", "attention_type", "attn_type", "vocab_size", "query_groups", "_bias",
  ]

  /// What stands in names of keys that change neither tensors nor what is kept of a token.
  private static let harmless = [
    "dropout", "layer_norm", "layernorm_eps", "_eps", "epsilon", "theta", "rope", "loss", "initializer", "activation",
    "hidden_act", "token", "scal", "multiplier", "norm_topk", "softcap", "output_router", "router_", "routed_scaling",
    "aux_", "topk_method", "topk_group", "n_group", "scoring_func", "expert_selection", "moe_gate", "moe_capacity",
    "moe_norm", "moe_use_aux", "moe_dropout", "moe_group", "moe_router_", "pretraining", "quant", "kernel",
    "parallel_size",
    "ep_size", "layerdrop", "max_window_layers", "dim_model_base", "rotary", "chunk_size_feed", "seq_aux", "init",
    "norm_head", "residual_in_fp32", "time_step", "n_routed_experts_per", "classifier", "decoder_bias",
    "num_experts_per_tok_", "use_expert_bias", "moe_router", "apply_", "num_heads", "use_routing_bias", "no_rope_layer",
    "nope_layer", "position_embedding", "expert_gating", "balance", "drop_tokens", "capacity_factor", "jitter",
    "query_pre_attn", "qk_norm_", "cls_", "problem_type", "label", "image", "vision", "audio", "video", "mm_",
    "moe_loss", "flash", "fused", "use_cache", "sandwich", "is_decoder", "temperature", "clip_qkv", "clamp",
    "interleaved", "mrope", "layer_switch", "use_parallel_", "block_dim", "block_use_", "conv_dim", "xavier", "qk_norm",
    "use_mixed_mlp", "moe_layer_num_skipped", "attn_type_list", "mtp_", "altup_", "no_bias", "post_norm", "block_norm",
    "ffn_act", "moe_intermediate_size_", "hidden_act", "output_hidden", "layer_scale", "first_layer_fusion",
  ]
}
