import Base

extension Model {
  /// Where a group of facts comes from and how far it can be trusted.
  package struct Provenance: Sendable, Equatable {
    /// The group of facts, such as `parameters`, `architecture` or `released`.
    package var group: String
    package var confidence: Confidence
    /// Keys of `catalog/sources.json`, or free text in a user's file.
    package var sources: [String]

    package init(group: String, confidence: Confidence, sources: [String]) {
      self.group = group
      self.confidence = confidence
      self.sources = sources
    }
  }
}

/// The sources that the catalogue's entries name by a short key; from `catalog/sources.json`.
package enum SourceTable {
  /// What a key stands for; a text that is no key stands for itself.
  package static func text(_ key: String) -> String { texts[key] ?? key }

  /// Whether the table has that key.
  package static func has(_ key: String) -> Bool { texts[key] != nil }

  private static let texts: [String: String] = {
    guard let file = EmbeddedFile.named("sources.json"), let root = try? JSONNode(lasting: file.bytes) else {
      return [:]
    }
    return (try? table(root)) ?? [:]
  }()

  private static func table(_ node: JSONNode) throws(JSONShapeError) -> [String: String] {
    var texts: [String: String] = [:]
    for (key, text) in try node.required("sources").members() { texts[key] = try text.string() }
    return texts
  }
}
