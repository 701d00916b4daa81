import Base

/// One question and its whole answer.
package struct ChatExchange: Sendable, Equatable {
  package var text: String
  package var seconds: Double
  /// By the server's count; nil where it does not tell.
  package var generatedTokens: Int?
}

extension RuntimeEndpoint {
  /// Asks a question as a chat of one turn, at temperature 0, for an answer of at most so many tokens.
  package func ask(_ model: String, _ prompt: String, tokens: Int) throws(OllamaProblem) -> ChatExchange {
    let messages: JSONValue = .array([.object(["role": "user", "content": .string(prompt)])])
    let body: JSONValue =
      kind == .ollama
      ? .object([
        "model": .string(model), "messages": messages, "stream": false,
        "options": .object(["temperature": 0, "seed": 1, "num_predict": .integer(tokens)]),
      ])
      : .object([
        "model": .string(model), "messages": messages, "stream": false, "temperature": 0, "seed": 1,
        "max_tokens": .integer(tokens),
      ])
    let start = MonotonicClock.seconds()
    let answer = try document(kind == .ollama ? "/api/chat" : "/chat/completions", posting: JSONWriter.line(body))
    let seconds = MonotonicClock.seconds() - start
    if let problem = answer["error"] {
      throw .refused(status: 200, message: problem["message"]?.string ?? problem.string ?? "an error")
    }
    let message = answer["message"] ?? answer["choices"]?.array?.first?["message"]
    guard let text = message?["content"]?.string else { throw .unlikeOllama("the answer has no message") }
    return ChatExchange(
      text: text, seconds: seconds,
      generatedTokens: answer["eval_count"]?.integer ?? answer["usage"]?["completion_tokens"]?.integer)
  }
}
