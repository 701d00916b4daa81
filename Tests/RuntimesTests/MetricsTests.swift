import Testing

@testable import Runtimes

/// Pages of metrics as runtimes write them.
@Suite struct MetricsTests {
  private static func vLLM(_ requests: Int, _ tokens: Int, fast: Int, slow: Int) -> MetricsText {
    MetricsText(
      """
      # HELP vllm:generation_tokens_total Number of generation tokens processed.
      # TYPE vllm:generation_tokens_total counter
      vllm:generation_tokens_total{engine="0",model_name="Qwen/Qwen3-8B"} \(tokens).0
      vllm:prompt_tokens_total{engine="0",model_name="Qwen/Qwen3-8B"} \(tokens * 2).0
      vllm:request_success_total{engine="0",finished_reason="stop",model_name="Qwen/Qwen3-8B"} \(requests)
      vllm:request_success_total{engine="0",finished_reason="length",model_name="Qwen/Qwen3-8B"} 0.0
      vllm:time_to_first_token_seconds_bucket{engine="0",le="0.1",model_name="Qwen/Qwen3-8B"} \(fast)
      vllm:time_to_first_token_seconds_bucket{engine="0",le="0.5",model_name="Qwen/Qwen3-8B"} \(fast + slow)
      vllm:time_to_first_token_seconds_bucket{engine="0",le="+Inf",model_name="Qwen/Qwen3-8B"} \(fast + slow)
      vllm:time_to_first_token_seconds_sum{engine="0",model_name="Qwen/Qwen3-8B"} 12.5
      """)
  }

  @Test func whatHappenedIsTheDifference() throws {
    let interval = MetricsInterval(
      first: Self.vLLM(10, 1000, fast: 10, slow: 0), last: Self.vLLM(30, 5000, fast: 20, slow: 10))
    #expect(interval.isUnderstood && interval.models == ["Qwen/Qwen3-8B"])
    #expect(interval.requests == 20 && interval.outputTokens == 4000 && interval.inputTokens == 8000)
    // Ten below 0.1 s and ten up to 0.5 s.
    #expect(interval.firstToken(0.5) == 0.1)
    #expect(abs(try #require(interval.firstToken(0.75)) - 0.3) < 1e-9)
    #expect(interval.latency(0.5) == nil && interval.queue(0.95) == nil && interval.busySeconds == nil)
  }

  @Test func aRuntimeThatBeganAnewCountsFromZero() {
    let interval = MetricsInterval(
      first: Self.vLLM(10, 1000, fast: 10, slow: 5), last: Self.vLLM(2, 50, fast: 2, slow: 0))
    #expect(interval.requests == 2 && interval.outputTokens == 50)
    #expect(interval.firstToken(0.99) ?? 1 <= 0.1)
  }

  @Test func llamaServerTellsHowLongItComputed() {
    let first = MetricsText(
      "llamacpp:tokens_predicted_total 10\nllamacpp:tokens_predicted_seconds_total 1\nllamacpp:prompt_seconds_total 0.5\n"
    )
    let last = MetricsText(
      "llamacpp:tokens_predicted_total 110\nllamacpp:tokens_predicted_seconds_total 4\nllamacpp:prompt_seconds_total 1\n"
    )
    let interval = MetricsInterval(first: first, last: last)
    #expect(interval.outputTokens == 100 && interval.busySeconds == 3.5 && interval.requests == nil)
  }

  @Test(arguments: [
    "", "hello", "a{", "a{b=\"", "a{b=\"c\"} x", "a{b=\"c\\", "{}", "a{b=\"c\",} 1", "\u{0}\u{1}", "a{b} 1",
  ])
  func nonsenseIsNoMetric(text: String) {
    let page = MetricsText(text)
    #expect(!MetricsInterval(first: page, last: page).isUnderstood)
  }

  @Test func labelsMayHoldAnything() {
    let page = MetricsText("x{model=\"a \\\"b\\\" {c},d\",le=\"1\"} 5 1764000000\n")
    #expect(page.models == ["a \"b\" {c},d"] && page.values["x"] == 5)
  }
}
