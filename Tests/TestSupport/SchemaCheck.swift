import Base

/// Checks a document against a JSON Schema of `docs/schema/`, as far as those schemas go.
///
/// It is stricter than the schemas in one way: a key that a schema does not name is a finding.
package struct SchemaCheck {
  private let folder: String
  /// The files that were read, by name.
  private var files: [String: JSONValue] = [:]
  private var findings: [String] = []

  private init(folder: String) { self.folder = folder }

  /// What is wrong with a document: a pointer and a sentence each; empty when it is valid.
  package static func findings(in document: JSONValue, schema name: String) throws -> [String] {
    var check = SchemaCheck(folder: ProjectFolder.path + "/docs/schema/")
    try check.follow("\(name).schema.json", from: "", document, at: "")
    return check.findings
  }

  /// Checks against what a reference inside `file` leads to, such as `row.schema.json` or `#/$defs/row`.
  private mutating func follow(_ reference: String, from file: String, _ value: JSONValue, at pointer: String) throws {
    let parts = reference.split(separator: "#", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
    let file = parts[0].isEmpty ? file : parts[0]
    let root = try files[file] ?? JSONParser.parse(Files.bytes(folder + file))
    files[file] = root
    let steps = parts.count == 2 ? parts[1].split(separator: "/").map(String.init) : []
    guard let schema = steps.reduce(.some(root), { $0?[$1] }) else {
      findings.append("\(pointer): the schema's reference \(reference) leads nowhere")
      return
    }
    try check(value, against: schema, of: file, at: pointer)
  }

  private mutating func check(
    _ value: JSONValue, against schema: JSONValue, of file: String, at pointer: String
  ) throws {
    if let reference = schema["$ref"]?.string { try follow(reference, from: file, value, at: pointer) }
    if let choices = (schema["anyOf"] ?? schema["oneOf"])?.array {
      let fits = try choices.contains { choice in
        var inner = SchemaCheck(folder: folder)
        try inner.check(value, against: choice, of: file, at: pointer)
        return inner.findings.isEmpty
      }
      if !fits { findings.append("\(pointer): none of the choices fits") }
    }
    let types = schema["type"]?.array?.compactMap(\.string) ?? schema["type"]?.string.map { [$0] } ?? []
    if !types.isEmpty, !types.contains(where: { Self.is(value, $0) }) {
      findings.append("\(pointer): is \(JSONWriter.line(value).prefix(40)), not \(types.joined(separator: " or "))")
      return
    }
    if let words = schema["enum"]?.array, !words.contains(value) {
      findings.append("\(pointer): is not one of the words")
    }
    if let constant = schema["const"], constant != value { findings.append("\(pointer): is not the constant") }
    if let least = schema["minimum"]?.number, let number = value.number, number < least {
      findings.append("\(pointer): is below \(least)")
    }
    if let most = schema["maximum"]?.number, let number = value.number, number > most {
      findings.append("\(pointer): is above \(most)")
    }
    try checkParts(of: value, against: schema, of: file, at: pointer)
  }

  private mutating func checkParts(
    of value: JSONValue, against schema: JSONValue, of file: String, at pointer: String
  ) throws {
    if let items = schema["items"], let elements = value.array {
      for (index, element) in elements.enumerated() {
        try check(element, against: items, of: file, at: "\(pointer)/\(index)")
      }
    }
    guard let members = value.members else { return }
    for key in schema["required"]?.array?.compactMap(\.string) ?? [] where value[key] == nil {
      findings.append("\(pointer)/\(key): is missing")
    }
    for member in members {
      let place = "\(pointer)/\(member.key)"
      if let property = schema["properties"]?[member.key] {
        try check(member.value, against: property, of: file, at: place)
      } else if let others = schema["additionalProperties"], others != false {
        try check(member.value, against: others, of: file, at: place)
      } else if schema["properties"] != nil {
        findings.append("\(place): is not named")
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
