import Architectures
import Base

/// Reads one entry of a catalogue file.
enum ModelDecoder {
  /// The entries of a file; of one that is trusted, what few commands ask for is read when they do.
  static func models(_ node: JSONNode, isTrusted: Bool = false) throws(JSONShapeError) -> [Model] {
    var models: [Model] = []
    let entries = try node.elements()
    // Not for whatever a hostile file says that it has.
    models.reserveCapacity(min(entries.count, 1 << 14))
    for entry in entries { models.append(try model(entry, isTrusted: isTrusted)) }
    return models
  }

  static func model(_ node: JSONNode, isTrusted: Bool = false) throws(JSONShapeError) -> Model {
    // In the order of a file, whose first mistake is told.
    let id = try node.required("id").commandWord()
    let particulars = try part(node, isTrusted, .unread, particulars)
    let textParameters = try node.optional("text_parameters")?.integer()
    return Model(
      id: id, capabilities: try capabilities(node),
      contextMaximum: try node.required("context_max").integer(), textParameters: textParameters,
      activeParameters: try node.optional("active_parameters")?.integer() ?? textParameters,
      runsInLlamaCpp: try node.optional("runs_in_llama_cpp")?.bool() ?? true, confidence: try confidence(node),
      knowsDimensions: node.has("architecture"), namesFiles: node.hasElements("gguf") || node.hasElements("ollama"),
      isReleasedQuantized: node.has("native_quantization"), particulars: particulars,
      ollamaTags: try part(node, isTrusted, [], ollamaTags),
      dimensions: try part(node, isTrusted, Shared(wrappedValue: Model.Dimensions(nil)), dimensions),
      details: try part(node, isTrusted, Model.Details(), details))
  }

  /// A part of an entry: of a trusted one read when it is asked for, and `unread` where it is none after all, which a test
  /// rules out.
  private static func part<Part: Sendable>(
    _ node: JSONNode, _ isTrusted: Bool, _ unread: Part,
    _ read: @escaping @Sendable (JSONNode) throws(JSONShapeError) -> Part
  ) throws(JSONShapeError) -> Deferred<Part> {
    isTrusted ? Deferred { (try? read(node)) ?? unread } : Deferred(wrappedValue: try read(node))
  }

  private static func particulars(_ node: JSONNode) throws(JSONShapeError) -> Model.Particulars {
    let license = try node.optional("license")?.string()
    return Model.Particulars(
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
      parameters: try node.optional("parameters")?.integer(),
      contextExtended: try node.optional("context_extended")?.integer(),
      languageCount: try node.optional("language_count")?.integer(),
      projector: try node.optional("projector").map(projector),
      embedding: try node.optional("embedding").map { part throws(JSONShapeError) in
        Model.Embedding(
          dimensions: try part.optional("dimensions")?.integer(), pooling: try part.optional("pooling")?.string())
      },
      nativeQuantization: try node.optional("native_quantization")?.string(),
      ggufMetadataBytes: try node.optional("gguf_metadata_bytes")?.integer())
  }

  private static func dimensions(_ node: JSONNode) throws(JSONShapeError) -> Shared<Model.Dimensions> {
    guard let part = try node.optional("architecture") else { return Shared(wrappedValue: Model.Dimensions(nil)) }
    let context = try node.required("context_max").integer()
    return Shared(
      wrappedValue: Model.Dimensions(
        try ArchitectureDecoder.architecture(part, context: context), hash: part.hash(with: UInt64(context))))
  }

  private static func ollamaTags(_ node: JSONNode) throws(JSONShapeError) -> [Model.OllamaTag] {
    try node.list("ollama", of: ollamaTag)
  }

  private static func details(_ node: JSONNode) throws(JSONShapeError) -> Model.Details {
    Model.Details(
      languages: try node.strings("languages"), scores: try node.list("scores", of: score),
      sources: try node.strings("sources"), provenance: try provenance(node))
  }

  /// As it is said, or else that of the weights' number or of the dimensions.
  private static func confidence(_ node: JSONNode) throws(JSONShapeError) -> Model.Confidence {
    if let stated = try node.optional("confidence") { return try stated.word(Model.Confidence.self) }
    guard let groups = try node.optional("provenance", upTo: "parameters") else { return .approximate }
    for key in ["parameters", "architecture"] {
      if let group = try groups.optional(key) { return try group.confidence() }
    }
    return .approximate
  }

  /// `"parameters": ["exact", "safetensors", "computed"]`: the confidence, then the sources.
  private static func provenance(_ node: JSONNode) throws(JSONShapeError) -> [Model.Provenance] {
    guard let groups = try node.optional("provenance") else { return [] }
    var result: [Model.Provenance] = []
    for (group, list) in try groups.members() {
      let confidence = try list.confidence()
      var sources: [String] = []
      for element in try list.elements().dropFirst() { sources.append(try element.string()) }
      result.append(Model.Provenance(group: group, confidence: confidence, sources: sources))
    }
    return result.sorted { $0.group < $1.group }
  }

  private static func capabilities(_ node: JSONNode) throws(JSONShapeError) -> Model.Capabilities {
    var result: Model.Capabilities = []
    guard let list = try node.optional("capabilities") else { return result }
    for element in try list.elements() {
      if let place = element.place(in: capabilityWords) {
        result.insert(allCapabilities[place])
      } else {
        result.insert(try element.word(Model.Capability.self))
      }
    }
    return result
  }

  /// By which the words are told apart without a text being made of each.
  private static let capabilityWords = TextIndex(allCapabilities.map(\.rawValue))
  private static let allCapabilities = Model.Capability.allCases

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

extension Model.Particulars {
  /// In the place of those of a built-in entry that is no entry, which a test rules out.
  fileprivate static let unread = Self(
    name: "", family: "", creator: "", commercialUse: .unknown, ggufRepositories: [])
}

extension JSONNode {
  /// The confidence that the sources of a group of facts begin with.
  fileprivate func confidence() throws(JSONShapeError) -> Model.Confidence {
    guard let first = try first() else { throw mismatch("a confidence and sources") }
    return try first.word(Model.Confidence.self)
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
    guard text.utf8.allSatisfy(Self.isHarmless), !text.hasPrefix("-") else {
      throw mismatch("a name of letters, digits and . _ / : + @ -")
    }
    return text
  }

  private static func isHarmless(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "-")...UInt8(ascii: ":"),
      UInt8(ascii: "_"), UInt8(ascii: "+"), UInt8(ascii: "@"), UInt8(ascii: " "):
      true
    default: false
    }
  }
}
