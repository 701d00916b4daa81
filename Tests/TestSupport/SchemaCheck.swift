import Base

/// Checks a document against a JSON Schema of `docs/schema/`, as far as those schemas go.
package struct SchemaCheck {
  private let folder: String
  private var findings: [String] = []

  private init(folder: String) { self.folder = folder }

  /// What is wrong with a document: a pointer and a sentence each; empty when it is valid.
  package static func findings(in document: JSONValue, schema name: String) throws -> [String] {
    var check = SchemaCheck(folder: ProjectFolder.path + "/docs/schema/")
    try check.check(document, against: check.schema(name + ".schema.json"), at: "")
    return check.findings
  }

  private func schema(_ file: String) throws -> JSONValue { try JSONParser.parse(Files.bytes(folder + file)) }

  private mutating func check(_ value: JSONValue, against schema: JSONValue, at pointer: String) throws {
    if let reference = schema["$ref"]?.string {
      try check(value, against: self.schema(reference), at: pointer)
    }
    if let choices = schema["anyOf"]?.array {
      let fits = try choices.contains { choice in
        var inner = SchemaCheck(folder: folder)
        try inner.check(value, against: choice, at: pointer)
        return inner.findings.isEmpty
      }
      if !fits { findings.append("\(pointer): none of the choices fits") }
    }
    let types = schema["type"]?.array?.compactMap(\.string) ?? schema["type"]?.string.map { [$0] } ?? []
    if !types.isEmpty, !types.contains(where: { Self.is(value, $0) }) {
      findings.append("\(pointer): is \(value.kind), not \(types.joined(separator: " or "))")
      return
    }
    if let words = schema["enum"]?.array, !words.contains(value) {
      findings.append("\(pointer): is not one of the words")
    }
    if let constant = schema["const"], constant != value { findings.append("\(pointer): is not the constant") }
    if let least = schema["minimum"]?.number, let number = value.number, number < least {
      findings.append("\(pointer): is below \(least)")
    }
    try checkParts(of: value, against: schema, at: pointer)
  }

  private mutating func checkParts(of value: JSONValue, against schema: JSONValue, at pointer: String) throws {
    if let items = schema["items"], let elements = value.array {
      for (index, element) in elements.enumerated() { try check(element, against: items, at: "\(pointer)/\(index)") }
    }
    guard let members = value.members else { return }
    for key in schema["required"]?.array?.compactMap(\.string) ?? [] where value[key] == nil {
      findings.append("\(pointer)/\(key): is missing")
    }
    for member in members {
      let place = "\(pointer)/\(member.key)"
      if let property = schema["properties"]?[member.key] {
        try check(member.value, against: property, at: place)
      } else if let others = schema["additionalProperties"] {
        if others == false {
          findings.append("\(place): is not allowed")
        } else {
          try check(member.value, against: others, at: place)
        }
      }
    }
  }

  private static func `is`(_ value: JSONValue, _ type: String) -> Bool {
    switch type {
    case "null": value == .null
    case "boolean": value.bool != nil
    case "string": value.string != nil
    case "integer": value.integer != nil
    case "number": value.number != nil
    case "array": value.array != nil
    case "object": value.members != nil
    default: false
    }
  }
}
