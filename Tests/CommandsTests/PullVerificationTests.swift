import Base
import Commands
import TestSupport
import Testing

/// What `pull` looks at before and after the transfer itself.
@Suite struct PullVerificationTests {
  /// The digest that the catalogue knows of a tag, and what it takes.
  private static func known(_ tag: String) throws -> (sha256: String, bytes: Int) {
    let document = try ProgramRun("pull", tag, "--dry-run", "--json").document()
    return (try #require(document["sha256"]?.string), try #require(document["bytes"]?.integer))
  }

  private static func shown(
    digest: String = "", quantization: String = "Q4_K_M", architecture: String = "qwen3",
    parameters: Int = 8_190_735_360
  ) -> FakeOllama.Answer {
    .status(
      200,
      #"{"modelfile":"FROM /x/blobs/sha256-\#(digest)\n","details":{"quantization_level":"\#(quantization)"},"#
        + #""model_info":{"general.architecture":"\#(architecture)","general.parameter_count":\#(parameters)}}"#)
  }

  private static func server(tags: String = #"{"models":[]}"#, shown: FakeOllama.Answer) throws -> FakeOllama {
    try FakeOllama([
      "/api/tags": [.status(200, tags)], "/api/show": [shown], "/api/pull": [.status(200, #"{"status":"success"}"#)],
      "/api/create": [.status(200, #"{"status":"success"}"#)],
    ])
  }

  @Test func whatIsThereIsNotFetchedAgain() throws {
    let digest = try Self.known("qwen3:8b").sha256
    let tags = #"{"models":[{"name":"qwen3:8b","digest":"0011"}]}"#
    let server = try Self.server(tags: tags, shown: Self.shown(digest: digest))
    let run = PullTests.run(["pull", "qwen3:8b"], server)
    #expect(run.code == .answered, "\(run.messages)")
    #expect(run.messages.contains("is there already"))
    #expect(!server.asked.contains("POST /api/pull"))
  }

  @Test func anotherDigestIsFetchedAndNamed() throws {
    let other = String(repeating: "ab", count: 32)
    let tags = #"{"models":[{"name":"qwen3:8b","digest":"0011"}]}"#
    let server = try Self.server(tags: tags, shown: Self.shown(digest: other))
    let run = PullTests.run(["pull", "qwen3:8b"], server)
    #expect(run.code == .answered, "\(run.messages)")
    #expect(server.asked.contains("POST /api/pull"))
    #expect(run.messages.contains("digest: it is \(other)"), "\(run.messages)")
  }

  @Test(arguments: [
    (shown(quantization: "Q8_0"), "quantization: it has Q8_0, Q4_K_M was wanted"),
    (shown(parameters: 600_000_000), "parameters: it has 0.60 billion"),
    (shown(architecture: "llama", parameters: 70_000_000_000), "architecture: it is llama, qwen3 was wanted"),
  ])
  func anotherModelIsNamed(shown: FakeOllama.Answer, words: String) throws {
    let run = PullTests.run(["pull", "qwen3:8b"], try Self.server(shown: shown))
    #expect(run.code == .nothingFits)
    #expect(run.messages.contains(words), "\(run.messages)")
  }

  @Test func aStubOfTheCloudNeverCounts() throws {
    let digest = try Self.known("qwen3:8b").sha256
    let tags = #"{"models":[{"name":"qwen3:8b","digest":"\#(digest)","remote_host":"https://ollama.com:443"}]}"#
    let stub = FakeOllama.Answer.status(200, #"{"remote_host":"https://ollama.com:443","remote_model":"qwen3:8b"}"#)
    let server = try Self.server(tags: tags, shown: stub)
    let run = PullTests.run(["pull", "qwen3:8b"], server)
    #expect(server.asked.contains("POST /api/pull"))
    #expect(run.code == .nothingFits)
    #expect(run.messages.contains("Ollama's own servers"))
    let named = PullTests.run(["pull", "gpt-oss:120b-cloud"], server)
    #expect(named.code == .usage)
    #expect(named.messages.contains("no weights to pull") || named.messages.contains("unknown model"))
  }

  @Test func withoutRoomNothingIsAskedFor() throws {
    let folder = try TestFolder()
    try Files.write(
      """
      {"models": [{"id": "vast", "name": "Vast", "family": "Vast", "creator": "Nobody", "released": "2026-01",
        "license": "mit", "parameters": 8000000000, "text_parameters": 8000000000, "context_max": 8192,
        "capabilities": ["chat"], "architecture": null, "huggingface": null, "gguf": [], "scores": [],
        "ollama": [{"tag": "vast:1", "quantization": "Q4_K_M", "size_bytes": 4000000000000000}],
        "provenance": {}}]}
      """, to: folder.path + "/c.json")
    let server = try Self.server(shown: Self.shown())
    let words = ["pull", "vast:1", "--catalog", folder.path + "/c.json"]
    let run = PullTests.run(words, server)
    #expect(run.code == .cannotCreate, "\(run.messages)")
    #expect(run.messages.contains("3638 TiB") && run.messages.contains("are free at /tmp"), "\(run.messages)")
    #expect(!server.asked.contains("POST /api/pull"))
    let forced = PullTests.run(words + ["--force"], server)
    #expect(server.asked.contains("POST /api/pull"), "\(forced.messages)")
  }

  @Test func aContextThatIsAskedForIsSetInAModelOfItsOwn() throws {
    let server = try Self.server(shown: Self.shown())
    let run = PullTests.run(["pull", "qwen3:8b", "--context", "16384", "--kv-type", "q8_0", "--json"], server)
    #expect(run.code == .answered, "\(run.messages)")
    let request = try #require(server.requests.first { $0.path == "/api/create" })
    let body = try JSONParser.parse(request.text)
    #expect(body["model"]?.string == "qwen3:8b-ctx16384")
    #expect(body["from"]?.string == "qwen3:8b")
    #expect(body["parameters"]?["num_ctx"]?.integer == 16384)
    let lines = try run.output.split(separator: "\n").map { try JSONParser.parse(String($0)) }
    for line in lines { #expect(try SchemaCheck.findings(in: line, schema: "pull") == []) }
    let settings = lines.compactMap { $0["settings"]?.array }.flatMap { $0 }
    func place(_ name: String) -> String? { settings.first { $0["name"]?.string == name }?["place"]?.string }
    #expect(place("num_ctx") == "model")
    #expect(place("OLLAMA_KV_CACHE_TYPE") == "environment")
    #expect(place("OLLAMA_CONTEXT_LENGTH") == nil)
  }

  @Test func aFileOfOnesOwnBecomesAModel() throws {
    let folder = try TestFolder()
    let bytes = GGUFBuilder.smallLlama().built()
    try Files.write(bytes, to: folder.path + "/Small Llama.Q4_0.gguf")
    var digest = SHA256()
    digest.add(bytes)
    let name = "sha256:" + digest.hexadecimal
    let server = try FakeOllama([
      "/api/blobs/" + name: [.status(404, ""), .status(201, "")],
      "/api/create": [.status(200, #"{"status":"success"}"#)], "/api/show": [.status(404, "{}")],
    ])
    let run = PullTests.run(["pull", folder.path + "/Small Llama.Q4_0.gguf"], server)
    #expect(run.code == .answered, "\(run.messages)")
    #expect(
      server.asked == ["HEAD /api/blobs/" + name, "POST /api/blobs/" + name, "POST /api/create", "POST /api/show"])
    #expect(server.requests[1].body == bytes)
    let body = try JSONParser.parse(server.requests[2].text)
    #expect(body["model"]?.string == "small-llama.q4_0")
    #expect(body["files"]?.members?.first?.value.string == name)
    #expect(ProgramRun("pull", folder.path + "/Small Llama.Q4_0.gguf", "--dry-run").output == "small-llama.q4_0\n")
    #expect(PullTests.run(["pull", folder.path + "/Small Llama.Q4_0.gguf", "--name", "../x"], server).code == .usage)
  }

  @Test func everyInterfaceMeansTheSixthVersionToo() throws {
    let server = try FakeOllama(.status(200, #"{"status":"success"}"#))
    let run = ProgramRun(
      ["pull", "qwen3:8b"], environment: ["OLLAMA_HOST": "[::]:\(server.port)", "OLLAMA_MODELS": "/tmp"],
      allowsNetwork: true)
    #expect(run.code == .answered, "\(run.messages)")
  }

  @Test func theWrongSchemeHasTheRightHint() throws {
    let server = try FakeOllama(.status(200, "{}"))
    let run = ProgramRun(
      ["pull", "qwen3:8b"], environment: ["OLLAMA_HOST": "https://\(server.host)"], allowsNetwork: true)
    #expect(run.code == .unavailable)
    #expect(run.messages.contains("write http:// in OLLAMA_HOST"), "\(run.messages)")
    let secured = try FakeOllama(.status(400, "Client sent an HTTP request to an HTTPS server."))
    let plain = PullTests.run(["pull", "qwen3:8b"], secured)
    #expect(plain.messages.contains("https://"), "\(plain.messages)")
  }
}
