import Base
import Commands
import TestSupport
import Testing

/// `eval` against a stand-in that knows some answers.
@Suite struct EvalTests {
  private static let tasks = """
    {"prompt": "capital", "check": "Paris"}
    {"id": "sum", "prompt": "sum", "check": 1234.5}
    {"prompt": "json", "check": {"schema": {"type": "object", "required": ["a"], "properties": {"a": {"type": "integer", "minimum": 3}}}}}

    {"prompt": "pattern", "check": {"regex": "^\\\\d{4}-\\\\d{2}$"}}
    {"prompt": "near", "check": {"number": 10, "tolerance": 0.5}}
    """

  private static let answers: [String: String] = [
    "capital": "It is PARIS.", "sum": "<think>7 + 8</think>Together 1,234.50.", "json": "```json\n{\"a\": 3}\n```",
    "pattern": "2026-11", "near": "about -10.4",
  ]

  private static func server(_ answers: [String: String]) throws -> StandInServer {
    try StandInServer { request in
      let body = try? JSONParser.parse(request.text)
      let prompt = body?["messages"]?.array?.first?["content"]?.string ?? ""
      guard let answer = answers[prompt] else { return StandInServer.Reply(404, #"{"error":"model not found"}"#) }
      let message: JSONValue = .object(["role": "assistant", "content": .string(answer)])
      let document: JSONValue =
        request.path == "/api/chat"
        ? .object(["message": message, "eval_count": 7])
        : .object(["choices": .array([.object(["message": message])]), "usage": .object(["completion_tokens": 7])])
      return StandInServer.Reply(200, JSONWriter.line(document))
    }
  }

  @Test(arguments: [true, false])
  func answersAreChecked(isOllama: Bool) throws {
    let server = try Self.server(Self.answers)
    let folder = try TestFolder()
    try Files.write(Self.tasks, to: folder.path + "/t.jsonl")
    let words = ["eval", "qwen3:8b", "--tasks", folder.path + "/t.jsonl", "--json", "--answers"]
    let run = ProgramRun(
      words + (isOllama ? [] : ["--endpoint", "http://127.0.0.1:\(server.port)"]),
      environment: ["OLLAMA_HOST": "127.0.0.1:\(server.port)"], allowsNetwork: true)
    let document = try run.document()
    #expect(run.code == .answered)
    #expect(try SchemaCheck.findings(in: document, schema: "eval") == [])
    let model = try #require(document["models"]?.array?.first)
    let results = try #require(model["results"]?.array)
    #expect(results.map { $0["passed"]?.bool } == [true, true, true, true, false])
    #expect(results.map { $0["id"]?.string } == ["1", "sum", "3", "5", "6"])
    #expect(results.last?["reason"]?.string == "says -10.4, not 10.0")
    #expect(results.first?["answer"]?.string == "It is PARIS.")
    // Wilson, 1927: four of five.
    let share = try #require(model["share"])
    #expect(share["estimate"]?.number == 0.8)
    #expect(abs((share["low"]?.number ?? 0) - 0.3755) < 0.001)
    #expect(abs((share["high"]?.number ?? 0) - 0.9638) < 0.001)
    #expect(server.requests.allSatisfy { $0.path == (isOllama ? "/api/chat" : "/v1/chat/completions") })
  }

  @Test func answersAreKeptToOneself() throws {
    let server = try Self.server(Self.answers)
    let folder = try TestFolder()
    try Files.write(#"{"prompt": "capital", "check": "London"}"#, to: folder.path + "/t.jsonl")
    let run = ProgramRun(
      ["eval", "a", "b", "--tasks", folder.path + "/t.jsonl"],
      environment: ["OLLAMA_HOST": "127.0.0.1:\(server.port)"], allowsNetwork: true)
    #expect(!run.output.contains("PARIS"))
    #expect(run.output.contains("task 1: does not hold \"London\"\n"), "\(run.output)")
    #expect(run.output.contains("do not tell the models apart"))
    #expect(run.output.contains("0/1"))
  }

  @Test(arguments: [
    ("nonsense", ":1: expected a JSON object"), (#"{"check": "x"}"#, ":1: /prompt: expected a text"),
    (#"{"prompt": "x"}"#, ":1: /check: expected"),
    ("\n{\"prompt\": \"x\", \"check\": {\"regex\": \"[\"}}", ":2: /check/regex"),
    (#"{"prompt": "x", "check": {"schema": {"oneOf": []}}}"#, "'oneOf' of JSON Schema is not known"),
    ("", "at least one task"),
  ])
  func badTasksAreRefused(text: String, words: String) throws {
    let folder = try TestFolder()
    try Files.write(text, to: folder.path + "/t.jsonl")
    let run = ProgramRun(["eval", "a", "--tasks", folder.path + "/t.jsonl"], allowsNetwork: true)
    #expect(run.code == .badData)
    #expect(run.messages.contains(words), "\(run.messages)")
    #expect(ProgramRun("eval", "a").code == .usage)
  }

  @Test func aServerThatRefusesIsSaid() throws {
    let server = try Self.server([:])
    let folder = try TestFolder()
    try Files.write(Self.tasks, to: folder.path + "/t.jsonl")
    let run = ProgramRun(
      ["eval", "a", "--tasks", folder.path + "/t.jsonl"], environment: ["OLLAMA_HOST": "127.0.0.1:\(server.port)"],
      allowsNetwork: true)
    #expect(run.code == .unavailable)
    #expect(run.messages.contains("model not found"), "\(run.messages)")
  }
}
