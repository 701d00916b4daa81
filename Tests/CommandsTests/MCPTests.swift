import Base
import TestSupport
import Testing

@testable import Commands

/// The Model Context Protocol, a line at a time.
@Suite struct MCPTests {
  private let session = MCPSession { words throws(Failure) in
    let run = ProgramRun(words)
    guard let document = try? run.document() else { throw Failure(.failed, "no document") }
    return AnswerMaker.Answer(run.code, run.output, isError: document["error"] != nil)
  }

  private func reply(_ line: String) throws -> JSONValue {
    try JSONParser.parse(try #require(session.reply(to: line.utf8)))
  }

  private func call(_ name: String, _ arguments: String) throws -> JSONValue {
    let line =
      #"{"jsonrpc": "2.0", "id": 1, "method": "tools/call", "params": {"name": "NAME", "arguments": ARGUMENTS}}"#
      .replacing("NAME", with: name).replacing("ARGUMENTS", with: arguments)
    return try reply(line)
  }

  @Test(arguments: [("2025-06-18", "2025-06-18"), ("2024-11-05", "2024-11-05"), ("2099-01-01", MCPSession.versions[0])])
  func versionsAreAgreedOn(asked: String, answered: String) throws {
    let line = #"{"jsonrpc":"2.0","id":"a","method":"initialize","params":{"protocolVersion":""# + asked + #""}}"#
    let reply = try reply(line)
    #expect(reply["id"]?.string == "a" && reply["result"]?["protocolVersion"]?.string == answered)
    #expect(reply["result"]?["capabilities"]?["tools"] != nil)
    #expect(reply["result"]?["serverInfo"]?["name"]?.string == "plimsoll")
  }

  @Test func toolsOnlyLookAndSayWhatTheyTake() throws {
    let tools = try #require(
      try reply(#"{"jsonrpc":"2.0","id":2,"method":"tools/list"}"#)["result"]?["tools"]?.array)
    #expect(tools.compactMap { $0["name"]?.string } == ["hardware", "recommend", "fit", "plan", "capacity", "cost"])
    for tool in tools {
      #expect(tool["annotations"]?["readOnlyHint"]?.bool == true)
      #expect(tool["inputSchema"]?["type"]?.string == "object" && tool["outputSchema"]?["type"]?.string == "object")
      for path in ["root", "machine", "catalog", "log", "plot"] {
        #expect(tool["inputSchema"]?["properties"]?[path] == nil)
      }
    }
    let fit = try #require(tools.first { $0["name"]?.string == "fit" }?["inputSchema"])
    #expect(fit["required"] == ["model"])
    #expect(fit["properties"]?["context"]?["type"] == ["integer", "string"])
    #expect(fit["properties"]?["quant"]?["type"]?.string == "array")
    #expect(fit["properties"]?["kv-type"]?["enum"]?.array?.contains("q8_0") == true)
  }

  @Test func aToolAnswersWithTheDocument() throws {
    let result = try #require(
      try call("fit", #"{"model": "qwen3-8b", "quant": ["Q4_K_M"], "gpu": ["RTX 3060 12GB"], "ram": "32GiB"}"#)[
        "result"])
    let expected = try ProgramRun(
      "fit", "qwen3-8b", "--quant", "Q4_K_M", "--gpu", "RTX 3060 12GB", "--ram", "32GiB", "--json"
    ).document()
    #expect(result["isError"]?.bool == false && result["structuredContent"] == expected)
    let text = try #require(result["content"]?.array?.first?["text"]?.string)
    #expect(try JSONParser.parse(text) == expected)
  }

  @Test(arguments: [
    ("fit", "{}"), ("fit", #"{"model": "nothing-like-it"}"#), ("fit", #"{"model": "qwen3-8b", "catalog": "/etc"}"#),
    ("hardware", #"{"gpu": {"name": 1}}"#), ("hardware", #"{"colour": "red"}"#),
  ])
  func whatAToolCannotDoIsItsAnswer(name: String, arguments: String) throws {
    let result = try #require(try call(name, arguments)["result"])
    #expect(result["isError"]?.bool == true && result["structuredContent"] == nil)
    let text = try #require(result["content"]?.array?.first?["text"]?.string)
    #expect(try JSONParser.parse(text)["schema"]?.string == "plimsoll.error/1")
  }

  @Test(arguments: [
    ("{", -32700), ("[]", -32600), ("1", -32600), (#"{"id": 1, "method": "ping"}"#, -32600),
    (#"{"jsonrpc": "2.0", "id": 1, "method": "nothing"}"#, -32601),
    (#"{"jsonrpc": "2.0", "id": 1, "method": "tools/call", "params": {"name": "pull"}}"#, -32602),
    (#"{"jsonrpc": "2.0", "id": 1, "method": "tools/call", "params": {"name": "fit", "arguments": 1}}"#, -32602),
    (#"{"jsonrpc": "2.0", "id": {}, "method": "ping"}"#, -32600),
  ])
  func whatIsNoRequestIsSaid(line: String, code: Int) throws {
    #expect(try reply(line)["error"]?["code"]?.integer == code)
  }

  @Test func nothingIsSaidToNotifications() throws {
    #expect(session.reply(to: #"{"jsonrpc": "2.0", "method": "notifications/initialized"}"#.utf8) == nil)
    #expect(session.reply(to: #"{"jsonrpc": "2.0", "id": 1, "result": {}}"#.utf8) == nil)
    let batch = #"[{"jsonrpc": "2.0", "id": 1, "method": "ping"}, {"jsonrpc": "2.0", "method": "x"}]"#
    #expect(try reply(batch).array?.count == 1)
  }

  @Test func theProgramEndsWithItsInput() throws {
    let run = try BuiltProgram.shell(
      #"printf '\n{"jsonrpc":"2.0","id":7,"method":"ping"}\n' | "$P" mcp"#, environment: ["PATH": "/usr/bin:/bin"])
    #expect(run.code == 0 && run.output == "{\"id\":7,\"jsonrpc\":\"2.0\",\"result\":{}}\n")
  }
}
