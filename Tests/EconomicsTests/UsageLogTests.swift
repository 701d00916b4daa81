import Testing

@testable import Economics

@Suite struct UsageLogTests {
  private static func log(_ text: String) -> UsageLog { UsageLog(Array(text.utf8)) }

  @Test func answersOfEveryShapeAreRead() throws {
    let log = Self.log(
      """
      {"created": 1764000000, "model": "gpt-4o-mini", "usage": {"prompt_tokens": 800, "completion_tokens": 400, "prompt_tokens_details": {"cached_tokens": 100}}}
      {"timestamp": "2025-11-24T17:00:00Z", "model": "claude-sonnet-4-5", "usage": {"input_tokens": 10, "cache_read_input_tokens": 90, "output_tokens": 20}, "metadata": {"feature": "chat"}}
      {"response": {"status_code": 200, "body": {"model": "o3", "created": 1764000100, "usage": {"prompt_tokens": 5, "completion_tokens": 6}}}}
      {"model": "qwen3:8b", "created_at": "2025-11-24T18:00:00.5+01:00", "prompt_eval_count": 30, "eval_count": 40, "total_duration": 3000000000, "prompt_eval_duration": 500000000, "load_duration": 250000000, "eval_duration": 2000000000, "done": true}
      {"start_time": 1764028800, "results": [{"model": "gpt-4o", "input_tokens": 1000, "output_tokens": 100, "num_model_requests": 10}, {"model": "o1", "input_tokens": 1, "output_tokens": 1, "num_model_requests": 2}]}
      """)
    #expect(log.broken.isEmpty, "\(log.broken)")
    #expect(log.records.map(\.inputTokens) == [800, 100, 5, 30, 1000, 1])
    #expect(log.records.map(\.outputTokens) == [400, 20, 6, 40, 100, 1])
    #expect(log.records.map(\.cachedTokens) == [100, 90, 0, 0, 0, 0])
    #expect(log.records.map(\.requests) == [1, 1, 1, 1, 10, 2])
    #expect(
      log.records.map { $0.model ?? "" } == ["gpt-4o-mini", "claude-sonnet-4-5", "o3", "qwen3:8b", "gpt-4o", "o1"])
    #expect(log.records[1].time == 1_764_003_600 && log.records[1].feature == "chat")
    #expect(log.records[3].time == 1_764_003_597.5)
    #expect(log.records[3].latencySeconds == 3 && log.records[3].firstTokenSeconds == 0.75)
  }

  @Test func piecesOfAStreamAreNoRecordsAndNotBroken() {
    let log = Self.log(
      """
      data: {"object": "chat.completion.chunk", "choices": [], "usage": null}
      data: {"object": "chat.completion.chunk", "choices": [], "usage": {"prompt_tokens": 3, "completion_tokens": 4}, "timings": {"prompt_ms": 250, "predicted_ms": 750}}
      data: [DONE]
      {"model": "qwen3:8b", "response": "a", "done": false}
      {"model": "qwen3:8b", "response": "", "done": true, "eval_count": 7}
      """)
    #expect(log.broken.isEmpty, "\(log.broken)")
    #expect(log.records.map(\.outputTokens) == [4, 7])
    #expect(log.records[0].latencySeconds == 1 && log.records[0].firstTokenSeconds == 0.25)
  }

  @Test func brokenLinesAreCountedWithTheirPlace() {
    let log = Self.log(
      """
      {"usage": {"prompt_tokens": 8, "completion_tokens": 4}}
      {"usage": {"prompt_tokens": 8

      {"usage": {"prompt_tokens": -8, "completion_tokens": 4}}
      {"usage": {"prompt_tokens": 8.5, "completion_tokens": 4}}
      {"prompt_tokens": 8}
      {"usage": {"prompt_tokens": 8, "completion_tokens": 4}, "created": "yesterday"}
      5
      """)
    #expect(log.records.count == 1)
    #expect(log.broken.map(\.line) == [2, 4, 5, 6, 7, 8])
    #expect(log.broken.allSatisfy { !$0.reason.isEmpty })
  }

  @Test func csvIsReadByItsHeadLine() {
    let log = Self.log(
      "Timestamp,Model,Prompt Tokens,Completion Tokens,Feature\r\n2026-11-01,\"gpt-4o, mini\",800,400,search\r\n"
        + "2026-11-02,gpt-4o,x,400,search\r\n2026-11-03,gpt-4o,1\r\n2026-11-04,gpt-4o,10,20,\r\n")
    #expect(log.records.map(\.inputTokens) == [800, 10])
    #expect(log.records.map(\.model) == ["gpt-4o, mini", "gpt-4o"])
    #expect(log.records.map(\.feature) == ["search", nil])
    #expect(log.broken.map(\.line) == [3, 4])
    #expect(Self.log("a,b\n1,2\n").broken.map(\.line) == [1])
    #expect(Self.log("") == UsageLog())
  }

  @Test func aMonthFollowsFromTheSpan() throws {
    let lines = (0..<48).map { hour in
      "{\"created\": \(1_764_000_000 + hour * 3600), \"prompt_tokens\": 100, \"completion_tokens\": 50}"
    }
    let summary = UsageSummary(Self.log(lines.joined(separator: "\n")))
    #expect(summary.days == 2)
    let load = summary.load(days: try #require(summary.days), months: Months())
    #expect(load.requestsPerMonth == 720)
    #expect(load.inputTokens == 100 && load.outputTokens == 50)
    #expect(summary.peakFactor == 1)
  }

  @Test(arguments: [
    ("1970-01-01", 0.0), ("1970-01-02T00:00:00Z", 86_400), ("2000-03-01 00:00:00", 951_868_800),
    ("2026-11-25T10:00:00+02:00", 1_795_593_600), ("1764000000", 1_764_000_000), ("1764000000000", 1_764_000_000),
  ])
  func timesAreRead(text: String, seconds: Double) { #expect(Timestamp.seconds(text) == seconds) }

  @Test(arguments: ["", "soon", "2026-13-01", "2026-11-25T25:00", "12", "nan", "2026-11-25T10:00:00+x"])
  func whatIsNoTimeHasNone(text: String) { #expect(Timestamp.seconds(text) == nil) }
}
