import Architectures

/// What can be planned of an architecture whose layers nobody has described.
///
/// A plain transformer is told by its keys and tensors; what keeps a window, a latent row or a state between tokens is not.
enum GGUFLayoutCheck {
  /// Refuses an unknown architecture that keeps anything else than keys and values of the whole context.
  static func check(_ keys: GGUFKeys) throws(GGUFError) {
    if GGUFDescribedLayers.areUnknown(keys) {
      throw GGUFError(
        offset: 0,
        expected: "keys that say which layers of \"\(keys.architecture)\" keep a state; the file itself has them")
    }
    guard !Family.isKnown(keys.architecture) else { return }
    var marks = keys.header.metadata.keys.filter { key in
      guard key.hasPrefix(keys.architecture + ".") else { return false }
      let name = key.dropFirst(keys.architecture.count + 1)
      return marking.contains { name.hasPrefix($0) } && keys.header.metadata[key]?.integer != 0
    }.sorted()
    if marks.isEmpty, keys.integers("attention.head_count_kv")?.contains(0) == true {
      marks = [keys.architecture + ".attention.head_count_kv"]
    }
    if marks.isEmpty, let tensor = keys.header.tensors.first(where: { isMarking($0.name) }) { marks = [tensor.name] }
    guard let mark = marks.first else { return }
    throw GGUFError(
      offset: 0,
      expected:
        "an architecture whose layers are known, but \"\(keys.architecture)\" is not, and \"\(mark)\" says that "
        + "they keep something else than keys and values: nothing can be planned for it")
  }

  /// Keys below the architecture's name.
  private static let marking = [
    "ssm.", "wkv", "time_mix", "time_decay", "token_shift_count", "shortconv.", "kda.", "linear_attention", "linear.",
    "recurrent", "full_attention_interval", "attention.sliding_window", "attention.chunk_size",
    "attention.kv_lora_rank",
    "attention.q_lora_rank", "attention.key_length_mla", "attention.value_length_mla", "attention.indexer.",
    "attention.compress", "attention.key_length_swa", "attention.shared_kv_layers", "attention.cross_attention",
    "decoder_block_count", "hyper_connection.",
  ]

  private static func isMarking(_ name: String) -> Bool {
    guard let (_, rest) = GGUFKeys.layer(of: name) else { return false }
    return ["ssm_", "time_mix", "shortconv.", "attn_kv_a_mqa.", "attn_kv_b.", "attn_k_b.", "indexer.", "cross_attn"]
      .contains { rest.hasPrefix($0) }
  }
}
