import Base

/// What configuration classes of transformers fill in; from `catalog/transformers.json`.
struct TransformersDefaults: CatalogDocument, Equatable {
  static let fileName = "transformers.json"

  /// One model type's class.
  struct Class: Sendable, Equatable {
    /// Values of keys that a configuration may leave out.
    let defaults: [String: JSONValue]
    /// The key that is written for a name that is understood too.
    let otherNames: [String: String]
  }

  /// Model types of text parts that do not name theirs, by the type of the whole.
  let textTypes: [String: String]
  let types: [String: Class]

  init(_ node: JSONNode) throws(JSONShapeError) {
    textTypes = try Self.strings(node.required("text_types"))
    var types: [String: Class] = [:]
    for (type, facts) in try node.required("types").members() {
      var defaults: [String: JSONValue] = [:]
      for (key, value) in try facts.required("defaults").members() { defaults[key] = value.value }
      types[type] = Class(
        defaults: defaults, otherNames: try facts.optional("other_names").map(Self.strings) ?? [:])
    }
    self.types = types
  }

  private static func strings(_ node: JSONNode) throws(JSONShapeError) -> [String: String] {
    var result: [String: String] = [:]
    for (key, value) in try node.members() { result[key] = try value.string() }
    return result
  }

  func problems(knowing names: CatalogNames) -> [(pointer: String, message: String)] {
    textTypes.filter { types[$0.value] == nil }.sorted { $0.key < $1.key }.map { whole, text in
      ("/text_types/" + whole, "there is no type \"\(text)\"")
    }
  }

  /// The built-in defaults; nil where the program was built without them.
  static let all: TransformersDefaults? = try? builtIn()
}
