import Base
import Web

/// What a request gives to an endpoint: the parameters of its query, and the members of the object in its body.
enum EndpointInput {
  static func given(_ request: HTTPRequest) throws(Failure) -> [(name: String, value: EndpointValue)] {
    let query = request.target?.query ?? []
    let given = query.map { ($0.name, $0.value.map(EndpointValue.text) ?? .alone) }
    return given + (request.body.isEmpty ? [] : try members(request.body))
  }

  /// The members of a JSON object, a list as its elements; null is not given.
  static func members(_ body: [UInt8]) throws(Failure) -> [(name: String, value: EndpointValue)] {
    let node = try root(body)
    guard let members = node.members else { throw Failure(.usage, "the body: expected a JSON object") }
    return try self.members(members)
  }

  static func members(_ members: [JSONValue.Member]) throws(Failure) -> [(name: String, value: EndpointValue)] {
    var given: [(name: String, value: EndpointValue)] = []
    for member in members {
      for value in member.value.array ?? [member.value] where value != .null {
        guard let text = text(value) else {
          throw Failure(.usage, "'\(member.key)': expected a text, a number, true or false, or a list of those")
        }
        given.append((member.key, .text(text)))
      }
    }
    return given
  }

  private static func root(_ body: [UInt8]) throws(Failure) -> JSONValue {
    do {
      return try JSONNode(parsing: body).value
    } catch {
      throw Failure(.usage, "the body:\(error.line):\(error.column): this is not JSON: expected \(error.expected)")
    }
  }

  private static func text(_ value: JSONValue) -> String? {
    switch value {
    case .string(let text): text.unicodeScalars.contains("\0") ? nil : text
    case .bool(let isTrue): isTrue ? "true" : "false"
    case .integer, .number: JSONWriter.line(value)
    case .null, .array, .object: nil
    }
  }
}
