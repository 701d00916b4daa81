import Base
import Architectures

/// A model as its GGUF file describes it.
package struct GGUFModel: Sendable {
  package var model: Model
  /// The recipe by `general.file_type`, or by the most common format of the matrices.
  package var quantization: String
  /// The exact tensors, all parts of a split file together.
  package var tensors: [GGUFTensor]
  /// Bytes of all parts of the file.
  package var fileBytes: Int
  /// What the file does not tell.
  package var unknown: [String]
  /// Whether only Ollama loads the file: it is laid out for its loader and not for llama.cpp's.
  package var isOllamas: Bool

  /// The model of the parts of a file; a file that is not split is one part.
  ///
  /// `name` is used where the file has none. `isDescription` is for keys that come without tensors, as Ollama tells them.
  package init(parts: [GGUFHeader], name: String, isDescription: Bool = false) throws(GGUFError) {
    guard let first = parts.first else { throw GGUFError(offset: 0, expected: "a file") }
    var whole = first
    for part in parts.dropFirst() { whole.tensors += part.tensors }
    try GGUFFileKind.check(whole)
    guard first.metadata["general.architecture"]?.string?.isEmpty == false else {
      throw GGUFError(offset: 0, expected: "the key general.architecture with a string")
    }
    guard isDescription || !whole.tensors.isEmpty else {
      let isVocabulary = first.metadata["tokenizer.ggml.tokens"] != nil
      throw GGUFError(
        offset: 0, expected: "tensors; the file has none" + (isVocabulary ? ": it is a vocabulary alone" : ""))
    }
    if parts.count > 1 {
      var names: Set<String> = []
      for tensor in whole.tensors where !names.insert(tensor.name).inserted {
        throw GGUFError(offset: 0, expected: "each tensor in one part; \"\(tensor.name)\" is in two")
      }
    }
    let dialect = GGUFDialect(whole)
    guard let keys = GGUFKeys(dialect.header) else {
      throw GGUFError(offset: 0, expected: "the key general.architecture with a string")
    }
    try GGUFLayoutCheck.check(keys)
    let architecture = try GGUFArchitecture.architecture(keys)
    tensors = dialect.header.tensors
    isOllamas = dialect.isOllamas
    fileBytes = parts.reduce(0) { $0 &+ $1.fileBytes }
    quantization = Self.quantization(dialect.header)
    (model, unknown) = Self.describe(keys, architecture: architecture, tensors: tensors, name: name)
    model.ggufMetadataBytes = first.dataOffset
  }

  private static func quantization(_ header: GGUFHeader) -> String {
    if let type = header.metadata["general.file_type"]?.integer, let name = GGUFFileType.name(type) { return name }
    var elements: [String: Int] = [:]
    for tensor in header.tensors where tensor.dimensions.count > 1 {
      elements[tensor.type.name, default: 0] += tensor.elementCount
    }
    return elements.max { ($0.value, $1.key) < ($1.value, $0.key) }?.key ?? "F32"
  }

  private static func describe(
    _ keys: GGUFKeys, architecture: Architecture, tensors: [GGUFTensor], name fallback: String
  ) -> (Model, [String]) {
    let parameters = tensors.reduce(0) { $0 &+ $1.elementCount }
    let text = tensors.filter { !GGUFTower.holds($0.name) }
    let isKnown = Family.isKnown(architecture.name)
    var unknown: [String] = []
    if !isKnown { unknown.append("how layers of the architecture \(architecture.name) compute") }
    for key in ["name", "license", "organization"] where keys.general(key) == nil { unknown.append("general." + key) }
    if architecture.contextMaximum == 0 { unknown.append(keys.architecture + ".context_length") }
    let name = keys.general("name") ?? fallback
    let model = Model(
      id: identifier(name), name: name, family: keys.general("basename") ?? keys.architecture,
      creator: keys.general("organization") ?? keys.general("author") ?? "unknown",
      license: keys.general("license"),
      huggingFaceRepository: keys.general("base_model.0.repo_url").map(repository), parameters: parameters,
      textParameters: text.reduce(0) { $0 &+ $1.elementCount },
      activeParameters: activeParameters(text, architecture), architecture: architecture,
      runsInLlamaCpp: architecture.name != "mllama"
        && (isKnown || GGUFFacts.all?.llamaCppArchitectures.contains(architecture.name) == true),
      contextMaximum: architecture.contextMaximum, capabilities: capabilities(keys),
      embedding: keys["pooling_type"] == nil
        ? nil : Model.Embedding(dimensions: architecture.embeddingWidth, pooling: nil),
      confidence: isKnown ? .exact : .approximate, sources: ["GGUF header"])
    return (model, unknown)
  }

  private static func activeParameters(_ tensors: [GGUFTensor], _ architecture: Architecture) -> Int {
    guard let experts = architecture.experts, experts.count > 0 else {
      return tensors.reduce(0) { $0 &+ $1.elementCount }
    }
    return tensors.reduce(0) { sum, tensor in
      sum
        &+ (tensor.name.contains("_exps.")
          ? tensor.elementCount / experts.count &* min(experts.usedCount, experts.count) : tensor.elementCount)
    }
  }

  private static func capabilities(_ keys: GGUFKeys) -> Model.Capabilities {
    if keys["pooling_type"] != nil || Family.named(keys.architecture).isEncoder { return [.embedding] }
    var capabilities: Model.Capabilities = keys.header.metadata["tokenizer.chat_template"] == nil ? [] : [.chat]
    for tensor in keys.header.tensors where GGUFTower.holds(tensor.name) {
      capabilities.insert(GGUFTower.isForSound(tensor.name) ? .audio : .vision)
    }
    return capabilities
  }

  private static func repository(_ address: String) -> String {
    let prefix = "https://huggingface.co/"
    return address.hasPrefix(prefix) ? String(address.dropFirst(prefix.count)) : address
  }

  /// Lower-case letters, digits, dots and single hyphens.
  package static func identifier(_ name: String) -> String {
    var id = ""
    for character in name.lowercased() {
      if character.isASCII, character.isLetter || character.isNumber || character == "." {
        id.append(character)
      } else if !id.isEmpty, id.last != "-" {
        id.append("-")
      }
    }
    while id.last == "-" { id.removeLast() }
    return id.isEmpty ? "model" : id
  }
}
