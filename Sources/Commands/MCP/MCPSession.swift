import Base
import Documents

/// A conversation in the Model Context Protocol: JSON-RPC 2.0, a message on each line.
///
/// https://modelcontextprotocol.io/specification/2025-11-25
struct MCPSession {
  /// Versions of the protocol that this can speak, the newest first.
  static let versions = ["2025-11-25", "2025-06-18", "2025-03-26", "2024-11-05"]

  /// Answers the words of a command line; what it throws away the answer with is told instead.
  let answer: ([String]) throws(Failure) -> AnswerMaker.Answer

  /// The numbers of JSON-RPC for what is wrong.
  private enum Problem: Int {
    case notJSON = -32700
    case noRequest = -32600
    case noMethod = -32601
    case wrongParameters = -32602
  }

  private struct Refusal: Error {
    let problem: Problem
    let message: String
  }

  /// The line that answers a line; nil where nothing is to be said.
  func reply(to line: some Sequence<UInt8>) -> String? {
    guard let message = (try? JSONNode(parsing: Array(line)))?.value else {
      return JSONWriter.line(Self.error(.null, Refusal(problem: .notJSON, message: "this is not JSON")))
    }
    // Batches, which the protocol had for a while.
    if let messages = message.array {
      let replies = messages.compactMap(reply)
      guard !messages.isEmpty else { return JSONWriter.line(Self.invalid) }
      return replies.isEmpty ? nil : JSONWriter.line(.array(replies))
    }
    return reply(to: message).map(JSONWriter.line)
  }

  private static let invalid = error(.null, Refusal(problem: .noRequest, message: "expected a request of JSON-RPC 2.0"))

  private func reply(to message: JSONValue) -> JSONValue? {
    guard message["jsonrpc"]?.string == "2.0", let method = message["method"]?.string else {
      // An answer to something that was never asked.
      if message["result"] != nil || message["error"] != nil { return nil }
      return Self.invalid
    }
    guard let id = message["id"] else { return nil }
    guard id.string != nil || id.integer != nil else { return Self.invalid }
    do throws(Refusal) {
      let result = try self.result(of: method, message["params"] ?? .object([]))
      return .object(["jsonrpc": "2.0", "id": id, "result": result])
    } catch {
      return Self.error(id, error)
    }
  }

  private static func error(_ id: JSONValue, _ refusal: Refusal) -> JSONValue {
    .object([
      "jsonrpc": "2.0", "id": id,
      "error": .object(["code": .integer(refusal.problem.rawValue), "message": .string(refusal.message)]),
    ])
  }

  private func result(of method: String, _ parameters: JSONValue) throws(Refusal) -> JSONValue {
    switch method {
    case "initialize": return Self.initialized(parameters["protocolVersion"]?.string)
    case "ping": return .object([])
    case "tools/list": return .object(["tools": MCPTools.list])
    case "tools/call": return try called(parameters)
    default: throw Refusal(problem: .noMethod, message: "there is no method '\(method)'")
    }
  }

  private static func initialized(_ wanted: String?) -> JSONValue {
    .object([
      "protocolVersion": .string(versions.first { $0 == wanted } ?? versions[0]),
      "capabilities": .object(["tools": .object(["listChanged": false])]),
      "serverInfo": .object(["name": "plimsoll", "version": .string(programVersion)]),
      "instructions": """
      Tells which local language models this machine, or one that is described, can run, how well and how fast. \
      Sizes are in bytes, times in seconds; null means that it is not known.
      """,
    ])
  }

  private func called(_ parameters: JSONValue) throws(Refusal) -> JSONValue {
    guard let name = parameters["name"]?.string, let endpoint = MCPTools.named(name) else {
      throw Refusal(
        problem: .wrongParameters, message: "there is no tool '\(parameters["name"]?.string ?? "")'")
    }
    let given = parameters["arguments"] ?? .null
    guard given == .null || given.members != nil else {
      throw Refusal(problem: .wrongParameters, message: "expected 'arguments' to be an object")
    }
    do throws(Failure) {
      let words = try endpoint.commandLine(EndpointInput.members(given.members ?? []))
      let answer = try answer(words)
      let text = String(decoding: answer.body, as: UTF8.self)
      guard !answer.isError, let document = (try? JSONNode(parsing: answer.body))?.value else {
        return Self.content(text, isError: true)
      }
      let content = Self.content(JSONWriter.line(document), isError: false)
      return .object((content.members ?? []) + [JSONValue.Member("structuredContent", document)])
    } catch {
      return Self.content(JSONWriter.text(error.document), isError: true)
    }
  }

  private static func content(_ text: String, isError: Bool) -> JSONValue {
    .object([
      "content": [.object(["type": "text", "text": .string(text)])], "isError": .bool(isError),
    ])
  }
}
