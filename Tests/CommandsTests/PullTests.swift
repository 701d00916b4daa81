import Base
import Commands
import Glibc
import TestSupport
import Testing

/// `pull` and `catalog import ollama:…` against a server of the test's own.
@Suite struct PullTests {
  private static let layer = #"{"status":"pulling 9f","digest":"sha256:9f","total":2048,"completed":"#
  private static let good = [
    #"{"status":"pulling manifest"}"#, layer + "1024}", layer + "2048}", #"{"status":"verifying sha256 digest"}"#,
    #"{"status":"success"}"#,
  ]

  private func pull(
    _ answer: FakeOllama.Answer, _ words: String...
  ) throws -> (run: ProgramRun, server: FakeOllama) {
    let server = try FakeOllama(answer)
    return (Self.run(["pull", "qwen3:8b"] + words, server), server)
  }

  static func run(_ words: [String], _ server: FakeOllama, _ environment: [String: String] = [:]) -> ProgramRun {
    // A proxy would break every request to this machine: it must not be asked.
    let own = ["OLLAMA_HOST": server.host, "http_proxy": "http://127.0.0.1:1", "OLLAMA_MODELS": "/tmp"]
    return ProgramRun(words, environment: own.merging(environment) { $1 }, allowsNetwork: true)
  }

  @Test func aPullEndsWithTheServersSuccess() throws {
    let (run, server) = try pull(.status(200, Self.good.joined(separator: "\n") + "\n"))
    #expect(run.code == .answered, "\(run.messages)")
    #expect(server.asked == ["GET /api/tags", "POST /api/pull", "POST /api/show"])
    #expect(server.requests[1].text.contains(#""model":"qwen3:8b""#))
    #expect(run.output.isEmpty)
    #expect(run.messages.contains("pulling manifest"))
    #expect(run.messages.contains("100 %  2.0 KiB, 1.0 KiB of them fetched now"))
    #expect(run.messages.hasSuffix("success\n"))
  }

  @Test(arguments: [1, 2, 3, 7, 50])
  func linesMayBeCutAnywhere(bytes: Int) throws {
    let (run, _) = try pull(.pieces(Self.good, bytes: bytes), "--json")
    #expect(run.code == .answered, "\(run.messages)")
    let events = try run.output.split(separator: "\n").map { try JSONParser.parse(String($0))["event"]?.string }
    #expect(events.first == "status" && events.last == "success")
  }

  @Test func eachEventIsALineOfJSON() throws {
    let (run, _) = try pull(.status(200, Self.good.joined(separator: "\n")), "--json")
    #expect(run.code == .answered)
    #expect(run.messages.isEmpty)
    let lines = run.output.split(separator: "\n")
    for line in lines {
      let document = try JSONParser.parse(String(line))
      #expect(try SchemaCheck.findings(in: document, schema: "pull") == [])
    }
    #expect(try JSONParser.parse(String(lines.last ?? ""))["event"]?.string == "success")
  }

  /// What no second try mends is asked for once.
  @Test(arguments: [
    (FakeOllama.Answer.status(200, "{\"status\":\"pulling\"}\n{\"error\":\"no space left\"}\n"), "no space left", 1),
    (.status(200, "{\"error\":\"pull model manifest: file does not exist\"}"), "other tags: qwen3:", 1),
    (.status(404, "{\"error\":\"not found\"}"), "not found", 1),
    (.status(200, "<html><body>Sign in</body></html>"), "not JSON", 1),
    (.status(302, ""), "set OLLAMA_HOST to where it redirects to", 1), (.status(500, "<html>"), "500", 5),
    (.status(200, "{\"status\":\"pulling manifest\"}\n"), "without saying success", 5),
    (.status(200, "{\"status\":\"success\"}\n{\"status\":\"pulling more\"}\n"), "without saying success", 5),
    (.cutOff(["{\"status\":\"success\"}"]), "broke off", 5), (.resets(["{\"status\":\"pulling\"}"]), "broke off", 5),
    (.status(200, String(repeating: "x", count: 3 << 20)), "too long", 1),
  ])
  func whatIsNoSuccessIsAFailure(answer: FakeOllama.Answer, reason: String, tries: Int) throws {
    let (run, server) = try pull(answer)
    #expect(run.code == .unavailable)
    #expect(run.messages.contains(reason), "\(run.messages)")
    #expect(run.messages.contains("qwen3:8b"))
    #expect(server.asked.count { $0 == "POST /api/pull" } == tries)
  }

