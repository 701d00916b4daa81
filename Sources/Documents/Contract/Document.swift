import Base

/// A document of the JSON contract: an answer's name, its table, and how it becomes CSV and Markdown.
///
/// A new document is one `Document` in a file of its own and one line in `Contract.all`; its schema is written by the
/// tests (`PLIMSOLL_RECORD=1`).
package struct Document<Content: Sendable>: Sendable {
  package let shape: DocumentShape
  private let table: Table<Content>

  /// A document.
  ///
  /// - Parameters:
  ///   - name: `fit` for `plimsoll.fit/1`.
  ///   - file: the schema's name in `docs/schema`, where it is not `name`.
  ///   - command: what prints it.
  ///   - hasVersion: whether it says which version of the program wrote it.
  ///   - rows: dotted key of the list that CSV and Markdown tables have a row for each element of.
  ///   - columns: the Markdown table's columns: heading and dotted key inside an element.
  ///   - overview: what Markdown says above the table: name and dotted key inside the document.
  ///   - fields: the keys after `schema` and `version`.
  init(
    _ name: String, file: String? = nil, command: String, hasVersion: Bool = true, rows: String? = nil,
    columns: KeyValuePairs<String, String> = [:], overview: KeyValuePairs<String, String> = [:],
    @Fields<Content> fields: () -> [Field<Content>]
  ) {
    table = Table(name, command, fields: fields)
    shape = DocumentShape(
      name: name, file: file ?? name, command: command, hasVersion: hasVersion, object: table.shape, rows: rows,
      columns: columns.map { ($0.key, $0.value) }, overview: overview.map { ($0.key, $0.value) })
  }

  /// The document for an answer of that version of the program.
  package func json(_ content: Content, version: String) -> JSONValue {
    let head = [JSONValue.Member("schema", .string(shape.schema))]
    return .object(
      head + (shape.hasVersion ? [JSONValue.Member("version", .string(version))] : []) + table.members(content))
  }
}

/// What is known of a document without its content's type.
package struct DocumentShape: Sendable {
  package let name: String
  /// The schema's name in `docs/schema`.
  package let file: String
  package let command: String
  let hasVersion: Bool
  package let object: ObjectShape
  package let rows: String?
  package let columns: [(heading: String, key: String)]
  let overview: [(heading: String, key: String)]

  /// `plimsoll.fit/1`.
  package var schema: String { "plimsoll.\(name)/1" }

  /// Its name among the schemas of an interface.
  package var component: String { "plimsoll.\(name).1" }

  /// Whether the command of those words prints it.
  package func isPrinted(by words: [String]) -> Bool {
    command.pieces(between: " or ").contains {
      $0.split(separator: " ").dropFirst().starts(with: words[...].map { Substring($0) })
    }
  }
}

/// The JSON contract: every document there is.
package enum Contract {
  package static let all: [DocumentShape] = [
    hardware.shape, bench.shape, fit.shape, scan.shape, recommend.shape, compare.shape, useCases.shape, plan.shape,
    servingPlan.shape, capacity.shape, catalog.shape, model.shape, catalogCheck.shape, catalogUpdate.shape,
    imported.shape, pull.shape, run.shape, evaluation.shape,
    doctor.shape, version.shape, verify.shape, calibration.shape, cost.shape, decide.shape, meter.shape,
    runtimes.shape, emit.shape, export.shape, fleet.shape, serve.shape, error.shape,
  ]
}
