import Base

/// What one repository held on one day: a label for each file or checkpoint, which is made when it is asked for.
///
/// A model has some sixty of them, of which most commands name three. Names of files that follow a pattern are not spelt
/// out (`FileNamePattern`).
package struct RepositoryListing: Sendable {
  /// A label with the size of its file.
  package struct Row: Sendable {
    package let label: String
    /// Bytes where exact, else GiB as the listing rounds them; nil where it says none.
    fileprivate let size: JSONNode?
    package let isExact: Bool
  }

  /// `owner/name`.
  let repository: String
  package let format: Artefact.Format
  package let certainty: Artefact.Certainty
  /// In the order in which they should be named.
  @Deferred package private(set) var rows: [Row]
  /// The weights were trained for the quantization.
  package let isQuantizationAware: Bool

  private let asOf: String
  private let name: FileNamePattern?
  private let splitName: FileNamePattern?
  /// What differs from label to label, by label.
  private let names, digests, parts: JSONNode?

  init(_ node: JSONNode) throws(JSONShapeError) {
    repository = try node.required("repository").string()
    format = try node.optional("format")?.word(Artefact.Format.self) ?? .gguf
    certainty = try node.flag("by_rule") ? .byRule : .known
    asOf = try node.required("as_of").string()
    isQuantizationAware = try node.flag("quantization_aware")
    name = try node.optional("name").map { node throws(JSONShapeError) in FileNamePattern(try node.string()) }
    splitName = try node.optional("split_name").map { node throws(JSONShapeError) in FileNamePattern(try node.string())
    }
    (names, digests, parts) = (try node.optional("names"), try node.optional("sha256"), try node.optional("parts"))
    _rows = Deferred { (try? Self.rows(node)) ?? [] }
  }

  static func rows(_ node: JSONNode) throws(JSONShapeError) -> [Row] {
    var rows: [Row] = []
    for (label, size) in try node.optional("bytes")?.members() ?? [] {
      rows.append(Row(label: label, size: size, isExact: true))
    }
    for (label, size) in try node.optional("gib")?.members() ?? [] {
      rows.append(Row(label: label, size: size, isExact: false))
    }
    for label in try node.strings("labels") { rows.append(Row(label: label, size: nil, isExact: false)) }
    return rows
  }

  /// The parts of the file of a label.
  package func splitCount(_ row: Row) throws(JSONShapeError) -> Int {
    try parts?.optional(row.label)?.integer(in: 2...99_999) ?? 1
  }

  package func artefact(_ row: Row) throws(JSONShapeError) -> Artefact {
    var artefact = Artefact(
      format: format, repository: repository, label: row.label, bytes: try bytes(row), isSizeExact: row.isExact,
      sha256: try digests?.optional(row.label)?.string(), splitCount: try splitCount(row), certainty: certainty,
      asOf: asOf, isQuantizationAware: isQuantizationAware)
    let own = try names?.optional(row.label)?.string()
    artefact.name = own.map(FileNamePattern.init) ?? (artefact.splitCount > 1 ? splitName : name)
    return artefact
  }

  /// Of all parts together; nil where the listing says none.
  package func bytes(_ row: Row) throws(JSONShapeError) -> Int? {
    guard let size = row.size else { return nil }
    return row.isExact ? try size.integer() : Int(try size.number() * Double(1 << 30))
  }
}
