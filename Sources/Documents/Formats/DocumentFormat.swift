import Base

/// In which form an answer is printed.
package enum DocumentFormat: String, CaseIterable, Sendable {
  /// For a person.
  case text
  case json
  /// A head line of dotted keys and a row for each entry of the document's list (RFC 4180).
  case csv
  /// Tables with units.
  case markdown
  /// For code scanning, from the command that checks a policy alone.
  case sarif

  /// What most commands print.
  package static let allCases: [DocumentFormat] = [.text, .json, .csv, .markdown]
  /// What those print whose answer is no table.
  package static let withoutTables: [DocumentFormat] = [.text, .json]
}

extension Document {
  /// The document in a form for programs; nil where it is text for a person, which the caller has.
  package func printed(_ content: Content, as format: DocumentFormat, version: String) -> String? {
    switch format {
    case .text, .sarif: nil
    case .json: JSONWriter.text(json(content, version: version))
    case .csv: CSVWriter.text(json(content, version: version), of: shape)
    case .markdown: MarkdownWriter.text(json(content, version: version), of: shape)
    }
  }
}
