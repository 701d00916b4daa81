import Architectures
import Base

/// Which layers of a configuration have a window, a state or attention.
struct HuggingFaceMixers {
  private(set) var window: Architecture.SlidingWindow?
  private(set) var recurrent: Architecture.Recurrent?
  private(set) var attentionLayers: [Int] = []
  /// One letter for each layer of hybrids whose layers do one thing each.
  private(set) var pattern: String?

  private let config: HuggingFaceConfig
  private let layers: Int
  /// What each layer is called; nil where the configuration does not say it.
  private let words: [String]?

  init(_ config: HuggingFaceConfig, layers: Int, _ family: Family) throws(JSONShapeError) {
    (self.config, self.layers) = (config, layers)
    words = config.words("layer_types") ?? config.words("layers_block_type")
    if let words {
      guard words.count == layers else {
        throw config.node.complaint("a type for each of \(layers) layers, not \(words.count)")
      }
      for word in words where !Self.known.contains(word) {
        throw config.node.complaint("a type of layers that is known, not \"\(word)\"")
      }
    }
    pattern = config.string("hybrid_override_pattern") ?? Self.pattern(words, family)
    attentionLayers = attention(family)
    recurrent = try state()
    window = try slidingWindow(family)
  }

  private static let known: Set<String> = [
    "full_attention", "sliding_attention", "chunked_attention", "attention", "linear_attention", "conv", "mamba", "moe",
    "mlp",
  ]

  private static func pattern(_ words: [String]?, _ family: Family) -> String? {
    guard family.layersDoOneThing, let words else { return nil }
    let letters: [String: Character] = ["mamba": "M", "attention": "*", "moe": "E", "mlp": "-"]
    return String(words.map { letters[$0] ?? "-" })
  }

  private func attention(_ family: Family) -> [Int] {
    if let pattern { return pattern.enumerated().filter { $0.element == "*" }.map(\.offset) }
    if let words { return numbers(words, ["full_attention", "attention"]) }
    if let places = config.integers("full_attn_idxs") { return places }
    if let period = config.integer("full_attention_interval"), period > 0 {
      return (0..<layers).filter { $0 % period == period - 1 }
    }
    return []
  }

  private func numbers(_ words: [String], _ wanted: Set<String>) -> [Int] {
    words.indices.filter { wanted.contains(words[$0]) }
  }

  private func slidingWindow(_ family: Family) throws(JSONShapeError) -> Architecture.SlidingWindow? {
    // A period, or a letter for each layer of one.
    let letters = config.string("sliding_window_pattern")
    let stated =
      letters == nil ? try config.number("sliding_window_pattern", "global_attn_every_n_layers") : letters?.count
    let period = stated ?? family.windowPeriod
    let uses = config.bool("use_sliding_window")
    // Gemma 2 states it under two names.
    _ = config.stated(["sliding_window_size"])
    guard let window = try config.number("sliding_window", "attention_chunk_size", "local_attention"), window > 0,
      uses != false
    else { return nil }
    if let words {
      let global = numbers(words, ["full_attention", "attention"])
      return global.count == layers ? nil : Architecture.SlidingWindow(window: window, globalLayers: global)
    }
    if let period, period > 0 {
      // Encoders begin with a layer that sees everything.
      let place = family.isEncoder && config.states("global_attn_every_n_layers") ? 0 : period - 1
      return Architecture.SlidingWindow(
        window: window, globalLayers: (0..<layers).filter { $0 % period == place }, isSymmetric: family.isEncoder)
    }
    return Architecture.SlidingWindow(window: window, globalLayers: Array(0..<layers), isIgnoredByLlamaCpp: true)
  }

  private func state() throws(JSONShapeError) -> Architecture.Recurrent? {
    if let heads = try config.number("linear_num_value_heads") {
      let headWidth = try config.required("linear_value_head_dim")
      let recurrent = others()
      return Architecture.Recurrent(
        kind: .gatedDeltaNet, layers: recurrent, layerCount: recurrent.count,
        convolutionWidth: try config.required("linear_conv_kernel_dim"),
        stateWidth: try config.required("linear_key_head_dim"), innerWidth: heads * headWidth,
        groupCount: try config.required("linear_num_key_heads"), headCount: heads, headWidth: headWidth)
    }
    if let cache = try config.number("conv_L_cache") {
      let recurrent = others()
      return Architecture.Recurrent(
        kind: .shortConvolution, layers: recurrent, layerCount: recurrent.count, convolutionWidth: cache)
    }
    guard let stateWidth = try config.number("mamba_d_state", "ssm_state_size") else { return nil }
    let heads = try config.number("mamba_n_heads", "mamba_num_heads")
    let width = try config.required("hidden_size")
    let expanded = try config.number("mamba_expand", "expand").map { $0 * width }
    var headWidth = config.stated(["mamba_d_head", "mamba_head_dim"])?.node.value.integer
    if headWidth == nil { headWidth = try config.number("mamba_head_dim") }
    let product = heads.flatMap { heads in headWidth.map { heads * $0 } }
    let stated = try config.number("mamba_d_ssm")
    let inner = stated ?? product ?? expanded
    if headWidth == nil { headWidth = heads.flatMap { heads in inner.map { heads > 0 ? $0 / heads : 0 } } }
    let recurrent = stateLayers()
    return Architecture.Recurrent(
      kind: .mamba2, layers: recurrent, layerCount: recurrent?.count ?? layers,
      convolutionWidth: try config.number("mamba_d_conv", "conv_kernel") ?? 4, stateWidth: stateWidth,
      innerWidth: inner,
      groupCount: try config.number("mamba_n_groups", "n_groups") ?? 1, headCount: heads, headWidth: headWidth,
      isParallelWithAttention: recurrent == nil)
  }

  /// Layers without attention.
  private func others() -> [Int] {
    let attention = Set(attentionLayers)
    return (0..<layers).filter { !attention.contains($0) }
  }

  private func stateLayers() -> [Int]? {
    if let pattern { return pattern.enumerated().filter { $0.element == "M" }.map(\.offset) }
    return words.map { numbers($0, ["mamba"]) }
  }
}
