import Base
import TestSupport
import Testing

@testable import Models

/// docs/schema/catalog.schema.json against what the reader reads and what the catalogue holds.
@Suite struct CatalogSchemaTests {
  let schema: JSONValue
  let definition: JSONValue

  init() throws {
    schema = try JSONParser.parse(try Files.bytes(ProjectFolder.path + "/docs/schema/catalog.schema.json"))
    definition = try #require(schema["$defs"]?["model"])
  }

  @Test func theSchemaKnowsTheKeysThatTheReaderKnows() throws {
    let keys = try #require(definition["properties"]?.members).map(\.key)
    #expect(Set(keys) == CatalogShape.entryKeys)
    #expect(Set(try #require(schema["properties"]?.members).map(\.key)) == CatalogShape.fileKeys)
  }

  @Test func everyBuiltInFileObeysIt() throws {
    for file in EmbeddedFile.all where file.name.hasPrefix("models/") {
      let problems = SchemaWalk(root: schema).problems(of: try JSONParser.parse(file.bytes), schema, at: file.name)
      #expect(problems.isEmpty, "\(problems.prefix(3))")
    }
  }

  @Test func itRefusesWhatItShould() throws {
    let text = "{\"models\": [{\"id\": 3, \"famly\": \"x\", \"parameters\": -1, \"capabilities\": [\"flying\"]}]}"
    let problems = SchemaWalk(root: schema).problems(of: try JSONParser.parse(text), schema, at: "")
    for place in [
      "/models/0/id", "/models/0/famly", "/models/0/parameters", "/models/0/capabilities/0", "/models/0/name",
    ] {
      #expect(problems.contains { $0.hasPrefix(place + ":") }, "\(place): \(problems)")
    }
  }
}

/// The schemas of the catalogue's other files.
@Suite struct CatalogDocumentSchemaTests {
  private static func schema(_ name: String) throws -> JSONValue {
    try JSONParser.parse(try Files.bytes(ProjectFolder.path + "/docs/schema/\(name).schema.json"))
  }

  @Test(arguments: [
    "prices", "instances", "energy", "assumptions", "providers", "runtimes", "gateways", "mixed-labels",
    "serving-engines",
    "serving-constants",
  ])
  func theFileObeysItsSchema(name: String) throws {
    let schema = try Self.schema(name)
    let file = try #require(EmbeddedFile.named(name + ".json"))
    let problems = SchemaWalk(root: schema).problems(of: try JSONParser.parse(file.bytes), schema, at: name)
    #expect(problems.isEmpty, "\(problems.prefix(3))")
    // It does refuse: an unknown key, and a document without its lists.
    for text in ["{\"unheard_of\": 1}", "{}"] {
      #expect(!SchemaWalk(root: schema).problems(of: try JSONParser.parse(text), schema, at: "").isEmpty)
    }
  }

  @Test func everyLineOfTheFilesObeysItsSchema() throws {
    let schema = try Self.schema("files")
    for file in EmbeddedFile.all where file.name.hasPrefix("files/") {
      for line in file.bytes.split(separator: UInt8(ascii: "\n")) {
        let value = try JSONParser.parse(UnsafeBufferPointer(rebasing: line))
        let problems = SchemaWalk(root: schema).problems(of: value, schema, at: value["id"]?.string ?? "?")
        #expect(problems.isEmpty, "\(problems.prefix(3))")
      }
    }
  }
}

/// The part of JSON Schema that the catalogue's schema uses, without patterns.
private struct SchemaWalk {
  let root: JSONValue

  func problems(of value: JSONValue, _ schema: JSONValue, at place: String) -> [String] {
    var schema = schema
    if let name = schema["$ref"]?.string?.split(separator: "/").last {
      schema = root["$defs"]?[String(name)] ?? .null
    }
    if let choices = schema["oneOf"]?.array {
      let fits = choices.contains { problems(of: value, $0, at: place).isEmpty }
      return fits ? [] : ["\(place): fits none of the choices"]
    }
    if let allowed = schema["enum"]?.array, !allowed.contains(value) { return ["\(place): not an allowed word"] }
    if let only = schema["const"], only != value { return ["\(place): not the only allowed value"] }
    let types = schema["type"]?.array?.compactMap(\.string) ?? schema["type"]?.string.map { [$0] } ?? []
    if !types.isEmpty, !types.contains(where: { Self.isOf($0, value) }) { return ["\(place): not \(types)"] }
    if let number = value.number, let minimum = schema["minimum"]?.number, number < minimum {
      return ["\(place): below \(minimum)"]
    }
    let inside = value.array?.enumerated().flatMap { index, element in
      schema["items"].map { problems(of: element, $0, at: "\(place)/\(index)") } ?? []
    }
    return (inside ?? []) + (value.members.map { objectProblems($0, schema, at: place) } ?? [])
  }

  private func objectProblems(_ members: [JSONValue.Member], _ schema: JSONValue, at place: String) -> [String] {
    let required = (schema["required"]?.array ?? []).compactMap(\.string)
    let missing = required.filter { key in !members.contains { $0.key == key } }
    return missing.map { "\(place)/\($0): missing" }
      + members.flatMap { member -> [String] in
        let here = "\(place)/\(member.key)"
        if let property = schema["properties"]?[member.key] { return problems(of: member.value, property, at: here) }
        switch schema["additionalProperties"] {
        case .bool(false): return ["\(here): unknown key"]
        case .some(let other) where other.members != nil: return problems(of: member.value, other, at: here)
        default: return []
        }
      }
  }

  private static func isOf(_ type: String, _ value: JSONValue) -> Bool {
    switch type {
    case "integer": value.integer != nil
    case "number": value.number != nil
    case "string": value.string != nil
    case "boolean": value.bool != nil
    case "array": value.array != nil
    case "object": value.members != nil
    default: value == .null
    }
  }
}
