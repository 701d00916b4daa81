import Models

/// How an architecture's blocks differ from the plain one (norm, Q, K, V, O, norm, gate, up, down).
///
/// Read off llama.cpp's loaders (src/models/*.cpp, `load_arch_tensors`).
struct BlockRules: Sendable {
  var hasFusedQKV = false
  var hasQKVBias = false
  var hasOutputBias = false
  var hasFeedForwardBias = false
  /// Norm before attention and feed-forward: weights only, with bias, or none.
  var attentionNorms = 1
  var feedForwardNorms = 1
  var normBias = false
  var queryKeyNorm = QueryKeyNorm.none
  /// False: up and down only.
  var hasGate = true
  /// Gate and up in one matrix.
  var hasFusedGateUp = false
  /// Columns of an output gate per head (1), per element (head width), or 0.
  var attentionGate = AttentionGate.none
  /// Q is twice as wide: the second half gates the output.
  var hasDoubleQ = false
  var hasSinks = false
  /// A bias that steers the router.
  var hasRouterBias = false
  /// Gate and up of the experts in one tensor.
  var hasFusedExpertGateUp = false
  var hasExpertBias = false
  /// A scalar gate for the shared expert.
  var hasSharedExpertGate = false

  enum QueryKeyNorm: Sendable { case none, perHead, fullWidth }
  enum AttentionGate: Sendable { case none, perHead, perElement }

  init(_ architecture: Architecture) {
    setUp(for: architecture.name, layerCount: architecture.layerCount)
    if let flag = architecture.flag("qkv_bias") { hasQKVBias = flag }
    if let flag = architecture.flag("o_bias") { hasOutputBias = flag }
    if let flag = architecture.flag("ffn_bias") { hasFeedForwardBias = flag }
    if let flag = architecture.flag("norm_bias") { normBias = flag }
    if let flag = architecture.flag("probs_b") { hasRouterBias = flag }
    if let flag = architecture.flag("no_gate") { hasGate = !flag }
    if architecture.flag("gate_per_head") == true { attentionGate = .perHead }
    if case .string(let kind) = architecture.flags["qk_norm"] { queryKeyNorm = kind == "head" ? .perHead : .fullWidth }
  }

  private mutating func setUp(for name: String, layerCount: Int) {
    switch name {
    case "qwen2", "qwen2vl", "seed_oss": hasQKVBias = true
    case "qwen3", "qwen3vl", "qwen3moe", "qwen3vlmoe", "hunyuan-dense", "hunyuan-moe", "mellum":
      queryKeyNorm = .perHead
    case "qwen3next", "qwen35", "qwen35moe", "qwen4exp":
      (queryKeyNorm, hasDoubleQ, hasSharedExpertGate) = (.perHead, true, true)
    case "olmo2": (attentionNorms, feedForwardNorms, queryKeyNorm) = (1, 1, .fullWidth)
    case "exaone4": queryKeyNorm = .perHead
    case "gemma2": (attentionNorms, feedForwardNorms) = (2, 2)
    case "gemma3", "gemma-embedding", "gemma3n", "gemma4":
      (attentionNorms, feedForwardNorms, queryKeyNorm) = (2, 2, .perHead)
    case "muse-glimmer":
      (attentionNorms, feedForwardNorms, queryKeyNorm, attentionGate) = (2, 2, .perHead, .perElement)
    case "glm4": (attentionNorms, feedForwardNorms, hasFusedGateUp) = (2, 2, true)
    case "chatglm": (hasFusedQKV, hasQKVBias, hasFusedGateUp) = (true, true, true)
    case "phi3": (hasFusedQKV, hasFusedGateUp) = (true, true)
    case "phi2":
      (hasFusedQKV, hasQKVBias, hasOutputBias, hasFeedForwardBias) = (true, true, true, true)
      (hasGate, normBias, feedForwardNorms) = (false, true, 0)
    case "starcoder2":
      (hasQKVBias, hasOutputBias, hasFeedForwardBias, hasGate, normBias) = (true, true, true, false, true)
    case "nemotron": (hasGate, normBias) = (false, true)
    case "command-r": (feedForwardNorms, queryKeyNorm) = (0, layerCount >= 64 ? .fullWidth : .none)
    case "cohere2", "cohere2moe": feedForwardNorms = 0
    case "bert": (hasQKVBias, hasOutputBias, hasFeedForwardBias, hasGate, normBias) = (true, true, true, false, true)
    case "nomic-bert": (hasFusedQKV, normBias) = (true, true)
    case "nomic-bert-moe":
      (hasFusedQKV, hasQKVBias, hasOutputBias, hasFeedForwardBias) = (true, true, true, true)
      (hasGate, normBias) = (false, true)
    case "modern-bert": (hasFusedQKV, hasFusedGateUp) = (true, true)
    case "glm4moe": (hasQKVBias, hasRouterBias) = (true, true)
    case "gpt-oss":
      (hasQKVBias, hasOutputBias, hasSinks, hasExpertBias) = (true, true, true, true)
    case "minimax-m2": (queryKeyNorm, hasRouterBias) = (.fullWidth, true)
    case "minimax-m3", "hy_v3": (queryKeyNorm, hasRouterBias) = (.perHead, true)
    case "laguna", "step35": (queryKeyNorm, hasRouterBias, attentionGate) = (.perHead, true, .perHead)
    case "spark2_5": attentionGate = .perHead
    case "mimo2": hasRouterBias = true
    case "lfm2", "lfm2moe": (queryKeyNorm, hasRouterBias) = (.perHead, true)
    case "deepseek2", "deepseek32", "glm-dsa", "deepseek4", "ernie4_5-moe", "nemotron_h_moe", "kimi-linear",
      "bailingmoe3", "kimi-k3":
      hasRouterBias = true
    case "apertus": (hasGate, queryKeyNorm) = (false, .perHead)
    default: break
    }
    if name == "gemma4" { hasFusedExpertGateUp = true }
    if name == "nemotron_h" || name == "nemotron_h_moe" { hasGate = false }
  }
}
