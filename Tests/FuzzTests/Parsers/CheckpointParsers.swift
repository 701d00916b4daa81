import Base
import Memory

@testable import Models

/// What lies in a folder of Hugging Face's layout.
extension ForeignParser {
  static let checkpoints = [
    ForeignParser("config-json", texts: configurations) { text in
      var options = JSONOptions()
      options.allowsNonFiniteNumbers = true
      guard let config = try? JSONNode(parsing: Array(text.utf8), options) else { return }
      _ = try? CheckpointFormat(config)
      if let (model, _) = try? HuggingFaceFolder.model(config: config, index: nil, name: "x-8b") { try plan(model) }
    },
    ForeignParser(
      "safetensors-index",
      texts: [
        #"{"metadata": {"total_size": 16381470720, "total_parameters": 8190735360}, "weight_map": {"lm_head.weight": "model-00001-of-00002.safetensors"}}"#,
        #"{"metadata": {"total_size": 16381470720}, "weight_map": {}}"#,
      ]
    ) { text in
      guard let index = try? JSONNode(parsing: text), let config = try? JSONNode(parsing: configurations[0]),
        let (model, _) = try? HuggingFaceFolder.model(config: config, index: index, name: "x-8b")
      else { return }
      try demand((model.parameters ?? 0) >= 0, "negative weights")
    },
    ForeignParser(
      "safetensors",
      seeds: [
        #"{"__metadata__": {"format": "pt"}, "model.layers.0.mlp.experts.7.down_proj.qweight": {"dtype": "I32", "shape": [256, 64], "data_offsets": [0, 65536]}, "model.layers.0.mlp.experts.7.down_proj.scales": {"dtype": "F16", "shape": [16, 64], "data_offsets": [65536, 67584]}}"#,
        #"{"model.embed_tokens.weight": {"dtype": "BF16", "shape": [128, 64], "data_offsets": [0, 16384]}, "lm_head.weight": {"dtype": "F8_E4M3", "shape": [128, 64], "data_offsets": [16384, 24576]}}"#,
      ].map { withLength(Array($0.utf8)) }
    ) { bytes in
      let fileBytes = bytes.count + 1 << 30
      guard let length = SafetensorsHeader.length(Array(bytes.prefix(8)), fileBytes: fileBytes),
        let node = try? JSONNode(parsing: Array(bytes.dropFirst(8).prefix(length))),
        let header = try? SafetensorsHeader(node, dataBytes: 1 << 60)
      else { return }
      for bits in [nil, 4.0] {
        let tensors = CheckpointTensors(header.tensors, packedBits: bits, layers: 4)
        try demand(tensors.bytes >= 0 && tensors.weights >= 0 && tensors.textWeights >= 0, "negative sums")
      }
    },
  ]

  private static func withLength(_ header: [UInt8]) -> [UInt8] {
    withUnsafeBytes(of: UInt64(header.count).littleEndian) { Array($0) } + header
  }

  private static let configurations = [
    """
    {"architectures": ["Qwen3ForCausalLM"], "model_type": "qwen3", "num_hidden_layers": 36, "hidden_size": 4096,
    "num_attention_heads": 32, "num_key_value_heads": 8, "head_dim": 128, "intermediate_size": 12288,
    "vocab_size": 151936, "max_position_embeddings": 40960, "tie_word_embeddings": false, "rope_scaling": null,
    "sliding_window": null, "torch_dtype": "bfloat16"}
    """,
    """
    {"model_type": "gpt_oss", "num_hidden_layers": 4, "hidden_size": 2880, "num_attention_heads": 64,
    "num_key_value_heads": 8, "head_dim": 64, "intermediate_size": 2880, "vocab_size": 201088,
    "max_position_embeddings": 131072, "num_local_experts": 32, "num_experts_per_tok": 4, "sliding_window": 128,
    "layer_types": ["sliding_attention", "full_attention", "sliding_attention", "full_attention"],
    "quantization_config": {"quant_method": "mxfp4", "modules_to_not_convert": ["lm_head"]}}
    """,
    """
    {"model_type": "deepseek_v3", "num_hidden_layers": 6, "hidden_size": 7168, "num_attention_heads": 128,
    "num_key_value_heads": 128, "q_lora_rank": 1536, "kv_lora_rank": 512, "qk_nope_head_dim": 128, "qk_rope_head_dim": 64,
    "v_head_dim": 128, "intermediate_size": 18432, "moe_intermediate_size": 2048, "n_routed_experts": 256,
    "n_shared_experts": 1, "num_experts_per_tok": 8, "first_k_dense_replace": 3, "vocab_size": 129280,
    "max_position_embeddings": 163840, "num_nextn_predict_layers": 1,
    "quantization_config": {"quant_method": "fp8", "weight_block_size": [128, 128]}}
    """,
    """
    {"model_type": "qwen3_next", "num_hidden_layers": 8, "hidden_size": 2048, "num_attention_heads": 16,
    "num_key_value_heads": 2, "head_dim": 256, "intermediate_size": 5120, "moe_intermediate_size": 512,
    "num_experts": 512, "num_experts_per_tok": 10, "shared_expert_intermediate_size": 512, "full_attention_interval": 4,
    "linear_conv_kernel_dim": 4, "linear_key_head_dim": 128, "linear_num_key_heads": 16, "linear_num_value_heads": 32,
    "linear_value_head_dim": 128, "vocab_size": 151936, "max_position_embeddings": 262144,
    "quantization_config": {"quant_method": "awq", "bits": 4, "group_size": 128}}
    """,
    """
    {"model_type": "gemma3", "text_config": {"model_type": "gemma3_text", "num_hidden_layers": 34, "hidden_size": 2560,
    "intermediate_size": 10240, "sliding_window": 1024}, "vision_config": {"model_type": "siglip_vision_model"}}
    """,
  ]
}