  @Test func aBrokenTransferIsTakenUpAgain() throws {
    let server = try FakeOllama([
      "/api/tags": [.status(200, #"{"models":[]}"#)],
      "/api/pull": [
        .resets([Self.layer + "10}", Self.layer + "1024}"]), .status(503, #"{"error":"busy"}"#),
        .status(200, Self.good.joined(separator: "\n")),
      ],
    ])
    let run = Self.run(["pull", "qwen3:8b", "--json"], server)
    #expect(run.code == .answered, "\(run.messages)")
    let lines = try run.output.split(separator: "\n").map { try JSONParser.parse(String($0)) }
    for line in lines { #expect(try SchemaCheck.findings(in: line, schema: "pull") == []) }
    let reasons = lines.compactMap { $0["event"]?.string == "retry" ? $0["reason"]?.string : nil }
    #expect(reasons.count == 2)
    #expect(reasons.last?.contains("busy (HTTP status 503)") == true, "\(reasons)")
  }

  @Test func silenceIsTold() throws {
    let server = try FakeOllama([
      "/api/tags": [.status(200, #"{"models":[]}"#)], "/api/pull": [.stalls([Self.layer + "1024}"])],
    ])
    let process = try BuiltProgram.Process(
      [BuiltProgram.path, "pull", "qwen3:8b"],
      environment: ["OLLAMA_HOST": server.host, "OLLAMA_MODELS": "/tmp", "LANG": "C.UTF-8"])
    for _ in 0..<3000 where !process.messagesSoFar.contains("nothing has come for") { usleep(10_000) }
    kill(process.identifier, SIGTERM)
    let run = process.wait()
    #expect(run.code == 143)
    #expect(run.messages.contains("nothing has come for"))
  }

  @Test func successIsSaidOnlyWhenNothingFollows() throws {
    let (run, _) = try pull(.status(200, "{\"status\":\"success\"}\n{\"error\":\"no space left\"}\n"), "--json")
    #expect(run.code == .unavailable)
    #expect(!run.output.contains("success"))
    #expect(run.output.contains("no space left"))
  }

  @Test func hugeTotalsOfManyLayersAreNoCrash() throws {
    let layers = (0..<20_000).map {
      "{\"status\":\"pulling\",\"digest\":\"sha256:\($0)\",\"total\":\(Int.max),\"completed\":\(Int.max)}"
    }
    let (run, _) = try pull(.status(200, (layers + Self.good).joined(separator: "\n") + "\n"), "--json")
    #expect(run.code == .answered, "\(run.messages)")
  }

  /// The sum of all layers is kept, not made anew for each line.
  @Test func sixtyThousandLayersAreOneSum() throws {
    let layers = (0..<60_000).map { "{\"status\":\"pulling\",\"digest\":\"sha256:\($0)\",\"total\":7,\"completed\":7}" }
    let (run, _) = try pull(.status(200, (layers + Self.good).joined(separator: "\n") + "\n"), "--json")
    #expect(run.code == .answered, "\(run.messages)")
  }

  @Test func withoutAServerTheRemedyIsSaid() {
    let environment = ["OLLAMA_HOST": "127.0.0.1:1"]
    let run = ProgramRun(["pull", "qwen3:8b"], environment: environment, allowsNetwork: true)
    #expect(run.code == .unavailable)
    #expect(run.messages.contains("http://127.0.0.1:1"))
    #expect(run.messages.contains("ollama serve"))
    let wrong = ProgramRun(["pull", "qwen3:8b"], environment: ["OLLAMA_HOST": "ftp://host"], allowsNetwork: true)
    #expect(wrong.code == .usage)
    #expect(wrong.messages.contains("ftp://host"))
  }

  @Test func aDescribedTagBecomesAnEntry() throws {
    let shown = """
      {"details": {"quantization_level": "Q4_K_M"}, "capabilities": ["completion", "tools"], "model_info":
       {"general.architecture": "qwen3", "general.parameter_count": 8190735360, "qwen3.block_count": 36,
        "qwen3.embedding_length": 4096, "qwen3.context_length": 40960, "qwen3.attention.head_count": 32,
        "qwen3.attention.head_count_kv": 8, "qwen3.attention.key_length": 128, "qwen3.attention.value_length": 128,
        "qwen3.feed_forward_length": 12288, "qwen3.vocab_size": 151936}}
      """
    let server = try FakeOllama(["/api/show": [.status(200, shown)]])
    let run = ProgramRun(
      ["catalog", "import", "ollama:my-qwen", "--json"], environment: ["OLLAMA_HOST": server.host], allowsNetwork: true)
    #expect(run.code == .answered, "\(run.messages)")
    #expect(server.asked == ["POST /api/show"])
    let document = try run.document()
    #expect(try SchemaCheck.findings(in: document, schema: "import") == [])
    let entry = document["catalog"]?["models"]?.array?.first
    #expect(entry?["parameters"]?.integer == 8_190_735_360)
    #expect(entry?["architecture"]?["layer_count"]?.integer == 36)
    #expect(document["unknown"]?.array?.isEmpty == false)
  }

  @Test func aTagThatTheServerDoesNotKnowIsUnavailable() throws {
    let server = try FakeOllama(["/api/show": [.status(404, #"{"error":"model 'zzz' not found"}"#)]])
    let run = ProgramRun(
      ["catalog", "import", "ollama:zzz"], environment: ["OLLAMA_HOST": server.host], allowsNetwork: true)
    #expect(run.code == .unavailable)
    #expect(run.messages.contains("model 'zzz' not found"))
    #expect(run.output.isEmpty)
  }
}
