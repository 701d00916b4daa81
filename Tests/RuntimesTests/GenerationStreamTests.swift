import Runtimes
import Testing

/// Streams of generated text, as servers send them.
@Suite struct GenerationStreamTests {
  @Test func llamaServersOwnTimingsComeFirst() {
    var stream = CompletionStream()
    stream.take(Array(#"data: {"choices":[{"text":"a"}]}"#.utf8), at: 2)
    stream.take(Array("data: [DONE]\r".utf8), at: 3)
    stream.take(
      Array(
        #"data: {"choices":[{"text":""}],"timings":{"prompt_n":100,"prompt_per_second":50.0,"predicted_n":9,"predicted_per_second":7.5}}"#
          .utf8), at: 3)
    #expect(
      stream.turn
        == GenerationTurn(
          promptTokens: 100, generatedTokens: 9, timeToFirstTokenSeconds: 2, prefillTokensPerSecond: 50,
          decodeTokensPerSecond: 7.5))
  }

  @Test func otherServersAreTimedByTheClock() {
    var stream = CompletionStream()
    for second in 0..<5 {
      stream.take(Array(#"data: {"choices":[{"delta":{"content":"a"}}]}"#.utf8), at: 2 + Double(second))
    }
    stream.take(Array(#"data: {"usage":{"prompt_tokens":100,"completion_tokens":5}}"#.utf8), at: 7)
    #expect(stream.turn?.decodeTokensPerSecond == 1)
    #expect(stream.turn?.prefillTokensPerSecond == 50)
  }

  @Test func anAnswerWithoutTextIsNoTurn() {
    var stream = CompletionStream()
    stream.take(Array("data: [DONE]".utf8), at: 1)
    #expect(stream.turn == nil)
    stream.take(Array(#"{"error":{"message":"no such model"}}"#.utf8), at: 1)
    #expect(stream.error == "no such model")
  }

  @Test func timeToLoadIsNotTimeToTheFirstToken() {
    var stream = OllamaStream()
    stream.take(Array(#"{"thinking":"a","done":false}"#.utf8), at: 5)
    stream.take(
      Array(
        #"{"done":true,"load_duration":4000000000,"prompt_eval_count":8,"prompt_eval_duration":500000000,"eval_count":3,"eval_duration":1000000000}"#
          .utf8), at: 6)
    #expect(stream.turn?.timeToFirstTokenSeconds == 1)
    #expect(stream.turn?.prefillTokensPerSecond == 16)
    #expect(stream.turn?.decodeTokensPerSecond == 3)
  }
}
