import Architectures
import Base

/// Reads one entry of a catalogue file.
enum ModelDecoder {
  static func models(_ node: JSONNode) throws(JSONShapeError) -> [Model] {
    var models: [Model] = []
    let entries = try node.elements()
    // Not for whatever a hostile file says that it has.
    models.reserveCapacity(min(entries.count, 1 << 14))
    for entry in entries { models.append(try model(entry)) }
    return models
  }

  static func model(_ node: JSONNode) throws(JSONShapeError) -> Model {
    let architecture: Architecture?
    if let part = try node.optional("architecture") {
      architecture = try ArchitectureDecoder.architecture(part, context: try node.required("context_max").integer())
    } else {
      architecture = nil
    }
    let license = try node.optional("license")?.string()
    let provenance = try provenance(node)
    let textParameters = try node.optional("text_parameters")?.integer()
    return Model(
      id: try node.required("id").commandWord(),
      name: try node.required("name").string(),
      family: try node.required("family").string(),
      creator: try node.required("creator").string(),
      released: try node.optional("released")?.string(),
      license: license,
      commercialUse: try node.optional("commercial_use").map { node throws(JSONShapeError) in
        try node.word(Model.CommercialUse.self)
      } ?? license.flatMap(License.named)?.commercialUse ?? .unknown,
      huggingFaceRepository: try node.optional("huggingface")?.commandWord(),
      ggufRepositories: try node.list("gguf") { node throws(JSONShapeError) in try node.commandWord() },
      ollamaTags: try node.list("ollama", of: ollamaTag),
      parameters: try node.optional("parameters")?.integer(),
      textParameters: textParameters,
      activeParameters: try node.optional("active_parameters")?.integer() ?? textParameters,
      architecture: architecture,
      runsInLlamaCpp: try node.optional("runs_in_llama_cpp")?.bool() ?? true,
      contextMaximum: try node.required("context_max").integer(),
      contextExtended: try node.optional("context_extended")?.integer(),
      capabilities: try capabilities(node),
      languages: try node.strings("languages"),
      languageCount: try node.optional("language_count")?.integer(),
      projector: try node.optional("projector").map(projector),
      embedding: try node.optional("embedding").map { part throws(JSONShapeError) in
        Model.Embedding(
          dimensions: try part.optional("dimensions")?.integer(), pooling: try part.optional("pooling")?.string())
      },
      nativeQuantization: try node.optional("native_quantization")?.string(),
      ggufMetadataBytes: try node.optional("gguf_metadata_bytes")?.integer(),
      scores: try node.list("scores", of: score),
      quality: [:],
      confidence: try node.optional("confidence").map { node throws(JSONShapeError) in
        try node.word(Model.Confidence.self)
      } ?? provenance.last { ["parameters", "architecture"].contains($0.group) }?.confidence ?? .approximate,
      sources: try node.strings("sources"),
      provenance: provenance)
  }

  /// `"parameters": ["exact", "safetensors", "computed"]`: the confidence, then the sources.
  private static func provenance(_ node: JSONNode) throws(JSONShapeError) -> [Model.Provenance] {
    guard let groups = try node.optional("provenance") else { return [] }
    var result: [Model.Provenance] = []
    for (group, list) in try groups.members() {
      let elements = try list.elements()
      guard let first = elements.first else { throw list.mismatch("a confidence and sources") }
      let confidence = try first.word(Model.Confidence.self)
      var sources: [String] = []
      for element in elements.dropFirst() { sources.append(try element.string()) }
      result.append(Model.Provenance(group: group, confidence: confidence, sources: sources))
    }
    return result.sorted { $0.group < $1.group }
  }

  private static func capabilities(_ node: JSONNode) throws(JSONShapeError) -> Set<Model.Capability> {
    var result: Set<Model.Capability> = []
    guard let list = try node.optional("capabilities") else { return result }
    for element in try list.elements() { result.insert(try element.word(Model.Capability.self)) }
    return result
  }

  private static func ollamaTag(_ node: JSONNode) throws(JSONShapeError) -> Model.OllamaTag {
    Model.OllamaTag(
      tag: try node.required("tag").commandWord(),
      quantization: try node.optional("quantization")?.string(),
      sizeBytes: try node.optional("size_bytes")?.integer(),
      isSizeExact: try node.optional("exact")?.bool() ?? false)
  }

  private static func projector(_ node: JSONNode) throws(JSONShapeError) -> Model.Projector {
    Model.Projector(
      parameters: try node.optional("parameters")?.integer(), bytes: try node.optional("bytes")?.integer(),
      isExact: try node.optional("exact")?.bool() ?? false)
  }

  private static func score(_ node: JSONNode) throws(JSONShapeError) -> Model.Score {
    Model.Score(
      benchmark: try node.required("benchmark").string(), value: try node.required("value").number(),
      source: try node.required("source").string(), date: try node.optional("date")?.string())
  }
}

extension JSONNode {
  /// The case that a string names; the error lists the words that are allowed.
  package func word<Word: RawRepresentable & CaseIterable>(_ type: Word.Type) throws(JSONShapeError) -> Word
  where Word.RawValue == String {
    let text = try string()
    guard let word = Word(rawValue: text) else {
      let allowed = Word.allCases.map(\.rawValue).joined(separator: ", ")
      throw complaint("one of \(allowed), not \"\(text)\"")
    }
    return word
  }

  /// The strings of the array at `key`; missing is an empty array.
  func strings(_ key: String) throws(JSONShapeError) -> [String] {
    try optional(key)?.strings() ?? []
  }

  /// The elements of the array at `key`; missing is an empty array.
  func list<Element>(
    _ key: String, of element: (JSONNode) throws(JSONShapeError) -> Element
  ) throws(JSONShapeError) -> [Element] {
    guard let list = try optional(key) else { return [] }
    var result: [Element] = []
    for node in try list.elements() { result.append(try element(node)) }
    return result
  }

  /// The whole numbers of the array at `key`, or nil when it is missing.
  func integers(_ key: String) throws(JSONShapeError) -> [Int]? {
    guard let node = try optional(key) else { return nil }
    var result: [Int] = []
    for element in try node.elements() { result.append(try element.integer(in: 0...1 << 40)) }
    return result
  }

  /// The whole number at `key`, bounded so that no product of dimensions overflows.
  func dimension(_ key: String) throws(JSONShapeError) -> Int { try required(key).integer(in: 0...1 << 32) }

  func optionalDimension(_ key: String) throws(JSONShapeError) -> Int? {
    guard let node = try optional(key) else { return nil }
    return try node.integer(in: 0...1 << 32)
  }

  func flag(_ key: String) throws(JSONShapeError) -> Bool { try optional(key)?.bool() ?? false }
}

extension JSONNode {
  /// A name that printed commands contain: nothing in it means anything to a shell or is taken for an option.
  func commandWord() throws(JSONShapeError) -> String {
    let text = try string()
    let isHarmless = text.utf8.allSatisfy { byte in
      let isLetter = (0x61...0x7A).contains(byte | 0x20)
      return isLetter || (0x30...0x39).contains(byte) || "._/:+@- ".utf8.contains(byte)
    }
    guard isHarmless, !text.hasPrefix("-") else { throw mismatch("a name of letters, digits and . _ / : + @ -") }
    return text
  }
}
