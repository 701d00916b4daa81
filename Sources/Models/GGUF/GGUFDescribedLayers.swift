import Architectures

/// A kind of tensor and the layers that have it, concluded from the keys of a header that comes without tensors.
///
/// Ollama describes models so (`POST /api/show`). What a layer does is told there by numbers for each layer, or by a period.
struct GGUFDescribedLayers: Sendable, Equatable {
  /// How the tensors' names begin after the layer's number.
  let name: String
  let layers: [Int]

  static func all(in metadata: [String: GGUFValue], of architecture: String) -> [GGUFDescribedLayers] {
    guard let count = metadata[architecture + ".block_count"]?.integer, (1...100_000).contains(count) else { return [] }
    func integers(_ key: String) -> [Int]? {
      metadata[architecture + "." + key]?.array.map { $0.compactMap(\.integer) }
    }
    let family = Family.named(architecture)
    let every = Array(0..<count)
    let state = stateTensors(metadata, architecture)
    let attention = state.isEmpty ? every : attentionLayers(metadata, architecture, count) ?? every
    let dense = family.layersDoOneThing ? integers("feed_forward_length") : nil
    let other = every.filter { layer in
      !attention.contains(layer) && !(dense.map { $0.indices.contains(layer) && $0[layer] > 0 } ?? false)
    }
    let isParallel = family.keepsStateBesideAttention
    let hasExperts = (metadata[architecture + ".expert_count"]?.integer ?? 0) > 0
    let leading = metadata[architecture + ".leading_dense_block_count"]?.integer ?? 0
    let routed = family.layersDoOneThing ? every.filter { !attention.contains($0) && !other.contains($0) } : every
    let keys = metadata[architecture + ".attention.kv_lora_rank"] == nil ? "attn_k." : "attn_kv_a_mqa."
    return [
      GGUFDescribedLayers(name: keys, layers: attention), GGUFDescribedLayers(name: "attn_v.", layers: attention),
    ]
      + state.map { GGUFDescribedLayers(name: $0, layers: isParallel ? every : other) }
      + (hasExperts
        ? [GGUFDescribedLayers(name: "ffn_gate_inp.", layers: routed.filter { $0 >= leading })] : [])
  }

  /// Whether the keys say that some layers keep state, and leave open which.
  static func areUnknown(_ keys: GGUFKeys) -> Bool {
    guard keys.header.tensors.isEmpty, !stateTensors(keys.header.metadata, keys.architecture).isEmpty,
      !Family.named(keys.architecture).keepsStateBesideAttention, let count = keys.integer("block_count")
    else { return false }
    return attentionLayers(keys.header.metadata, keys.architecture, count) == nil
  }

  private static func attentionLayers(
    _ metadata: [String: GGUFValue], _ architecture: String, _ count: Int
  ) -> [Int]? {
    if let heads = metadata[architecture + ".attention.head_count_kv"]?.array?.compactMap(\.integer), heads.count > 1 {
      return (0..<min(count, heads.count)).filter { heads[$0] > 0 }
    }
    guard let period = metadata[architecture + ".full_attention_interval"]?.integer, period > 0 else { return nil }
    return (0..<count).filter { $0 % period == period - 1 }
  }

  /// Tensors that layers with state have.
  private static func stateTensors(_ metadata: [String: GGUFValue], _ architecture: String) -> [String] {
    func has(_ beginning: String) -> Bool { metadata.keys.contains { $0.hasPrefix(architecture + "." + beginning) } }
    if has("shortconv.") { return ["shortconv."] }
    guard has("ssm.") || has("kda.") else { return [] }
    return has("full_attention_interval") ? ["ssm_out.", "ssm_beta."] : ["ssm_out."]
  }
}
