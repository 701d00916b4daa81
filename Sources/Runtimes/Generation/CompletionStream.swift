import Base

/// The events of a streamed `POST /v1/completions`, with the time at which each came.
///
/// llama-server adds `timings` of its own; of other servers the clock and the counts of `usage` tell.
package struct CompletionStream {
  private var firstTokenSeconds: Double?
  private var lastTokenSeconds: Double?
  private var pieces = 0
  private var promptTokens: Int?
  private var generatedTokens: Int?
  private var timings: JSONValue?
  package private(set) var error: String?

  package init() {}

  package static func body(_ request: GenerationRequest) -> String {
    JSONWriter.line(
      .object([
        "model": .string(request.model), "prompt": .string(request.prompt), "max_tokens": .integer(request.tokens),
        "temperature": 0, "seed": 1, "stream": true, "stream_options": .object(["include_usage": true]),
        "ignore_eos": true,
        "cache_prompt": false,
      ]))
  }

  /// Takes a line that came `seconds` after the request.
  package mutating func take(_ line: [UInt8], at seconds: Double) {
    var text = String(decoding: line, as: UTF8.self)[...]
    while text.last == "\r" { text.removeLast() }
    if text.hasPrefix("data:") { text = text.dropFirst(5) }
    guard let value = try? JSONParser.parse(String(text)) else { return }
    if let problem = value["error"] { error = error ?? problem["message"]?.string ?? problem.string ?? "an error" }
    let written = value["choices"]?.array?.first.flatMap { $0["text"] ?? $0["delta"]?["content"] }?.string
    if let written, !written.isEmpty {
      pieces += 1
      firstTokenSeconds = firstTokenSeconds ?? seconds
      lastTokenSeconds = seconds
    }
    promptTokens = value["usage"]?["prompt_tokens"]?.integer ?? promptTokens
    generatedTokens = value["usage"]?["completion_tokens"]?.integer ?? generatedTokens
    if let own = value["timings"] { timings = own }
  }

  /// The turn, when the answer has ended; nil when nothing was written.
  package var turn: GenerationTurn? {
    guard let first = firstTokenSeconds, let last = lastTokenSeconds else { return nil }
    let prompt = timings?["prompt_n"]?.integer ?? promptTokens ?? 0
    let written = timings?["predicted_n"]?.integer ?? generatedTokens ?? pieces
    let decode = last > first && written > 1 ? Double(written - 1) / (last - first) : nil
    return GenerationTurn(
      promptTokens: prompt, generatedTokens: written, timeToFirstTokenSeconds: first,
      prefillTokensPerSecond: timings?["prompt_per_second"]?.number
        ?? (prompt > 0 && first > 0 ? Double(prompt) / first : nil),
      decodeTokensPerSecond: timings?["predicted_per_second"]?.number ?? decode)
  }
}
