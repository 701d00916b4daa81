import Base

/// What one repository held on one day: a label for each file or checkpoint, which is made when it is asked for.
///
/// A model has some sixty of them, of which most commands name three. Names of files that follow a pattern are not spelt
/// out (`FileNamePattern`).
package struct RepositoryListing: Sendable {
  /// A label with the size of its file.
  package struct Row: Sendable {
    /// A member whose value is the size, or a label alone.
    fileprivate enum Source {
      case sized(JSONNode.Member)
      case label(JSONNode)
    }
    fileprivate let source: Source
    package let isExact: Bool

    package var label: String {
      switch source {
      case .sized(let member): member.key
      case .label(let node): (try? node.string()) ?? ""
      }
    }

    /// Which of some texts the label is; nil where it is none.
    package func place(in labels: TextIndex) -> Int? {
      switch source {
      case .sized(let member): member.place(in: labels)
      case .label(let node): node.place(in: labels)
      }
    }

    /// Bytes where exact, else GiB as the listing rounds them; nil where it says none.
    fileprivate var size: JSONNode? { if case .sized(let member) = source { member.node } else { nil } }
  }

  private let node: JSONNode
  package let format: Artefact.Format
  package let certainty: Artefact.Certainty
  /// The weights were trained for the quantization.
  package let isQuantizationAware: Bool
  /// The parts of the files that are split, by label.
  private let parts: JSONNode?
  /// By label.
  @Deferred private var digests: JSONNode?

  init(_ node: JSONNode) throws(JSONShapeError) {
    self.node = node
    format = try node.optional("format")?.word(Artefact.Format.self) ?? .gguf
    certainty = try node.flag("by_rule") ? .byRule : .known
    isQuantizationAware = try node.flag("quantization_aware")
    parts = try node.optional("parts")
    _digests = Deferred { (try? node.optional("sha256")) ?? nil }
  }

  /// `owner/name`.
  var repository: String { (try? node.required("repository").string()) ?? "" }

  /// In the order in which they should be named.
  package var rows: [Row] { (try? Self.rows(node)) ?? [] }

  static func rows(_ node: JSONNode) throws(JSONShapeError) -> [Row] {
    let exact = try node.optional("bytes")?.unreadMembers() ?? []
    let rounded = try node.optional("gib")?.unreadMembers() ?? []
    let labels = try node.optional("labels")?.elements() ?? []
    var rows: [Row] = []
    rows.reserveCapacity(exact.count + rounded.count + labels.count)
    for member in exact { rows.append(Row(source: .sized(member), isExact: true)) }
    for member in rounded { rows.append(Row(source: .sized(member), isExact: false)) }
    for label in labels {
      _ = try label.string()
      rows.append(Row(source: .label(label), isExact: false))
    }
    return rows
  }

  /// The parts of the file of a label.
  package func splitCount(_ row: Row) throws(JSONShapeError) -> Int {
    try parts?.optional(row.label)?.integer(in: 2...99_999) ?? 1
  }

  package func artefact(_ row: Row) throws(JSONShapeError) -> Artefact {
    let label = row.label
    var artefact = Artefact(
      format: format, repository: try node.required("repository").string(), label: label, bytes: try bytes(row),
      isSizeExact: row.isExact, sha256: try digests?.optional(label)?.string(),
      splitCount: try splitCount(row), certainty: certainty, asOf: try node.required("as_of").string(),
      isQuantizationAware: isQuantizationAware)
    var name = try node.optional("names")?.optional(label)
    if name == nil { name = try node.optional(artefact.splitCount > 1 ? "split_name" : "name") }
    artefact.name = try name.map { name throws(JSONShapeError) in FileNamePattern(try name.string()) }
    return artefact
  }

  /// Of all parts together; nil where the listing says none.
  package func bytes(_ row: Row) throws(JSONShapeError) -> Int? {
    guard let size = row.size else { return nil }
    return row.isExact ? try size.integer() : Int(try size.number() * Double(1 << 30))
  }
}
