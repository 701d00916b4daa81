import Base

/// The part of JSON Schema that tells the shape of an answer.
///
/// https://json-schema.org/draft/2020-12: type, properties, required, additionalProperties, items, enum, const, anyOf and
/// the bounds of numbers, texts and lists.
struct JSONSchemaSubset {
  private let schema: JSONValue

  /// Refuses what it would not look at; `expected` says what it knows.
  init(_ schema: JSONValue) throws(Unknown) {
    self.schema = schema
    try Self.check(schema)
  }

  struct Unknown: Error { let keyword: String }

  private static let known: Set<String> = [
    "type", "properties", "required", "additionalProperties", "items", "enum", "const", "anyOf", "minimum", "maximum",
    "minItems", "maxItems", "minLength", "maxLength", "$schema", "title", "description",
  ]

  private static func check(_ schema: JSONValue) throws(Unknown) {
    guard let members = schema.members else {
      if schema.bool != nil { return }
      throw Unknown(keyword: JSONWriter.line(schema))
    }
    for member in members {
      guard known.contains(member.key) else { throw Unknown(keyword: member.key) }
      switch member.key {
      case "properties": for property in member.value.members ?? [] { try check(property.value) }
      case "items", "additionalProperties": try check(member.value)
      case "anyOf": for choice in member.value.array ?? [] { try check(choice) }
      default: break
      }
    }
  }

  /// What is wrong with a value; nil where nothing is.
  func complaint(about value: JSONValue) -> String? { Self.complaint(value, schema, at: "") }

  private static func complaint(_ value: JSONValue, _ schema: JSONValue, at path: String) -> String? {
    let place = path.isEmpty ? "the document" : path
    if schema.bool == false { return "\(place) should not be there" }
    let types = schema["type"]?.array?.compactMap(\.string) ?? schema["type"]?.string.map { [$0] } ?? []
    if !types.isEmpty, !types.contains(where: { has(value, $0) }) { return "\(place) is no \(types[0])" }
    if let words = schema["enum"]?.array, !words.contains(value) { return "\(place) is none of the values" }
    if let constant = schema["const"], constant != value { return "\(place) is not the value" }
    if let choices = schema["anyOf"]?.array, !choices.contains(where: { complaint(value, $0, at: path) == nil }) {
      return "\(place) has none of the shapes"
    }
    if let measured = value.number ?? value.string.map({ Double($0.count) }) ?? value.array.map({ Double($0.count) }) {
      let bounds =
        value.number != nil
        ? ("minimum", "maximum") : value.string != nil ? ("minLength", "maxLength") : ("minItems", "maxItems")
      if let least = schema[bounds.0]?.number, measured < least { return "\(place) is below its \(bounds.0)" }
      if let most = schema[bounds.1]?.number, measured > most { return "\(place) is above its \(bounds.1)" }
    }
    if let items = schema["items"], let elements = value.array {
      for (index, element) in elements.enumerated() {
        if let found = complaint(element, items, at: "\(path)/\(index)") { return found }
      }
    }
    return value.members.flatMap { complaint($0, schema, at: path) }
  }

  private static func complaint(_ members: [JSONValue.Member], _ schema: JSONValue, at path: String) -> String? {
    for key in schema["required"]?.array?.compactMap(\.string) ?? [] where !members.contains(where: { $0.key == key }) {
      return "\(path)/\(key) is missing"
    }
    for member in members {
      let inner = schema["properties"]?[member.key] ?? schema["additionalProperties"]
      if let inner, let found = complaint(member.value, inner, at: "\(path)/\(member.key)") { return found }
    }
    return nil
  }

  private static func has(_ value: JSONValue, _ type: String) -> Bool {
    switch type {
    case "null": value == .null
    case "boolean": value.bool != nil
    case "string": value.string != nil
    case "integer": value.integer != nil || value.number.map { $0 == $0.rounded() } ?? false
    case "number": value.number != nil
    case "array": value.array != nil
    case "object": value.members != nil
    default: false
    }
  }
}
