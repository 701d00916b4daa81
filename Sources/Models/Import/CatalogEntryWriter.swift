import Base

/// Writes a model as an entry of a catalogue file: the inverse of reading one.
package enum CatalogEntryWriter {
  /// A whole catalogue file with these models; `showsUnknown` writes null for what a model's source should tell.
  package static func document(_ models: [Model], showsUnknown: Bool = false) -> JSONValue {
    let entries = models.map { model in
      showsUnknown ? withNull(entry(model)) : entry(model)
    }
    return .object(["models": .array(entries)])
  }

  /// What every complete entry has.
  private static let expectedKeys = [
    "released", "license", "parameters", "text_parameters", "huggingface", "architecture",
  ]

  private static func withNull(_ entry: JSONValue) -> JSONValue {
    guard case .object(var members) = entry else { return entry }
    for key in expectedKeys where !members.contains(where: { $0.key == key }) {
      members.append(JSONValue.Member(key, .null))
    }
    return .object(members)
  }

  /// One entry; what is unknown is left out.
  package static func entry(_ model: Model) -> JSONValue {
    withoutNull([
      "id": .string(model.id), "name": .string(model.name), "family": .string(model.family),
      "creator": .string(model.creator), "released": model.released.map(JSONValue.string),
      "license": model.license.map(JSONValue.string), "commercial_use": .string(model.commercialUse.rawValue),
      "parameters": model.parameters.map(JSONValue.integer),
      "text_parameters": model.textParameters.map(JSONValue.integer),
      "active_parameters": model.activeParameters == model.textParameters
        ? nil : model.activeParameters.map(JSONValue.integer),
      "context_max": .integer(model.contextMaximum), "context_extended": model.contextExtended.map(JSONValue.integer),
      "capabilities": .array(model.capabilities.all.map(\.rawValue).sorted().map(JSONValue.string)),
      "languages": strings(model.languages), "language_count": model.languageCount.map(JSONValue.integer),
      "architecture": model.architecture.map(ArchitectureWriter.architecture),
      "runs_in_llama_cpp": .bool(model.runsInLlamaCpp),
      "native_quantization": model.nativeQuantization.map(JSONValue.string),
      "gguf_metadata_bytes": model.ggufMetadataBytes.map(JSONValue.integer),
      "huggingface": model.huggingFaceRepository.map(JSONValue.string), "gguf": strings(model.ggufRepositories),
      "ollama": list(model.ollamaTags, ollamaTag), "projector": model.projector.map(projector),
      "embedding": model.embedding.map { part in
        withoutNull([
          "dimensions": part.dimensions.map(JSONValue.integer), "pooling": part.pooling.map(JSONValue.string),
        ])
      },
      "scores": list(model.scores, score), "confidence": .string(model.confidence.rawValue),
      "sources": strings(model.sources), "provenance": provenance(model.provenance),
    ])
  }

  private static func ollamaTag(_ tag: Model.OllamaTag) -> JSONValue {
    withoutNull([
      "tag": .string(tag.tag), "quantization": tag.quantization.map(JSONValue.string),
      "size_bytes": tag.sizeBytes.map(JSONValue.integer), "exact": tag.isSizeExact ? true : nil,
    ])
  }

  private static func projector(_ projector: Model.Projector) -> JSONValue {
    withoutNull([
      "parameters": projector.parameters.map(JSONValue.integer), "bytes": projector.bytes.map(JSONValue.integer),
      "exact": .bool(projector.isExact),
    ])
  }

  private static func provenance(_ groups: [Model.Provenance]) -> JSONValue? {
    guard !groups.isEmpty else { return nil }
    return .object(
      groups.map { group in
        JSONValue.Member(group.group, .array(([group.confidence.rawValue] + group.sources).map(JSONValue.string)))
      })
  }

  private static func score(_ score: Model.Score) -> JSONValue {
    withoutNull([
      "benchmark": .string(score.benchmark), "value": .number(score.value), "source": .string(score.source),
      "date": score.date.map(JSONValue.string),
    ])
  }

  private static func strings(_ texts: [String]) -> JSONValue? { list(texts, JSONValue.string) }

  private static func list<Element>(_ elements: [Element], _ write: (Element) -> JSONValue) -> JSONValue? {
    elements.isEmpty ? nil : .array(elements.map(write))
  }
}

/// An object of the pairs that have a value.
func withoutNull(_ pairs: KeyValuePairs<String, JSONValue?>) -> JSONValue {
  .object(pairs.compactMap { key, value in value.map { JSONValue.Member(key, $0) } })
}
