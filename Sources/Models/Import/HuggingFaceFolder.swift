import Architectures
import Base

/// Makes a model out of a Hugging Face folder: `config.json` and, where there is one, the index of its weights.
package enum HuggingFaceFolder {
  /// The model of a `config.json`, with what the files leave open.
  ///
  /// `index` is the document `model.safetensors.index.json`, if there is one; `name`, the folder's, becomes the model's.
  package static func model(
    config whole: JSONNode, index: JSONNode?, name: String
  ) throws(JSONShapeError) -> (Model, unknown: [String]) {
    let text = try HuggingFaceTextPart.find(in: whole)
    let type = text.type
    var architecture = try HuggingFaceArchitecture.architecture(text)
    if text.isPart, !text.states("tie_word_embeddings"), let ties = try whole.optional("tie_word_embeddings")?.bool() {
      architecture.hasTiedEmbeddings = ties
    }
    try UnreadKeys.check(text, layers: architecture.layerCount)
    var unknown = ["license", "released"]
    let parameters = try parameters(index, config: whole)
    if parameters == nil { unknown.append("parameters (no model.safetensors.index.json)") }
    var capabilities: Model.Capabilities = []
    if try isEmbedder(whole, architecture) { capabilities.insert(.embedding) } else { capabilities.insert(.chat) }
    if try whole.optional("vision_config") != nil { capabilities.insert(.vision) }
    if try whole.optional("audio_config") != nil { capabilities.insert(.audio) }
    let model = Model(
      id: identifier(name), name: name, family: type, creator: "unknown", parameters: parameters,
      textParameters: parameters, activeParameters: architecture.experts == nil ? parameters : nil,
      architecture: architecture, contextMaximum: architecture.contextMaximum, capabilities: capabilities,
      embedding: capabilities.contains(.embedding)
        ? Model.Embedding(dimensions: architecture.embeddingWidth, pooling: nil) : nil,
      confidence: .derived, sources: ["config.json"])
    return (model, unknown)
  }

  private static func isEmbedder(_ config: JSONNode, _ architecture: Architecture) throws(JSONShapeError) -> Bool {
    if architecture.isEncoder { return true }
    let classes = try config.optional("architectures")?.elements() ?? []
    return classes.contains { $0.value.string?.hasSuffix("ForMaskedLM") == true }
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
