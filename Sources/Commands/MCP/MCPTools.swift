import Base
import Documents

/// The commands that an agent may ask as tools of the Model Context Protocol: those that only look.
enum MCPTools {
  static let endpoints = ["hardware", "recommend", "fit", "plan", "capacity", "cost"].compactMap { Endpoint.at([$0]) }

  static func named(_ name: String) -> Endpoint? { endpoints.first { $0.words == [name] } }

  /// What `tools/list` tells.
  static let list = JSONValue.array(endpoints.map(description))

  private static func description(_ endpoint: Endpoint) -> JSONValue {
    let name = endpoint.words.joined(separator: "_")
    return .object([
      "name": .string(name), "title": .string("plimsoll \(name)"),
      "description": .string(
        [endpoint.abstract, endpoint.discussion].filter { !$0.isEmpty }.joined(separator: "\n\n")),
      "inputSchema": EndpointSchemas.input(endpoint), "outputSchema": EndpointSchemas.output(endpoint),
      "annotations": .object([
        "readOnlyHint": true, "destructiveHint": false, "idempotentHint": true, "openWorldHint": false,
      ]),
    ])
  }
}
