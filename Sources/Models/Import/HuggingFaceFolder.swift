import Base

/// Makes a model out of a Hugging Face folder: `config.json` and, where there is one, the index of its weights.
package enum HuggingFaceFolder {
  /// The model of a `config.json`, with what the files leave open.
  ///
  /// `index` is the document `model.safetensors.index.json`, if there is one; `name`, the folder's, becomes the model's.
  package static func model(
    config whole: JSONNode, index: JSONNode?, name: String
  ) throws(JSONShapeError) -> (Model, unknown: [String]) {
    let text = try whole.optional("text_config") ?? whole
    let type = try (text.value["model_type"] == nil ? whole : text).required("model_type").string()
    let architecture = try HuggingFaceArchitecture.architecture(text, type: type)
    var unknown = ["license", "released"]
    if Self.architectureNames[type] == nil { unknown.append("llama.cpp's name of the architecture \(type)") }
    let parameters = try parameters(index, config: whole)
    if parameters == nil { unknown.append("parameters (no model.safetensors.index.json)") }
    var capabilities: Set<Model.Capability> = []
    if try isEmbedder(whole) { capabilities.insert(.embedding) } else { capabilities.insert(.chat) }
    if try whole.optional("vision_config") != nil { capabilities.insert(.vision) }
    if try whole.optional("audio_config") != nil { capabilities.insert(.audio) }
    let model = Model(
      id: identifier(name), name: name, family: type, creator: "unknown", parameters: parameters,
      textParameters: parameters, activeParameters: architecture.experts == nil ? parameters : nil,
      architecture: architecture, runsInLlamaCpp: Self.architectureNames[type] != nil,
      contextMaximum: architecture.contextMaximum, capabilities: capabilities,
      embedding: capabilities.contains(.embedding)
        ? Model.Embedding(dimensions: architecture.embeddingWidth, pooling: nil) : nil,
      confidence: .derived, sources: ["config.json"])
    return (model, unknown)
  }

  /// llama.cpp's name for a `model_type` of transformers.
  static let architectureNames: [String: String] = [
    "llama": "llama", "mistral": "llama", "mixtral": "llama", "qwen2": "qwen2", "qwen2_5_vl": "qwen2vl",
    "qwen2_5_vl_text": "qwen2vl", "qwen2_vl": "qwen2vl", "qwen2_moe": "qwen2moe", "qwen3": "qwen3",
    "qwen3_moe": "qwen3moe", "qwen3_next": "qwen3next", "qwen3_vl_text": "qwen3vl", "qwen3_vl_moe_text": "qwen3vlmoe",
    "qwen3_5_text": "qwen35", "qwen3_5_moe_text": "qwen35moe", "gemma": "gemma", "gemma2": "gemma2",
    "gemma3": "gemma3", "gemma3_text": "gemma3", "gemma3n_text": "gemma3n", "gemma4_text": "gemma4", "phi": "phi2",
    "phi3": "phi3", "phimoe": "phimoe", "deepseek_v2": "deepseek2", "deepseek_v3": "deepseek2", "kimi_k2": "deepseek2",
    "gpt_oss": "gpt-oss", "glm4": "glm4", "glm4_moe": "glm4moe", "granite": "granite", "granitemoe": "granitemoe",
    "granitemoehybrid": "granitehybrid", "olmo2": "olmo2", "olmo3": "olmo2", "falcon_h1": "falcon-h1", "lfm2": "lfm2",
    "lfm2_moe": "lfm2moe", "nemotron_h": "nemotron_h", "starcoder2": "starcoder2", "cohere": "command-r",
    "cohere2": "cohere2", "exaone4": "exaone4", "smollm3": "smollm3", "minimax_m2": "minimax-m2",
    "seed_oss": "seed_oss", "hunyuan_v1_dense": "hunyuan-dense", "ernie4_5": "ernie4_5",
    "ernie4_5_moe": "ernie4_5-moe", "llama4_text": "llama4", "bert": "bert", "xlm-roberta": "bert",
    "nomic_bert": "nomic-bert", "modernbert": "modern-bert", "apertus": "apertus", "minicpm": "minicpm",
  ]

  private static func isEmbedder(_ config: JSONNode) throws(JSONShapeError) -> Bool {
    let names = try config.optional("architectures")?.elements() ?? []
    return names.contains { node in
      guard let name = node.value.string else { return false }
      return name.hasPrefix("Bert") || name.hasSuffix("ForMaskedLM") || name.hasPrefix("XLMRoberta")
        || name.hasPrefix("NomicBert")
    }
  }

  /// Elements of the weights: bytes over the width of the type they are kept in.
  private static func parameters(_ index: JSONNode?, config: JSONNode) throws(JSONShapeError) -> Int? {
    guard let index, let metadata = try index.optional("metadata") else { return nil }
    if let count = try metadata.optional("total_parameters") { return try count.integer() }
    guard let bytes = try metadata.optional("total_size")?.integer() else { return nil }
    guard try config.optional("quantization_config") == nil else { return nil }
    let type = config.value["dtype"] ?? config.value["torch_dtype"]
    switch type?.string {
    case "bfloat16", "float16": return bytes / 2
    case "float32": return bytes / 4
    default: return nil
    }
  }

  /// Lower-case letters, digits, dots and single hyphens.
  private static func identifier(_ name: String) -> String {
    let words = name.lowercased().split { !($0.isASCII && ($0.isLetter || $0.isNumber || $0 == ".")) }
    return words.isEmpty ? "model" : words.joined(separator: "-")
  }
}
