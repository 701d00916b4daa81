/// Reads a header as llama.cpp would have written it.
///
/// Files of the Ollama library were written by a converter of its own: other names of architectures, keys and tensors, towers
/// inside the file. Ollama translates them when it loads them; llama.cpp refuses them. What is translated here is what memory
/// and speed depend on (Ollama's llama/compat/llama-ollama-compat.cpp).
struct GGUFDialect {
  /// The header in llama.cpp's names.
  private(set) var header: GGUFHeader
  /// Whether only Ollama loads the file as it is.
  private(set) var isOllamas = false

  init(_ header: GGUFHeader) {
    self.header = header
    guard let name = header.metadata["general.architecture"]?.string, !name.isEmpty else { return }
    translateArchitecture(name)
    guard let architecture = self.header.metadata["general.architecture"]?.string else { return }
    translateTensors(architecture)
    translateKeys(architecture, wasNamed: name)
  }

  private mutating func translateArchitecture(_ name: String) {
    var new = GGUFFacts.all?.ollamaArchitectures[name]
    if name == "gemma3", has("dense.0.weight") { new = "gemma-embedding" }
    if name == "nemotron_h_omni", (integer(name, "expert_count") ?? 0) == 0 { new = "nemotron_h" }
    guard let new else { return }
    isOllamas = true
    let prefix = name + "."
    var metadata: [String: GGUFValue] = [:]
    for (key, value) in header.metadata {
      metadata[key.hasPrefix(prefix) ? new + "." + key.dropFirst(prefix.count) : key] = value
    }
    metadata["general.architecture"] = .string(new)
    header.metadata = metadata
  }

  private mutating func translateTensors(_ architecture: String) {
    let hasTower = header.tensors.contains { GGUFTower.holds($0.name) || GGUFTower.isPrediction($0.name) }
    if hasTower { isOllamas = true }
    // Ollama hides these towers, for nothing can compute them.
    let hidesAll = architecture == "gemma3n"
    let hidesSound = architecture.hasPrefix("nemotron_h")
    header.tensors.removeAll { tensor in
      GGUFTower.isPrediction(tensor.name) || hidesAll && GGUFTower.holds(tensor.name)
        || hidesSound && GGUFTower.isForSound(tensor.name)
    }
    for index in header.tensors.indices where !GGUFTower.holds(header.tensors[index].name) {
      guard let name = Self.renamed(header.tensors[index].name) else { continue }
      header.tensors[index].name = name
      isOllamas = true
    }
    if architecture == "lfm2", has("output_norm.weight"), !has("token_embd_norm.weight") { isOllamas = true }
    if architecture == "gemma3n" { shortenVocabulary() }
  }

  /// llama.cpp's name of a tensor that Ollama's converter calls otherwise.
  private static func renamed(_ name: String) -> String? {
    guard let (layer, rest) = GGUFKeys.layer(of: name) else { return nil }
    for (old, new) in tensorNames where rest == old || rest.hasPrefix(old + ".") {
      return "blk.\(layer).\(new)\(rest.dropFirst(old.count))"
    }
    return nil
  }

  /// Names below a layer's number.
  private static let tensorNames = [
    ("attn_out", "attn_output"), ("attn_g", "attn_gate"), ("ffn_latent_in", "ffn_latent_down"),
    ("ffn_latent_out", "ffn_latent_up"),
  ]

  /// The rows beyond those that each layer has embeddings for stand for images and sound, and are not loaded.
  private mutating func shortenVocabulary() {
    guard let rows = tensor("per_layer_token_embd.weight")?.dimensions.dropFirst().first,
      let index = header.tensors.firstIndex(where: { $0.name == "token_embd.weight" }),
      case let tensor = header.tensors[index], tensor.dimensions.count == 2, rows > 0, tensor.dimensions[1] > rows
    else { return }
    header.tensors[index].dimensions[1] = rows
    header.tensors[index].elementCount = tensor.elementCount / tensor.dimensions[1] * rows
    header.tensors[index].bytes = tensor.bytes / tensor.dimensions[1] * rows
    isOllamas = true
  }

  private mutating func translateKeys(_ architecture: String, wasNamed name: String) {
    switch architecture {
    case "qwen35", "qwen35moe", "qwen3next":
      if header.tensors.contains(where: { $0.name.hasSuffix(".ssm_dt") }) { isOllamas = true }
      // One number for all layers: which have state and no heads is told by the tensors.
      if let heads = header.metadata[architecture + ".attention.head_count_kv"]?.array, heads.count > 1 {
        let most = heads.compactMap(\.integer).max() ?? 0
        header.metadata[architecture + ".attention.head_count_kv"] = .unsigned(UInt64(most))
        isOllamas = true
      }
    case "gemma3":
      if header.metadata["gemma3.attention.layer_norm_rms_epsilon"] == nil { isOllamas = true }
    case "qwen3vl", "qwen3vlmoe":
      if header.metadata[architecture + ".rope.dimension_sections"] == nil { isOllamas = true }
    case "lfm2":
      // The key may tell another width than the matrices have.
      if let width = tensor("blk.0.ffn_down.weight")?.dimensions.first {
        header.metadata["lfm2.feed_forward_length"] = .unsigned(UInt64(width))
      }
    case "nemotron_h_moe":
      if header.metadata["nemotron_h_moe.moe_latent_size"] == nil,
        let latent = header.tensors.first(where: { $0.name.hasSuffix(".ffn_latent_down.weight") })?.dimensions.last
      {
        header.metadata["nemotron_h_moe.moe_latent_size"] = .unsigned(UInt64(latent))
      }
    case "deepseek2" where name == "glm4moelite": swapHeadWidths()
    default: break
    }
  }

  /// The plain widths are those of heads, which llama.cpp has under other keys.
  private mutating func swapHeadWidths() {
    for part in ["key_length", "value_length"] {
      header.metadata["deepseek2.attention.\(part)_mla"] = header.metadata["deepseek2.attention.\(part)"]
    }
    header.metadata["deepseek2.attention.head_count_kv"] = .unsigned(1)
  }

  private func tensor(_ name: String) -> GGUFTensor? { header.tensors.first { $0.name == name } }

  private func has(_ tensorName: String) -> Bool { tensor(tensorName) != nil }

  private func integer(_ architecture: String, _ key: String) -> Int? {
    header.metadata[architecture + "." + key]?.integer
  }
}
