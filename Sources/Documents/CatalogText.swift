import Base
import Models

/// The catalogue for a person.
package enum CatalogText {
  package static func list(_ models: [Model], style: TextStyle) -> String {
    var table = TextTable([
      .init("id"), .init("name", leavesFirst: 2), .init("parameters", .right), .init("context", .right),
      .init("released", leavesFirst: 1), .init("licence", leavesFirst: 0),
    ])
    for model in models {
      table.rows.append([
        TextStyle.plain(model.id), TextStyle.plain(model.name), model.parameters.map(Amounts.parameters) ?? "?",
        Amounts.tokens(model.contextMaximum), model.released ?? "?", model.license ?? "?",
      ])
    }
    return models.isEmpty ? "No model matches.\n" : table.text(style: style)
  }

  /// What an update did.
  package static func update(_ answer: CatalogUpdateAnswer) -> String {
    let name = [answer.version.map { "catalogue \($0)" }, answer.date.map { "of \($0)" }].compactMap(\.self)
      .joined(separator: " ")
    let facts = [
      name.isEmpty ? "a catalogue without a date" : name, answer.modelCount.map { "\($0) models" },
      answer.sha256 == nil ? "the built-in one" : nil,
    ].compactMap(\.self).joined(separator: ", ")
    guard let sha256 = answer.sha256 else { return "In use again: \(facts)\n" }
    let checked = answer.isChecked ? "as told" : answer.action == .updated ? "compared with nothing" : ""
    return (answer.action == .updated ? "Now in use: " : "In use again: ") + facts
      + "\nSHA-256 \(sha256)\(checked.isEmpty ? "" : " (\(checked))")\nstored in \(answer.folder)\n"
  }

  package static func page(_ model: Model, style: TextStyle) -> String {
    var rows: [(String, String)] = [
      ("id", model.id), ("family", model.family), ("creator", model.creator), ("released", model.released ?? "unknown"),
      ("licence", licence(model)),
      ("parameters", model.parameters.map(Amounts.parameters) ?? "unknown"),
      ("context", context(model)),
      ("can", model.capabilities.all.map(\.rawValue).sorted().joined(separator: ", ")),
    ]
    if !model.languages.isEmpty {
      rows.append(("languages", model.languages.joined(separator: ", ")))
    } else if let count = model.languageCount {
      rows.append(("languages", "\(count), as the maker says"))
    }
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
    if let note = note(model) { rows.append(("note", note)) }
    var text = style.bold(TextStyle.plain(model.name)) + "\n" + lines(rows, style: style)
    if !model.provenance.isEmpty {
      text += "\nWhere the facts are from\n"
      text += lines(
        model.provenance.map { group in
          (group.group, "\(group.confidence.rawValue): \(group.sources.map(SourceTable.text).joined(separator: "; "))")
        }, style: style)
    }
    return text + results(model, style: style) + tags(model, style: style) + files(model, style: style)
  }

  private static func lines(_ rows: [(String, String)], style: TextStyle) -> String {
    rows.map { row in
      "  \(HardwareText.padded(row.0, 14))\(HardwareText.fitted(row.1, indentation: 16, style))\n"
    }.joined()
  }

  /// What keeps a model from being recommended for chat, if something does.
  private static func note(_ model: Model) -> String? {
    if model.capabilities.contains(.timeSeries) {
      return "forecasts time series; it neither reads nor writes text, and llama.cpp does not run it"
    }
    if model.capabilities.contains(.rerank) {
      return "orders texts by how well they answer a question; it does not chat"
    }
    if model.capabilities.contains(.embedding) { return "turns texts into vectors; it does not chat" }
    return model.runsInLlamaCpp ? nil : "llama.cpp cannot load it; Ollama has a runner of its own for it"
  }

  private static func licence(_ model: Model) -> String {
    guard let license = model.license else { return "unknown" }
    let facts = model.licenseFacts
    let use = "commercial use: \(model.commercialUse.rawValue)"
    return "\(license) (\(use))" + (facts.map { ". \($0.note)" } ?? "")
  }

  private static func context(_ model: Model) -> String {
    let trained = "\(Amounts.tokens(model.contextMaximum)) tokens"
    return trained + (model.contextExtended.map { ", \(Amounts.tokens($0)) with scaled positions (YaRN)" } ?? "")
  }

  /// Every published result with its source.
  private static func results(_ model: Model, style: TextStyle) -> String {
    guard !model.scores.isEmpty else { return "" }
    var table = TextTable([.init("result"), .init("value", .right), .init("date"), .init("source")])
    for score in model.scores {
      table.rows.append([
        score.benchmark, ByteSize.decimal(score.value, places: 1), score.date ?? "?", SourceTable.text(score.source),
      ])
    }
    return "\n" + table.text(style: style)
  }

  private static func tags(_ model: Model, style: TextStyle) -> String {
    guard !model.ollamaTags.isEmpty else { return "" }
    var table = TextTable([.init("Ollama tag"), .init("quantization"), .init("size", .right)])
    for tag in model.ollamaTags {
      table.rows.append([tag.tag, tag.quantization ?? "?", tag.sizeBytes.map { ByteSize.text($0) } ?? "?"])
    }
    return "\n" + table.text(style: style)
  }
}

extension CatalogText {
  /// The published files of a model, a line for each repository.
  private static func files(_ model: Model, style: TextStyle) -> String {
    let files = model.artefacts.filter { $0.format != .ollama }
    var rows: [(String, String)] = []
    for artefact in files {
      let basis = artefact.certainty == .known ? "seen" : "by the publisher's rule, not seen;"
      let head = "\(artefact.repository) (\(basis) \(artefact.asOf ?? "?")): "
      let size = artefact.bytes.map { " " + ByteSize.text($0) } ?? ""
      let parts = artefact.splitCount > 1 ? " in \(artefact.splitCount) parts" : ""
      if let last = rows.last, last.1.hasPrefix(head) {
        rows[rows.count - 1].1 += ", \(artefact.label)\(size)\(parts)"
      } else {
        rows.append(
          (artefact.format == .gguf ? "GGUF" : artefact.format.rawValue, head + artefact.label + size + parts))
      }
    }
    return rows.isEmpty ? "" : "\nPublished files\n" + lines(rows, style: style)
  }
}
