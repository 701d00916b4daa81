import Base
import Documents

/// The description of the interface (OpenAPI 3.1), from the declarations of the commands and the tables of their documents.
enum OpenAPI {
  /// `address` is where the server answers.
  static func document(address: String) -> JSONValue {
    let paths = Endpoint.all.map { endpoint in
      JSONValue.Member(
        "/" + endpoint.words.joined(separator: "/"),
        .object(["get": operation(endpoint, "get"), "post": operation(endpoint, "post")]))
    }
    return .object([
      "openapi": "3.1.0",
      "info": .object([
        "title": "plimsoll", "version": .string(programVersion),
        "summary": "What this machine has for local language models, and which are worth running on it.",
        "license": .object(["name": "GPL-2.0-or-later", "identifier": "GPL-2.0-or-later"]),
      ]),
      "servers": [.object(["url": .string(address + ServeService.prefix)])],
      "paths": .object(paths + jobs),
      "components": .object([
        "schemas": .object(SchemaWriter.components(documents)),
        "securitySchemes": .object(["token": .object(["type": "http", "scheme": "bearer"])]),
      ]),
      "security": [.object([:] as KeyValuePairs<String, JSONValue?>), .object(["token": []])],
    ])
  }

  private static var jobs: [JSONValue.Member] {
    Endpoint.jobs.map { job in
      let told = operation(job, "post", answered: content(.object(["type": "string"]), "text/event-stream"))
      return JSONValue.Member(
        "/" + job.words.joined(separator: "/"),
        .object(["post": .object((told.members ?? []) + [JSONValue.Member("security", [.object(["token": []])])])]))
    }
  }

  /// Every document that an endpoint answers with, and the error's.
  private static var documents: [DocumentShape] {
    Contract.all.filter { shape in
      shape.name == Contract.error.shape.name || Endpoint.all.contains { shape.isPrinted(by: $0.words) }
    }
  }

  /// `answered` is what comes, where it is not one of the documents.
  private static func operation(_ endpoint: Endpoint, _ method: String, answered: JSONValue? = nil) -> JSONValue {
    let asked: KeyValuePairs<String, JSONValue?> =
      method == "get"
      ? ["parameters": .array(endpoint.parameters.map(parameter))]
      : [
        "requestBody": .object([
          "required": .bool(endpoint.parameters.contains(where: \.isRequired)),
          "content": .object(["application/json": .object(["schema": EndpointSchemas.input(endpoint)])]),
        ])
      ]
    let told = JSONValue.object([
      "operationId": .string(([method] + endpoint.words).joined(separator: "_")),
      "summary": .string(endpoint.abstract), "description": .string(endpoint.discussion),
      "responses": responses(endpoint, answered),
    ])
    return .object((told.members ?? []) + (JSONValue.object(asked).members ?? []))
  }

  private static func parameter(_ parameter: EndpointParameter) -> JSONValue {
    .object([
      "name": .string(parameter.name), "in": "query", "description": .string(parameter.help),
      "required": .bool(parameter.isRequired), "schema": EndpointSchemas.value(parameter),
    ])
  }

  private static func responses(_ endpoint: Endpoint, _ other: JSONValue?) -> JSONValue {
    let answers = documents.filter { $0.isPrinted(by: endpoint.words) }.map(reference)
    let schema = answers.count == 1 ? answers[0] : .object(["oneOf": .array(answers)])
    let error = content(reference(Contract.error.shape))
    let errors = ServeService.statuses.map { status, meaning in
      JSONValue.Member(
        String(status), .object(["description": .string(meaning), "content": error]))
    }
    let answered = JSONValue.object([
      "description": "The answer; the header Plimsoll-Exit-Code is 3 where nothing passes or fits.",
      "content": other ?? content(schema),
    ])
    let same = JSONValue.object(["description": "The answer is the one whose tag was given."])
    return .object([JSONValue.Member("200", answered), JSONValue.Member("304", same)] + errors)
  }

  private static func content(_ schema: JSONValue, _ type: String = "application/json") -> JSONValue {
    .object([JSONValue.Member(type, .object(["schema": schema]))])
  }

  private static func reference(_ shape: DocumentShape) -> JSONValue {
    .object(["$ref": .string("#/components/schemas/\(shape.component)")])
  }
}
