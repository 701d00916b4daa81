import Base
import Commands
import TestSupport
import Testing

/// `plimsoll meter` from the command line on.
@Suite struct MeterCommandTests {
  /// Ten answers of Ollama, each of two seconds, one every six.
  private static let answers = (0..<10).map { index in
    "{\"model\":\"qwen3:8b\",\"created_at\":\"2026-11-25T10:00:\(index * 6 < 4 ? "0" : "")\(index * 6 + 2 > 59 ? 59 : index * 6 + 2)Z\","
      + "\"prompt_eval_count\":100,\"eval_count\":50,\"total_duration\":2000000000,\"load_duration\":100000000,"
      + "\"prompt_eval_duration\":400000000,\"eval_duration\":1500000000,\"done\":true}"
  }.joined(separator: "\n")

  private static func run(_ text: String, _ arguments: String...) throws -> (run: ProgramRun, lines: [JSONValue]) {
    let folder = try TestFolder()
    try folder.write(text, to: "log.jsonl")
    let run = ProgramRun(["meter", folder.path + "/log.jsonl", "--json"] + arguments)
    return (run, try run.output.split(separator: "\n").map { try JSONParser.parse(String($0)) })
  }

  @Test func everyRequestIsALineAndTheSummaryComesLast() throws {
    let (run, lines) = try Self.run(Self.answers, "--hourly", "3.6", "--tag", "team=search")
    #expect(run.code == .answered && lines.count == 11)
    for line in lines { #expect(try SchemaCheck.findings(in: line, schema: "meter") == []) }
    let (first, summary) = (lines[0], lines[10])
    #expect(first["kind"] == "request" && first["provider"] == "local" && first["tags"]?["team"] == "search")
    #expect(first["time"] == "2026-11-25T10:00:00Z" && first["latency_seconds"] == 2)
    #expect(first["time_to_first_token_seconds"] == .number(0.5))
    #expect(first["output_tokens_per_second"]?.number == 33.33)
    #expect(summary["kind"] == "summary" && summary["requests"] == 10 && summary["input_tokens"] == 1000)
    #expect(summary["window_seconds"] == 56 && summary["utilisation"]?.number == 0.3571)
    #expect(summary["cost"]?["usd"]?.number == 0.056 && summary["cost"]?["usd_per_day"]?.number == 86.4)
    let shares = lines.prefix(10).compactMap { $0["usd"]?.number }.reduce(0, +)
    #expect(abs(shares - 0.056) < 1e-4)
  }

  @Test(arguments: [
    (["--max-cost-per-day", "100"], ExitCode.answered), (["--max-cost-per-day", "80"], .nothingFits),
    (["--max-cost-per-day", "80,90,100"], .answered), (["--max-cost-per-day", "70,80,100"], .nothingFits),
    (["--max-cost-per-day", "60,70,$80"], .hardLimit), (["--max-queue-p95", "0.05"], .nothingFits),
    (["--max-queue-p95", "1"], .answered),
  ])
  func limitsAreExitCodes(arguments: [String], code: ExitCode) throws {
    let folder = try TestFolder()
    try folder.write(Self.answers, to: "log.jsonl")
    let run = ProgramRun(["meter", folder.path + "/log.jsonl", "--hourly", "3.6"] + arguments)
    #expect(run.code == code, "\(run.messages)")
    #expect(run.messages.isEmpty == (code == .answered && !arguments[1].contains(",")))
  }

  @Test func aLimitThatNothingTellsIsNotKept() throws {
    let (run, _) = try Self.run(
      "{\"usage\": {\"prompt_tokens\": 1, \"completion_tokens\": 1}}", "--hourly", "1", "--max-queue-p95", "5")
    #expect(run.code == .failed && run.messages.contains("not known"))
  }

  @Test func whatIsBrokenIsCounted() throws {
    let (run, lines) = try Self.run(Self.answers + "\n{broken\n\n{\"a\": 1}\n", "--hourly", "1")
    #expect(run.code == .answered && lines.last?["broken"] == 2)
    #expect(lines.last?["broken_lines"]?.array?.map { $0["line"] } == [11, 13])
    let (nothing, _) = try Self.run("{broken\n", "--hourly", "1")
    #expect(nothing.code == .badData && nothing.messages.contains("line 1: this is not JSON"))
  }

  @Test func aTextFileForPrometheusIsWritten() throws {
    let folder = try TestFolder()
    try folder.write(Self.answers, to: "log.jsonl")
    let path = folder.path + "/plimsoll.prom"
    let run = ProgramRun(
      "meter", folder.path + "/log.jsonl", "--hourly", "3.6", "--prometheus", path, "--tag", "host=a\"b")
    #expect(run.code == .answered && run.output.contains("Busy"))
    let text = try Files.text(path)
    #expect(text.contains("plimsoll_requests{host=\"a\\\"b\",model=\"qwen3:8b\",provider=\"local\"} 10\n"))
    #expect(text.contains("quantile=\"0.95\""))
    for line in text.split(separator: "\n") where !line.hasPrefix("#") {
      #expect(line.hasPrefix("plimsoll_") && Double(line.split(separator: " ").last ?? "") != nil, "\(line)")
    }
    #expect(
      ProgramRun("meter", folder.path + "/log.jsonl", "--hourly", "1", "--prometheus", folder.path + "/no/p").code
        == .cannotCreate)
  }

  @Test func aRunningServerIsWatched() throws {
    let page = "vllm:generation_tokens_total{model_name=\"m\"} 5\n"
    let server = try FakeOllama(["/metrics": [.status(200, page), .status(500, "")]])
    let run = ProgramRun(
      ["meter", "--metrics", "\(server.port)", "--for", "0.05", "--hourly", "1", "--json"], allowsNetwork: true)
    // The second page fails.
    #expect(run.code == .unavailable, "\(run.messages)")
    #expect(server.asked == ["GET /metrics", "GET /metrics"])
    #expect(ProgramRun("meter", "--metrics", "8000").code == .failed)
  }

  @Test(arguments: [
    (["--metrics", "ftp://x"], "'ftp://x'"), (["--metrics", "0"], "'0'"), (["--metrics", "http://u:p@h/"], "u:p@h"),
    (["--hourly", "1", "--monthly", "2"], "exclude each other"), (["--max-cost-per-day", "3,2,1"], "'3,2,1'"),
    (["--tag", "x"], "'x'"), (["--format", "csv"], "here there is no table to print"),
  ])
  func badInputIsRefused(arguments: [String], word: String) {
    let run = ProgramRun(["meter"] + arguments)
    #expect(run.code == .usage && run.messages.contains(word), "\(run.messages)")
  }
}
