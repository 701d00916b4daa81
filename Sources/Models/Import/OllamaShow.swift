import Base

/// Makes a model out of what a running Ollama says of it (`POST /api/show`).
package enum OllamaShow {
  /// The model of the answer in `document`, for the tag that was asked about, with what the answer leaves open.
  ///
  /// The answer's `model_info` has the keys of the GGUF header, without the tensors unless they were asked for.
  package static func model(_ node: JSONNode, tag: String) throws(JSONShapeError) -> (Model, unknown: [String]) {
    var metadata: [String: GGUFValue] = [:]
    let info = try node.required("model_info")
    for (key, member) in try info.members() { metadata[key] = value(member.value) }
    let details = try node.optional("details")
    let quantization = try details?.optional("quantization_level")?.string()
    let header = GGUFHeader(
      version: 3, isBigEndian: false, metadata: metadata, tensors: try tensors(node), dataOffset: 0, fileBytes: 0)
    if let key = listLeftOut(of: info), header.tensors.isEmpty {
      throw try info.required(key).complaint("numbers for each layer, which Ollama leaves out of its description")
    }
    let file = try describe(header, tag: tag, info)
    var model = file.model
    var unknown = file.unknown
    if header.tensors.isEmpty {
      let parameters = metadata["general.parameter_count"]?.integer
      (model.parameters, model.textParameters, model.activeParameters) = (parameters, parameters, nil)
      model.architecture?.hasTiedEmbeddings = false
      unknown.append("whether the output head is tied")
      if parameters == nil { unknown.append("general.parameter_count") }
    }
    if model.architecture?.experts == nil { model.activeParameters = model.textParameters }
    model.ggufMetadataBytes = nil
    model.ollamaTags = [Model.OllamaTag(tag: tag, quantization: quantization)]
    model.capabilities = try capabilities(node) ?? model.capabilities
    model.confidence = header.tensors.isEmpty ? .derived : .exact
    model.sources = ["Ollama's description of \(tag)"]
    return (model, unknown)
  }

  /// Whether the answer lacks numbers that differ from layer to layer; the verbose one has them.
  package static func leavesOutLists(_ node: JSONNode) -> Bool {
    guard let info = try? node.required("model_info") else { return false }
    return listLeftOut(of: info) != nil
  }

  /// The first key of a list that is not told: Ollama shortens long ones to nothing.
  private static func listLeftOut(of info: JSONNode) -> String? {
    guard let members = try? info.members() else { return nil }
    return members.first { key, node in
      !key.hasPrefix("tokenizer.") && !key.hasPrefix("general.") && !key.contains(".vision.")
        && !key.contains(".audio.")
        && perLayerKeys.contains { key.hasSuffix($0) } && (node.value == .null || node.value == .array([]))
    }?.key
  }

  /// Keys that may have a number for each layer.
  private static let perLayerKeys = [
    ".attention.head_count", ".attention.head_count_kv", ".feed_forward_length", ".attention.sliding_window_pattern",
    ".attention.cross_attention_layers", ".attention.compress_ratios",
  ]

  private static func describe(
    _ header: GGUFHeader, tag: String, _ info: JSONNode
  ) throws(JSONShapeError) -> GGUFModel {
    do {
      return try GGUFModel(parts: [header], name: tag, isDescription: true)
    } catch {
      throw info.complaint(error.expected)
    }
  }

  private static func tensors(_ node: JSONNode) throws(JSONShapeError) -> [GGUFTensor] {
    var tensors: [GGUFTensor] = []
    for element in try node.optional("tensors")?.elements() ?? [] {
      let typeName = try element.required("type").string()
      let named = (UInt32(0)...64).lazy.compactMap { GGUFTensorType(number: $0) }.first { $0.name == typeName }
      guard let type = named else {
        throw try element.required("type").complaint("a known tensor type")
      }
      var dimensions: [Int] = []
      var elements = 1
      for dimension in try element.required("shape").elements() {
        let size = try dimension.integer(in: 0...1 << 40)
        let (product, overflow) = elements.multipliedReportingOverflow(by: size)
        guard !overflow, product <= 1 << 56 else { throw dimension.mismatch("a tensor of at most 2^56 elements") }
        dimensions.append(size)
        elements = product
      }
      tensors.append(
        GGUFTensor(
          name: try element.required("name").string(), dimensions: dimensions, type: type, offset: 0,
          elementCount: elements, bytes: elements / type.blockElements * type.blockBytes))
    }
    return tensors
  }

  private static func capabilities(_ node: JSONNode) throws(JSONShapeError) -> Model.Capabilities? {
    guard let list = try node.optional("capabilities") else { return nil }
    let words: [String: Model.Capability] = [
      "completion": .chat, "tools": .tools, "vision": .vision, "audio": .audio, "embedding": .embedding,
      "thinking": .reasoning,
    ]
    var result: Model.Capabilities = []
    for element in try list.elements() {
      if let capability = words[try element.string()] { result.insert(capability) }
    }
    return result
  }

  private static func value(_ value: JSONValue) -> GGUFValue {
    switch value {
    case .bool(let flag): .bool(flag)
    case .integer(let number): .signed(Int64(number))
    case .number(let number): .float(number)
    case .string(let text): .string(text)
    case .array(let values): .array(values.map(Self.value))
    case .null, .object: .longString
    }
  }
}
