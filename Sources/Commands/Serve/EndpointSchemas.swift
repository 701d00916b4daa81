import Base
import Documents

/// JSON Schemas of what endpoints take and of what they answer.
enum EndpointSchemas {
  /// What it takes, as the members of an object: what a body holds, and what a tool is called with.
  static func input(_ endpoint: Endpoint) -> JSONValue {
    .object([
      "type": "object",
      "properties": .object(
        endpoint.parameters.map { parameter in
          JSONValue.Member(
            parameter.name,
            .object((value(parameter).members ?? []) + [JSONValue.Member("description", .string(parameter.help))]))
        }),
      "required": .array(endpoint.parameters.filter(\.isRequired).map { .string($0.name) }),
      "additionalProperties": false,
    ])
  }

  /// What a parameter may be.
  static func value(_ parameter: EndpointParameter) -> JSONValue {
    if parameter.kind == .flag { return .object(["type": "boolean", "default": false]) }
    let types = parameter.jsonTypes.map(JSONValue.string)
    let value = JSONValue.having([
      "type": types.count == 1 ? types[0] : .array(types),
      "enum": parameter.words.isEmpty ? nil : .array(parameter.words.map(JSONValue.string)),
      "default": parameter.defaultText.map { text in
        let number = parameter.jsonTypes == ["string"] ? nil : Double(text)
        return number.map(JSONValue.number) ?? .string(text)
      },
    ])
    return parameter.isRepeatable ? .object(["type": "array", "items": value]) : value
  }

  /// One of the documents that it answers with, with everything that they refer to.
  static func output(_ endpoint: Endpoint) -> JSONValue {
    let documents = Contract.all.filter { $0.isPrinted(by: endpoint.words) }
    let references = documents.map { JSONValue.object(["$ref": .string("#/$defs/\($0.component)")]) }
    return .object([
      "type": "object", "anyOf": .array(references), "$defs": .object(SchemaWriter.definitions(documents)),
    ])
  }
}
