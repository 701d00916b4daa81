import Base

/// A licence of model weights and what it allows; from `catalog/licenses.json`.
package struct License: Sendable, Equatable {
  /// As the catalogue's entries name it, such as `llama3.1`.
  package let id: String
  package let name: String
  package let commercialUse: Model.CommercialUse
  /// An open-source licence in the sense of the Open Source Initiative, or one as permissive made for models.
  package let isOpen: Bool
  /// What to know in one sentence.
  package let note: String

  /// Every licence of the table embedded in the program, by id.
  package static let all: [String: License] = {
    guard let file = EmbeddedFile.named("licenses.json"), let root = try? JSONNode(lasting: file.bytes) else {
      return [:]
    }
    return (try? table(root)) ?? [:]
  }()

  /// The licence with that id, however it is capitalized; nil when the table does not know it.
  package static func named(_ id: String) -> License? { all[id] ?? all[id.lowercased()] }

  static func table(_ node: JSONNode) throws(JSONShapeError) -> [String: License] {
    var table: [String: License] = [:]
    for row in try node.required("licenses").elements() {
      let license = License(
        id: try row.required("id").string(), name: try row.required("name").string(),
        commercialUse: try row.required("commercial_use").word(Model.CommercialUse.self), isOpen: try row.flag("open"),
        note: try row.required("note").string())
      table[license.id] = license
    }
    return table
  }
}

extension Model {
  /// What is known of the model's licence; nil when it is unknown or not in the table.
  package var licenseFacts: License? { license.flatMap(License.named) }
}
