import Base
import Models

/// Models of a catalogue with the catalogue's version, date and where it is from; nil: it is the built-in one.
package typealias CatalogAnswer = (version: String?, date: String?, source: String?, models: [Model])

/// What `catalog update` did.
package struct CatalogUpdateAnswer: Sendable {
  package enum Action: String, Sendable, CaseIterable { case updated, reverted }

  package var action: Action
  /// Of the catalogue now in use; nil: the built-in one.
  package var sha256: String?
  /// Whether something told which digest it must have.
  package var isChecked: Bool
  package var version: String?
  package var date: String?
  /// Nil where it was not read.
  package var modelCount: Int?
  /// Where it is stored.
  package var folder: String

  package init(
    action: Action, sha256: String?, isChecked: Bool, version: String?, date: String?, modelCount: Int?, folder: String
  ) {
    (self.action, self.sha256, self.isChecked) = (action, sha256, isChecked)
    (self.version, self.date, self.modelCount, self.folder) = (version, date, modelCount, folder)
  }
}

/// Mistakes in so many files.
package typealias CatalogCheckAnswer = (files: Int, findings: [CatalogCheck.Finding])

/// A catalogue file with one entry, the keys that its source does not tell, and where it was saved.
package typealias ImportAnswer = (catalog: JSONValue, unknown: [String], saved: String?)

extension Contract {
  package static let catalog = Document<CatalogAnswer>(
    "catalog", file: "catalog-list", command: "plimsoll catalog list or plimsoll catalog search", rows: "models",
    columns: [
      "id": "id", "name": "name", "parameters": "parameters", "context": "context_max", "released": "released",
      "licence": "license", "can": "capabilities",
    ]
  ) {
    Field("catalog_version", optional: .text, "The catalogue's version.") { $0.version }
    Field("catalog_date", optional: .text, "The day it was made.") { $0.date }
    Field("catalog_source", .text, "`built-in`, or where it is from.") { $0.source ?? "built-in" }
    Field("models", .list(Tables.model.codec), "The models.") { $0.models }
  }

  package static let model = Document<Model>("model", file: "catalog-model", command: "plimsoll catalog show MODEL") {
    Field(
      "model", Codec(.described(elsewhere: "catalog.schema.json#/$defs/model"), write: CatalogEntryWriter.entry),
      "The catalogue's entry."
    ) { $0 }
    Field("quality", .map(Tables.expectedQuality.codec), "Expected quality by use case.") { model in
      Dictionary(uniqueKeysWithValues: model.quality.map { ($0.key.rawValue, $0.value) })
    }
    Field("artefacts", .list(Tables.artefact.codec), "Its published files.") { $0.artefacts }
  }

  package static let catalogCheck = Document<CatalogCheckAnswer>(
    "catalog-check", command: "plimsoll catalog check", rows: "findings",
    columns: ["file": "file", "line": "line", "place": "pointer", "message": "message", "severity": "severity"],
    overview: ["files": "files"]
  ) {
    Field("files", .count, "How many files were looked at.") { $0.files }
    Field("findings", .list(Tables.finding.codec), "The mistakes.") { $0.findings }
  }

  package static let catalogUpdate = Document<CatalogUpdateAnswer>(
    "catalog-update", command: "plimsoll catalog update SOURCE"
  ) {
    Field("action", .word, "What was done.") { $0.action }
    Field("sha256", optional: .text, "The digest of the catalogue now in use; null: the built-in one.") { $0.sha256 }
    Field("checked", .flag, "Whether --sha256 or a list of digests told it.") { $0.isChecked }
    Field("catalog_version", optional: .text, "Its version.") { $0.version }
    Field("catalog_date", optional: .text, "The day it was made.") { $0.date }
    Field("models", optional: .count, "How many models it has.") { $0.modelCount }
    Field("folder", .text, "Where updated catalogues are stored.") { $0.folder }
  }

  package static let imported = Document<ImportAnswer>("import", command: "plimsoll catalog import SOURCE") {
    Field("catalog", Tables.importedCatalog.codec, "A catalogue file with the one entry.") { $0.catalog }
    Field("unknown", .list(.text), "Keys that the source does not tell.") { $0.unknown }
    Field("saved", optional: .text, "The file it was saved as.") { $0.saved }
  }
}

extension Tables {
  /// A file of `catalog.schema.json` but for the nulls.
  static let importedCatalog = Table<JSONValue>("imported_catalog", "A catalogue file of an import.") {
    Field(
      "models", .list(Codec<JSONValue>(.map(.anything), write: { $0 })),
      "Entries; what the source should tell and does not is null, as the reader of catalogues takes it."
    ) { $0["models"]?.array ?? [] }
  }

  static let finding = Table<CatalogCheck.Finding>("finding", "A mistake in a catalogue file.") {
    Field("file", .text, "The file.") { $0.file }
    Field("line", .count, "The line, from 1.") { $0.line }
    Field("pointer", .text, "JSON pointer of the value.") { $0.pointer }
    Field("message", .text, "What is wrong.") { $0.message }
    Field("severity", .word, "A note is a gap that makes nothing wrong.") { $0.isMistake ? Severity.mistake : .note }
  }

  private enum Severity: String, CaseIterable { case mistake, note }

  static let artefact = Table<Artefact>("artefact", "A published file, tag or checkpoint of a model.") {
    Field("runtime_format", .word, "What reads it.") { $0.format }
    Field("repository", .text, "`owner/name`.") { $0.repository }
    Field("file", optional: .text, "The file, its first part, or the tag; null for a checkpoint.") { $0.file }
    Field("label", .text, "The quantization as its publisher calls it.") { $0.label }
    Field("bytes", optional: .bytes, "All parts together; null when no listing says.") { $0.bytes }
    Field("exact", .flag, "Whether the listing does not round.") { $0.isSizeExact }
    Field("sha256", optional: .text, "Its digest; null for split files.") { $0.sha256 }
    Field("split_count", .count, "In how many parts it is.") { $0.splitCount }
    Field("certainty", .word, "Whether it was seen.") { $0.certainty }
    Field("as_of", optional: .text, "The day of the listing.") { $0.asOf }
    Field("quantization_aware", .flag, "Whether the weights were trained for this quantization.") {
      $0.isQuantizationAware
    }
  }
}
