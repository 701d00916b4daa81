import Base
import Commands
import TestSupport
import Testing

/// `verify` against stand-ins for Ollama and for servers of completions.
@Suite struct VerifyTests {
  private static func ollama(tokensPerSecond: Double, context: Int = 8192, size: Int = 6_400_000_000) -> [String: (
    status: Int, body: String
  )] {
    let last = """
      {"done":true,"load_duration":2000000000,"prompt_eval_count":512,"prompt_eval_duration":20000000000,\
      "eval_count":64,"eval_duration":\(Int(64 / tokensPerSecond * 1e9))}
      """
    return [
      "/api/version": (200, #"{"version":"0.33.0"}"#),
      "/api/ps": (
        200,
        #"{"models":[{"name":"qwen3:8b","size":\#(size),"size_vram":0,"context_length":\#(context)}]}"#
      ),
      "/api/generate": (200, #"{"response":"a","done":false}"# + "\n" + last + "\n"),
    ]
  }

  @Test func figuresOfTheRunStandBesideThePlan() throws {
    let server = try FakeRuntime(Self.ollama(tokensPerSecond: 4.5))
    defer { server.stop() }
    let run = ProgramRun(
      ["verify", "qwen3:8b", "--no-bench", "--turns", "2", "--json"],
      environment: ["OLLAMA_HOST": "127.0.0.1:\(server.port)"], allowsNetwork: true)
    let document = try run.document()
    #expect(try SchemaCheck.findings(in: document, schema: "verify") == [])
    #expect(document["runtime"]?["version"]?.string == "0.33.0")
    #expect(document["measured"]?["decode_tokens_per_second"]?.number == 4.5)
    #expect(document["measured"]?["memory_bytes"]?.integer == 6_400_000_000)
    #expect(document["measured"]?["load_seconds"]?.number == 2)
    let predicted = try #require(document["predicted"]?["memory_bytes"]?.number)
    let ratio = try #require(document["ratio"]?["memory"]?.number)
    #expect(abs(ratio - 6_400_000_000 / predicted) < 0.001)
    // One turn to load, two to count, and two with a short prompt; each begins in its own way, so that nothing kept helps.
    let prompts = try server.posted.map { try #require(JSONParser.parse($0)["prompt"]?.string) }
    #expect(prompts.count == 5)
    #expect(Set(prompts.map { $0.prefix(40) }).count == 5)
    #expect(prompts.filter { $0.count < 100 }.count == 2)
    #expect(document["measured"]?["start_decode_tokens_per_second"]?.number == 4.5)
    #expect(
      run.code
        == (document["inside_band"]?["decode"]?.bool == false || document["inside_band"]?["prefill"]?.bool == false
          ? .nothingFits : .answered))
  }

  @Test func whatDiffersIsNamed() throws {
    let server = try FakeRuntime(Self.ollama(tokensPerSecond: 0.001, context: 4096, size: 9_000_000_000))
    defer { server.stop() }
    let run = ProgramRun(
      ["verify", "qwen3:8b", "--no-bench", "--turns", "1"],
      environment: ["OLLAMA_HOST": "127.0.0.1:\(server.port)"], allowsNetwork: true)
    #expect(run.code == .nothingFits)
    #expect(run.output.contains("context of 4096 tokens, 8192 were planned"))
    #expect(run.output.contains("more memory than planned"))
    #expect(run.output.contains("slower than predicted") || run.output.contains("Not as predicted"))
  }

  @Test func aServerOfCompletionsIsTimedByTheClock() throws {
    let events = (0..<5).map { _ in #"data: {"choices":[{"text":"a"}]}"# + "\n\n" }.joined()
    let server = try FakeRuntime([
      "/v1/models": (200, #"{"data":[{"id":"qwen3-8b"}]}"#),
      "/v1/completions": (
        200,
        events + #"data: {"choices":[],"usage":{"prompt_tokens":500,"completion_tokens":5}}"# + "\n\ndata: [DONE]\n\n"
      ),
    ])
    defer { server.stop() }
    let run = ProgramRun(
      ["verify", "--endpoint", "http://127.0.0.1:\(server.port)", "--quant", "Q4_K_M", "--no-bench", "--json"],
      allowsNetwork: true)
    let document = try run.document()
    #expect(document["model"]?["id"]?.string == "qwen3-8b")
    #expect(document["measured"]?["prompt_tokens"]?.integer == 500)
    #expect(try #require(document["measured"]?["time_to_first_token_seconds"]?.number) > 0)
    let body = try JSONParser.parse(try #require(server.posted.last))
    #expect(body["cache_prompt"]?.bool == false)
  }

  @Test(arguments: [
    ("http://127.0.0.1:1", ExitCode.unavailable, "no server is reachable"),
    ("ftp://x", .usage, "no address of a server"), ("127.0.0.1:80", .usage, "no address of a server"),
  ])
  func aServerThatIsNotThereIsSaid(address: String, code: ExitCode, words: String) {
    let run = ProgramRun(["verify", "qwen3:8b", "--endpoint", address, "--no-bench"], allowsNetwork: true)
    #expect(run.code == code)
    #expect(run.messages.contains(words), "\(run.messages)")
  }

  @Test func anErrorInsideASuccessIsAnError() throws {
    var answers = Self.ollama(tokensPerSecond: 4)
    answers["/api/generate"] = (200, #"{"error":"model requires more system memory"}"# + "\n")
    let server = try FakeRuntime(answers)
    defer { server.stop() }
    let run = ProgramRun(
      ["verify", "qwen3:8b", "--no-bench"], environment: ["OLLAMA_HOST": "127.0.0.1:\(server.port)"],
      allowsNetwork: true)
    #expect(run.code == .unavailable)
    #expect(run.messages.contains("more system memory"))
  }

  /// A run that was kept draws the next prediction towards itself, and its band closer.
  @Test func aKeptRunCorrectsTheNextEstimate() throws {
    let server = try FakeRuntime(Self.ollama(tokensPerSecond: 6))
    defer { server.stop() }
    let folder = try TestFolder()
    let environment = ["OLLAMA_HOST": "127.0.0.1:\(server.port)", "XDG_CACHE_HOME": folder.path]
    func verify(_ words: String...) throws -> JSONValue {
      try ProgramRun(["verify", "qwen3:8b", "--json"] + words, environment: environment, allowsNetwork: true).document()
    }
    let first = try verify("--keep")
    #expect(first["kept"]?.bool == true)
    let runs = try ProgramRun(["calibration", "list", "--json"], environment: environment).document()
    #expect(try SchemaCheck.findings(in: runs, schema: "calibration") == [])
    #expect(runs["runs"]?.array?.count == 1)
    let fit = try ProgramRun(["fit", "qwen3:8b", "--quant", "Q4_K_M", "--json"], environment: environment).document()
    #expect(fit["rows"]?.array?.last?["speed"]?["basis"]?.string == "calibrated", "\(fit["rows"]?.array ?? [])")
    #expect(ProgramRun(["calibration", "clear"], environment: environment).code == .answered)
    let none = try ProgramRun(["calibration", "list", "--json"], environment: environment).document()
    #expect(none["runs"]?.array?.isEmpty == true)
  }

  /// Runs that were measured elsewhere on an equal machine move an estimate here.
  @Test func runsOfAnEqualMachineAreTakenOver() throws {
    let (here, there) = (try TestFolder(), try TestFolder())
    func run(_ folder: TestFolder, _ words: String...) -> ProgramRun {
      ProgramRun(words, environment: ["XDG_CACHE_HOME": folder.path])
    }
    func speed(_ folder: TestFolder) throws -> JSONValue {
      let fit = try run(folder, "fit", "qwen3:8b", "--quant", "Q4_K_M", "--json").document()
      return try #require(fit["rows"]?.array?.last?["speed"])
    }
    let empty = try run(there, "calibration", "export").document()
    #expect(empty["runs"]?.array?.isEmpty == true)
    let machine = try #require(empty["machine"]?.string)
    let before = try speed(here)
    let entry = """
      {"model": "qwen3-8b", "quantization": "Q4_K_M", "runtime": "llama-server", "backend": "cpu",
       "mixture_of_experts": false, "decode_ratio": 0.5, "prefill_ratio": null, "memory_ratio": 1.01,
       "disturbed": false, "day": "2026-11-26"}
      """
    func document(_ machine: String, _ entry: String) -> String {
      JSONWriter.line(.object(["schema": "plimsoll.calibration/1", "machine": .string(machine), "runs": .array([])]))
        .replacing("\"runs\":[]", with: "\"runs\":[\(entry)]")
    }
    let file = there.path + "/runs.json"
    try Files.write(document(machine, entry), to: file)
    let taken = run(here, "calibration", "import", file)
    #expect(taken.code == .answered, "\(taken.messages)")
    let after = try speed(here)
    #expect(before["basis"]?.string != "calibrated")
    #expect(after["basis"]?.string == "calibrated")
    let decode = "decode_tokens_per_second"
    #expect(
      try #require(after[decode]?["estimate"]?.number) < 0.95 * (try #require(before[decode]?["estimate"]?.number)))
    // What was taken over can be handed on, and names nobody.
    let exported = run(here, "calibration", "export")
    #expect(try SchemaCheck.findings(in: exported.document(), schema: "calibration") == [])
    #expect(!exported.output.contains(here.path))
    try Files.write(document("another machine", entry), to: file)
    #expect(run(here, "calibration", "import", file).code == .nothingFits)
    #expect(run(here, "calibration", "import", file, "--force").code == .answered)
    for broken in ["0.5", "\"cpu\"", "false"] {
      try Files.write(document(machine, entry.replacing(broken, with: "1e9")), to: file)
      #expect(run(here, "calibration", "import", file).code == .badData)
    }
    #expect(run(here, "calibration", "import", file + ".none").code == .noInput)
  }
}
