import Models

/// A file for another tool.
package struct EmittedFile: Sendable, Equatable {
  /// Below the folder that it is written to.
  package var path: String
  package var text: String
  package var isExecutable: Bool

  package init(path: String, text: String, isExecutable: Bool = false) {
    (self.path, self.text, self.isExecutable) = (path, text, isExecutable)
  }

  /// Octal permissions, as `chmod` takes them.
  package var mode: String { isExecutable ? "0755" : "0644" }
}

/// What emitted files rest on, in sentences.
package struct Provenance: Sendable, Equatable {
  /// The format, as the command line names it.
  package var format: String
  package var version: String
  package var fingerprint: String
  package var machine: String
  package var plan: String
  /// Nil where no speed can be told.
  package var prediction: String?

  package init(
    format: String, version: String, fingerprint: String, machine: String, plan: String, prediction: String?
  ) {
    (self.format, self.version, self.fingerprint) = (format, version, fingerprint)
    (self.machine, self.plan, self.prediction) = (machine, plan, prediction)
  }
}

/// What `emit` answers: files of a format, or what formats there are.
package struct Emission: Sendable {
  package var provenance: Provenance?
  package var model: Model?
  package var files: [EmittedFile] = []
  /// What a user should know before using the files.
  package var notes: [String] = []
  /// Name and meaning of every format, where none was asked for.
  package var formats: [(name: String, meaning: String)]?

  package init(formats: [(name: String, meaning: String)]? = nil) { self.formats = formats }
}

extension Contract {
  package static let emit = Document<Emission>(
    "emit", command: "plimsoll emit", rows: "files", columns: ["file": "path", "mode": "mode"]
  ) {
    Field("format", optional: .text, "For which tool; null where none was named.") { $0.provenance?.format }
    Field("model", optional: .text, "The model's id; null where the files are of none.") { $0.model?.id }
    Field("files", .list(Tables.emittedFile.codec), "The files.") { $0.files }
    Field("notes", .list(.text), "What to know before using them.") { $0.notes }
    Field("provenance", optional: Tables.provenance.codec, "What they rest on.") { $0.provenance }
    Field("formats", ifAny: .list(Tables.emitFormat.codec), "All formats, where none was named.") { $0.formats }
  }
}

extension Tables {
  static let emittedFile = Table<EmittedFile>("emitted_file", "A file for another tool.") {
    Field("path", .text, "Where it belongs, below the folder of `--out`.") { $0.path }
    Field("text", .text, "What is in it.") { $0.text }
    Field("mode", .text, "Its permissions in octal digits.") { $0.mode }
  }

  static let provenance = Table<Provenance>("provenance", "What files rest on.") {
    Field("machine", .text, "The machine.") { $0.machine }
    Field("fingerprint", .text, "Digits that machines with the same hardware share.") { $0.fingerprint }
    Field("plan", .text, "The model, and where its parts lie.") { $0.plan }
    Field("prediction", optional: .text, "How fast it would run; null where that cannot be told.") { $0.prediction }
  }

  static let emitFormat = Table<(name: String, meaning: String)>("emit_format", "A format of `plimsoll emit`.") {
    Field("name", .text, "As the command line takes it.") { $0.name }
    Field("meaning", .text, "What is written.") { $0.meaning }
  }
}
