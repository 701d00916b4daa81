import Base

/// Writes JSON Schemas (draft 2020-12) from the tables.
///
/// A document's schema describes its own keys; the objects it is made of are in one file of shared definitions.
package enum SchemaWriter {
  private static let draft = JSONValue.Member("$schema", "https://json-schema.org/draft/2020-12/schema")
  private static let definitionsFile = "definitions.schema.json"

  /// Where a schema finds those of the objects that documents share.
  private struct Places {
    /// What stands before an object's name.
    let prefix: String
    /// Whether other files of `docs/schema` are at hand.
    var hasFiles = true

    static let documents = Places(prefix: definitionsFile + "#/$defs/")
    static let definitions = Places(prefix: "#/$defs/")
    static let components = Places(prefix: "#/components/schemas/", hasFiles: false)
  }

  /// The files of `docs/schema` that follow from the tables: name and text.
  package static func files(_ documents: [DocumentShape]) -> [(name: String, text: String)] {
    let schemas = documents.map { ("\($0.file).schema.json", schema($0)) }
    return (schemas + [(definitionsFile, definitionsSchema(documents))]).map { ($0.0, JSONWriter.text($0.1)) }
  }

  /// The schemas of the documents and of the objects in them, by name, for a description of an interface (OpenAPI 3.1).
  package static func components(_ documents: [DocumentShape]) -> [JSONValue.Member] { whole(documents, .components) }

  /// The same for a schema of its own, in its `$defs`.
  package static func definitions(_ documents: [DocumentShape]) -> [JSONValue.Member] {
    whole(documents, Places(prefix: "#/$defs/", hasFiles: false))
  }

  private static func whole(_ documents: [DocumentShape], _ places: Places) -> [JSONValue.Member] {
    let schemas = documents.map { document in
      JSONValue.Member(document.component, .object(object(document.object, first: head(document), places)))
    }
    return schemas + objects(documents, places)
  }

  private static func schema(_ document: DocumentShape) -> JSONValue {
    .object(
      [
        draft, JSONValue.Member("$id", .string("\(document.file).schema.json")),
        JSONValue.Member("title", .string("\(document.command), as JSON")),
      ] + object(document.object, first: head(document), .documents))
  }

  /// The keys of every document.
  private static func head(_ document: DocumentShape) -> [(String, JSONValue)] {
    [("schema", .object(["type": "string", "const": .string(document.schema)]))]
      + (document.hasVersion
        ? [("version", .object(["type": "string", "description": "The version of plimsoll that wrote it."]))] : [])
  }

  private static func definitionsSchema(_ documents: [DocumentShape]) -> JSONValue {
    .object([
      draft, JSONValue.Member("$id", .string(definitionsFile)),
      JSONValue.Member("title", "What the documents of plimsoll are made of"),
      JSONValue.Member("$defs", .object(objects(documents, .definitions))),
    ])
  }

  private static func objects(_ documents: [DocumentShape], _ places: Places) -> [JSONValue.Member] {
    var found: [String: JSONValue] = [:]
    func add(_ shape: Shape) {
      switch shape {
      case .object(let object, _):
        guard found[object.name] == nil else { return }
        found[object.name] = .object(
          [JSONValue.Member("description", .string(object.meaning))] + self.object(object, places))
        object.members.forEach { add($0.shape) }
      case .list(let shape), .map(let shape), .nullable(let shape): add(shape)
      default: return
      }
    }
    documents.flatMap(\.object.members).forEach { add($0.shape) }
    return found.map { JSONValue.Member($0.key, $0.value) }
  }

  private static func object(
    _ object: ObjectShape, first: [(String, JSONValue)] = [], _ places: Places
  ) -> [JSONValue.Member] {
    let properties = object.members.map { member in
      JSONValue.Member(
        member.key,
        .object(members(of: member.shape, places) + [JSONValue.Member("description", .string(member.meaning))]))
    }
    let required = first.map(\.0) + object.members.filter { !$0.isOptional }.map(\.key)
    return [
      JSONValue.Member("type", "object"),
      JSONValue.Member("properties", .object(first.map { JSONValue.Member($0.0, $0.1) } + properties)),
      JSONValue.Member("required", .array(required.map(JSONValue.string))),
    ]
  }

  /// The schema of a shape without what it means.
  private static func members(of shape: Shape, _ places: Places) -> [JSONValue.Member] {
    func type(_ name: String, _ rest: KeyValuePairs<String, JSONValue?> = [:]) -> [JSONValue.Member] {
      [JSONValue.Member("type", .string(name))] + (JSONValue.object(rest).members ?? [])
    }
    switch shape {
    case .text: return type("string")
    case .flag: return type("boolean")
    case .count(let range, _):
      let most = range.upperBound < Codec<Int>.largest ? [JSONValue.Member("maximum", .integer(range.upperBound))] : []
      return type("integer", ["minimum": .integer(range.lowerBound)]) + most
    case .integer: return type("integer")
    case .number: return type("number")
    case .word(let words): return type("string", ["enum": .array(words.map(JSONValue.string))])
    case .list(let element): return type("array", ["items": .object(members(of: element, places))])
    case .map(let element): return type("object", ["additionalProperties": .object(members(of: element, places))])
    case .object(let object, _): return [JSONValue.Member("$ref", .string(places.prefix + object.name))]
    case .anything: return []
    case .described(let place): return !places.hasFiles ? type("object") : [JSONValue.Member("$ref", .string(place))]
    case .nullable(let shape):
      let inner = members(of: shape, places)
      guard inner.contains(where: { $0.key == "type" }) else {
        return [JSONValue.Member("anyOf", [.object(inner), .object(["type": "null"])])]
      }
      return inner.map { member in
        switch (member.key, member.value) {
        case ("type", let type): JSONValue.Member("type", [type, "null"])
        case ("enum", .array(let words)): JSONValue.Member("enum", .array(words + [.null]))
        default: member
        }
      }
    }
  }
}
