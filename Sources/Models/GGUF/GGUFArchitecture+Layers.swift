import Architectures

/// Which layers do what: told by the tensors where they differ, by the family's pattern where they do not.
extension GGUFArchitecture {
  static func slidingWindow(_ keys: GGUFKeys, layers: Int) -> Architecture.SlidingWindow? {
    let chunk = keys.integer("attention.chunk_size")
    guard let window = keys.integer("attention.sliding_window") ?? chunk, window > 0 else { return nil }
    let family = Family.named(keys.architecture)
    let global: [Int]
    if let pattern = keys["attention.sliding_window_pattern"]?.array {
      global = (0..<layers).filter { layer in
        pattern.indices.contains(layer) && pattern[layer].bool == false
      }
    } else {
      let period = keys.integer("attention.sliding_window_pattern") ?? family.windowPeriod ?? 0
      global = period > 0 ? (0..<layers).filter { $0 % period == period - 1 } : []
    }
    let isIgnored = family.ignoresWindow && keys["attention.sliding_window_pattern"] == nil
    return Architecture.SlidingWindow(
      window: window, globalLayers: isIgnored ? Array(0..<layers) : global, isIgnoredByLlamaCpp: isIgnored,
      kind: chunk == nil ? nil : "chunked")
  }

  static func recurrent(_ keys: GGUFKeys, layers: Int) -> Architecture.Recurrent? {
    let stateLayers = keys.layers(with: "ssm_").filter { $0 < layers }
    let convolutionLayers = keys.layers(with: "shortconv.").filter { $0 < layers }
    if !convolutionLayers.isEmpty {
      return Architecture.Recurrent(
        kind: .shortConvolution, layers: convolutionLayers, layerCount: convolutionLayers.count,
        convolutionWidth: keys.integer("shortconv.l_cache") ?? 3)
    }
    guard !stateLayers.isEmpty else { return nil }
    if let head = keys.integer("kda.head_dim") {
      return Architecture.Recurrent(
        kind: .kimiDelta, layers: stateLayers, layerCount: stateLayers.count,
        convolutionWidth: keys.integer("ssm.conv_kernel") ?? 4, stateWidth: head,
        headCount: keys.integers("attention.head_count")?.max(), headWidth: head)
    }
    let inner = keys.integer("ssm.inner_size")
    let heads = keys.integer("ssm.time_step_rank")
    let attention = Set(attentionLayerNumbers(keys))
    return Architecture.Recurrent(
      kind: recurrentKind(keys), layers: stateLayers.count == layers ? nil : stateLayers,
      layerCount: stateLayers.count, convolutionWidth: keys.integer("ssm.conv_kernel") ?? 4,
      stateWidth: keys.integer("ssm.state_size"), innerWidth: inner, groupCount: keys.integer("ssm.group_count"),
      headCount: heads, headWidth: inner.flatMap { inner in heads.flatMap { $0 > 0 ? inner / $0 : nil } },
      isParallelWithAttention: stateLayers.allSatisfy { attention.contains($0) })
  }

  private static func recurrentKind(_ keys: GGUFKeys) -> Architecture.Recurrent.Kind {
    !keys.layers(with: "ssm_beta").isEmpty || !keys.layers(with: "ssm_ba").isEmpty ? .gatedDeltaNet : .mamba2
  }

  static func attentionLayers(_ keys: GGUFKeys, layers: Int) -> [Int]? {
    guard recurrent(keys, layers: layers) != nil else { return nil }
    return attentionLayerNumbers(keys).filter { $0 < layers }
  }

  /// Layers with a key projection of attention; recurrent layers that only gate have none.
  private static func attentionLayerNumbers(_ keys: GGUFKeys) -> [Int] {
    if keys["kda.head_dim"] != nil { return keys.layers(with: "attn_kv_a_mqa.") }
    let parts = ["attn_k.", "attn_kv_a_mqa.", "attn_k_b."] + (keys.layers(with: "ssm_").isEmpty ? ["attn_qkv."] : [])
    return Set(parts.flatMap { keys.layers(with: $0) }).sorted()
  }
}
