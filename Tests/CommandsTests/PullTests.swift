import Base
import Commands
import TestSupport
import Testing

/// `pull` and `catalog import ollama:…` against a server of the test's own.
@Suite struct PullTests {
  private static let layer = #"{"status":"pulling 9f","digest":"sha256:9f","total":2048,"completed":"#
  private static let good = [
    #"{"status":"pulling manifest"}"#, layer + "1024}", layer + "2048}", #"{"status":"verifying sha256 digest"}"#,
    #"{"status":"success"}"#,
  ]

  private func pull(_ answer: FakeOllama.Answer, _ words: String...) throws -> (run: ProgramRun, received: String) {
    let server = try FakeOllama(answer)
    // A proxy would break every request to this machine: it must not be asked.
    let environment = ["OLLAMA_HOST": server.host, "http_proxy": "http://127.0.0.1:1"]
    let run = ProgramRun(["pull", "qwen3:8b"] + words, environment: environment, allowsNetwork: true)
    return (run, server.received)
  }

  @Test func aPullEndsWithTheServersSuccess() throws {
    let (run, received) = try pull(.status(200, Self.good.joined(separator: "\n") + "\n"))
    #expect(run.code == .answered, "\(run.messages)")
    #expect(received.hasPrefix("POST /api/pull HTTP/1.1"))
    #expect(received.contains(#""model":"qwen3:8b""#))
    #expect(run.output.isEmpty)
    #expect(run.messages.contains("pulling manifest"))
    #expect(run.messages.contains("100 %") || run.messages.contains("2.0 KiB"))
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

  @Test(arguments: [
    (FakeOllama.Answer.status(200, "{\"status\":\"pulling\"}\n{\"error\":\"no space left\"}\n"), "no space left"),
    (.status(200, "{\"error\":\"file does not exist\"}"), "file does not exist"),
    (.status(404, "{\"error\":\"not found\"}"), "not found"), (.status(500, "<html>"), "500"),
    (.status(200, "{\"status\":\"pulling manifest\"}\n"), "without saying success"),
    (.status(200, "{\"status\":\"success\"}\n{\"status\":\"pulling more\"}\n"), "without saying success"),
    (.status(200, ""), "without saying success"), (.cutOff(["{\"status\":\"pulling manifest\"}"]), "broke off"),
    (.cutOff(["{\"status\":\"success\"}"]), "broke off"),
    (.status(200, String(repeating: "x", count: 3 << 20)), "too long"),
  ])
  func whatIsNoSuccessIsAFailure(answer: FakeOllama.Answer, reason: String) throws {
    let (run, _) = try pull(answer)
    #expect(run.code == .unavailable)
    #expect(run.messages.contains(reason), "\(run.messages)")
    #expect(run.messages.contains("qwen3:8b"))
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
    let server = try FakeOllama(.status(200, shown))
    let run = ProgramRun(
      ["catalog", "import", "ollama:my-qwen", "--json"], environment: ["OLLAMA_HOST": server.host], allowsNetwork: true)
    #expect(run.code == .answered, "\(run.messages)")
    #expect(server.received.hasPrefix("POST /api/show HTTP/1.1"))
    let document = try run.document()
    #expect(try SchemaCheck.findings(in: document, schema: "import") == [])
    let entry = document["catalog"]?["models"]?.array?.first
    #expect(entry?["parameters"]?.integer == 8_190_735_360)
    #expect(entry?["architecture"]?["layer_count"]?.integer == 36)
    #expect(document["unknown"]?.array?.isEmpty == false)
  }

  @Test func aTagThatTheServerDoesNotKnowIsUnavailable() throws {
    let server = try FakeOllama(.status(404, #"{"error":"model 'zzz' not found"}"#))
    let run = ProgramRun(
      ["catalog", "import", "ollama:zzz"], environment: ["OLLAMA_HOST": server.host], allowsNetwork: true)
    #expect(run.code == .unavailable)
    #expect(run.messages.contains("model 'zzz' not found"))
    #expect(run.output.isEmpty)
  }
}
