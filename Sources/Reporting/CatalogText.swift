import JSONText
import ModelCatalog
import Units

/// The catalogue for a person.
package enum CatalogText {
  package static func list(_ models: [Model], style: TextStyle) -> String {
    var table = TextTable([
      .init("id"), .init("name"), .init("parameters", .right), .init("context", .right), .init("released"),
      .init("licence"),
    ])
    for model in models {
      table.rows.append([
        TextStyle.plain(model.id), TextStyle.plain(model.name), model.parameters.map(Amounts.parameters) ?? "?",
        Amounts.tokens(model.contextMaximum), model.released ?? "?", model.license ?? "?",
      ])
    }
    return models.isEmpty ? "No model matches.\n" : table.text(style: style)
  }

  package static func page(_ model: Model, style: TextStyle) -> String {
    var rows: [(String, String)] = [
      ("id", model.id), ("family", model.family), ("creator", model.creator), ("released", model.released ?? "unknown"),
      ("licence", "\(model.license ?? "unknown") (commercial use: \(model.commercialUse.rawValue))"),
      ("parameters", model.parameters.map(Amounts.parameters) ?? "unknown"),
      ("context", "\(Amounts.tokens(model.contextMaximum)) tokens"),
      ("can", model.capabilities.map(\.rawValue).sorted().joined(separator: ", ")),
    ]
    if let active = model.activeParameters, active != model.textParameters {
      rows.append(("active", Amounts.parameters(active) + " per token"))
    }
    if let architecture = model.architecture {
      rows.append(
        (
          "architecture",
          "\(architecture.name), \(architecture.layerCount) layers, width \(architecture.embeddingWidth)"
        ))
    }
    if let repository = model.huggingFaceRepository { rows.append(("weights", repository)) }
    if !model.ggufRepositories.isEmpty { rows.append(("GGUF", model.ggufRepositories.joined(separator: ", "))) }
    for useCase in UseCase.allCases {
      guard let quality = model.quality[useCase] else { continue }
      let band = "\(ByteSize.decimal(quality.score, places: 0)) ± \(ByteSize.decimal(quality.uncertainty, places: 0))"
      rows.append((useCase.rawValue, "\(band) from \(quality.sources.joined(separator: ", "))"))
    }
    rows.append(("confidence", model.confidence.rawValue))
    var text = style.bold(TextStyle.plain(model.name)) + "\n"
    for row in rows {
      text += "  \(HardwareText.padded(row.0, 14))\(HardwareText.fitted(row.1, indentation: 16, style))\n"
    }
    guard !model.ollamaTags.isEmpty else { return text }
    var table = TextTable([.init("Ollama tag"), .init("quantization"), .init("size", .right)])
    for tag in model.ollamaTags {
      table.rows.append([tag.tag, tag.quantization ?? "?", tag.sizeBytes.map { ByteSize.text($0) } ?? "?"])
    }
    return text + "\n" + table.text(style: style)
  }
}

/// The parts of a model's JSON that are not in its catalogue entry.
package enum ModelWriter {
  package static func quality(_ model: Model) -> JSONValue {
    .object(
      UseCase.allCases.compactMap { useCase in
        model.quality[useCase].map { quality in
          JSONValue.Member(
            useCase.rawValue,
            .object([
              "score": .number(JSONValue.rounded(quality.score)),
              "uncertainty": .number(JSONValue.rounded(quality.uncertainty)), "sources": .strings(quality.sources),
            ]))
        }
      })
  }
}
