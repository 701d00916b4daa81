import Base

/// What one repository held on one day.
///
/// Names of files that follow a pattern are not spelt out (`FileNamePattern`).
struct RepositoryListing {
  private(set) var artefacts: [Artefact] = []

  private let name: FileNamePattern?
  private let splitName: FileNamePattern?
  private var details: [String: Detail] = [:]

  /// What differs from label to label.
  private struct Detail {
    var file: String?
    var sha256: String?
    var parts = 1
  }

  init(_ node: JSONNode, name repository: String) throws(JSONShapeError) {
    name = try node.optional("name").map { node throws(JSONShapeError) in FileNamePattern(try node.string()) }
    splitName = try node.optional("split_name").map { node throws(JSONShapeError) in FileNamePattern(try node.string())
    }
    for (label, file) in try Self.members(node, "names") { details[label, default: Detail()].file = try file.string() }
    for (label, digest) in try Self.members(node, "sha256") {
      details[label, default: Detail()].sha256 = try digest.string()
    }
    for (label, count) in try Self.members(node, "parts") {
      details[label, default: Detail()].parts = try count.integer(in: 2...99_999)
    }
    let plain = Artefact(
      format: try node.optional("format")?.word(Artefact.Format.self) ?? .gguf, repository: repository, label: "",
      certainty: try node.flag("by_rule") ? .byRule : .known, asOf: try node.required("as_of").string(),
      isQuantizationAware: try node.flag("quantization_aware"))
    for (label, bytes) in try Self.members(node, "bytes") {
      add(label, to: plain, bytes: try bytes.integer(), isExact: true)
    }
    for (label, size) in try Self.members(node, "gib") {
      add(label, to: plain, bytes: Int(try size.number() * Double(1 << 30)), isExact: false)
    }
    for label in try node.strings("labels") { add(label, to: plain, bytes: nil, isExact: false) }
  }

  private static func members(
    _ node: JSONNode, _ key: String
  ) throws(JSONShapeError) -> [(key: String, node: JSONNode)] {
    guard let object = try node.optional(key) else { return [] }
    return try object.members()
  }

  private mutating func add(_ label: String, to plain: Artefact, bytes: Int?, isExact: Bool) {
    let detail = details[label] ?? Detail()
    var artefact = plain
    artefact.label = label
    artefact.name = detail.file.map(FileNamePattern.init) ?? (detail.parts > 1 ? splitName : name)
    (artefact.bytes, artefact.isSizeExact) = (bytes, isExact)
    (artefact.sha256, artefact.splitCount) = (detail.sha256, detail.parts)
    artefacts.append(artefact)
  }
}
