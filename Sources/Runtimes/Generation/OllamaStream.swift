import Base

/// The lines of `POST /api/generate`, with the time at which each came.
///
/// https://docs.ollama.com/api/generate: durations are in nanoseconds.
package struct OllamaStream {
  private var firstTokenSeconds: Double?
  /// The turn, when its last line has come.
  package private(set) var turn: GenerationTurn?
  package private(set) var error: String?

  package init() {}

  package static func body(_ request: GenerationRequest) -> String {
    JSONWriter.line(
      .object([
        "model": .string(request.model), "prompt": .string(request.prompt), "raw": true, "stream": true,
        "options": .object([
          "num_ctx": .integer(request.context), "num_predict": .integer(request.tokens), "temperature": 0, "seed": 1,
        ]),
      ]))
  }

  /// Takes a line that came `seconds` after the request.
  package mutating func take(_ line: [UInt8], at seconds: Double) {
    guard let value = try? JSONParser.parse(line) else { return }
    if let message = value["error"]?.string { error = error ?? message }
    let text = [value["response"], value["thinking"]].compactMap { $0?.string }
    if firstTokenSeconds == nil, text.contains(where: { !$0.isEmpty }) { firstTokenSeconds = seconds }
    guard value["done"]?.bool == true else { return }
    func duration(_ key: String) -> Double? { value[key]?.number.map { $0 / 1e9 } }
    func rate(_ count: String, _ time: String) -> Double? {
      guard let tokens = value[count]?.number, let seconds = duration(time), tokens > 0, seconds > 0 else { return nil }
      return tokens / seconds
    }
    let load = duration("load_duration")
    turn = GenerationTurn(
      promptTokens: value["prompt_eval_count"]?.integer ?? 0, generatedTokens: value["eval_count"]?.integer ?? 0,
      loadSeconds: load, timeToFirstTokenSeconds: firstTokenSeconds.map { max(0, $0 - (load ?? 0)) },
      prefillTokensPerSecond: rate("prompt_eval_count", "prompt_eval_duration"),
      decodeTokensPerSecond: rate("eval_count", "eval_duration"))
  }
}
