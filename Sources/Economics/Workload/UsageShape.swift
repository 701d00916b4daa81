import Base

/// Reads usage out of JSON: answers of OpenAI, Anthropic, Ollama and vLLM, their logs, and buckets of usage.
enum UsageShape {
  /// The records of a line, which may be one of an event stream (`data: {…}`).
  static func records(line: [UInt8]) throws(UsageShapeError) -> [UsageRecord] {
    var line = line[...]
    if line.starts(with: Array("data:".utf8)) {
      line = line.dropFirst("data:".utf8.count).drop { $0 == 0x20 }
      if line.starts(with: Array("[DONE]".utf8)) { return [] }
    }
    guard let value = try? JSONParser.parse(Array(line)) else { throw UsageShapeError(reason: "this is not JSON") }
    return try records(value)
  }

  /// Whether it is a piece of an answer that is still being written, whose end has the counts.
  private static func isPiece(_ value: JSONValue) -> Bool {
    if value["done"]?.bool == false { return true }
    return value["object"]?.string == "chat.completion.chunk" && value["usage"]?.members == nil
  }

  static func records(_ value: JSONValue) throws(UsageShapeError) -> [UsageRecord] {
    guard value.members != nil else { throw UsageShapeError(reason: "a record is an object") }
    if isPiece(value) { return [] }
    // A day of OpenAI's usage API has several results.
    if let results = value["results"]?.array {
      var records: [UsageRecord] = []
      for result in results { records.append(try record(result, outer: value)) }
      return records
    }
    return [try record(answer(in: value), outer: value)]
  }

  /// The object that holds the usage: the answer inside a log's line, or the line itself.
  private static func answer(in value: JSONValue) -> JSONValue {
    let body = value["response"].map { $0["body"] ?? $0 } ?? value
    return body.members == nil ? value : body
  }

  private static func record(_ answer: JSONValue, outer: JSONValue) throws(UsageShapeError) -> UsageRecord {
    let usage = answer["usage"].flatMap { $0.members == nil ? nil : $0 } ?? answer
    let places = [usage, answer, outer, outer["metadata"] ?? .null]
    func found(_ field: UsageKeys.Field) -> JSONValue? {
      for place in places {
        for name in UsageKeys.names(of: field) {
          if let value = place[name], value != .null { return value }
        }
      }
      return nil
    }
    func number(_ field: UsageKeys.Field) throws(UsageShapeError) -> Double? {
      guard let value = found(field) else { return nil }
      guard let number = value.number ?? value.string.flatMap(Double.init) else {
        throw UsageShapeError(reason: "\(field.rawValue) is no number")
      }
      return number
    }
    var values = try UsageValues(number: number) { found($0)?.string }
    takeDetails(usage, into: &values)
    takeOllama(answer, into: &values)
    takeLlamaServer(answer, into: &values)
    if let time = found(.time) {
      guard let seconds = time.number.flatMap(Timestamp.seconds) ?? time.string.flatMap(Timestamp.seconds) else {
        throw UsageShapeError(reason: "\(JSONWriter.line(time)) is no time")
      }
      // Ollama notes when an answer was done.
      let isEnd = answer["eval_count"] != nil && answer["total_duration"] != nil
      values.time = isEnd ? seconds - (values.latencySeconds ?? 0) : seconds
    }
    return try values.record()
  }

  /// Cached tokens: OpenAI counts them among the input, Anthropic beside it.
  private static func takeDetails(_ usage: JSONValue, into values: inout UsageValues) {
    for key in ["prompt_tokens_details", "input_tokens_details"] {
      if let cached = usage[key]?["cached_tokens"]?.number { values.cached = cached }
    }
    let beside = [usage["cache_read_input_tokens"]?.number, usage["cache_creation_input_tokens"]?.number]
    guard let input = values.input, beside.contains(where: { $0 != nil }) else { return }
    values.input = input + beside.reduce(0) { $0 + ($1 ?? 0) }
    values.cached = beside[0] ?? 0
  }

  /// llama-server says in milliseconds how long it read and wrote.
  private static func takeLlamaServer(_ answer: JSONValue, into values: inout UsageValues) {
    guard let timings = answer["timings"] else { return }
    func seconds(_ key: String) -> Double? { timings[key]?.number.map { $0 * 1e-3 } }
    guard let reading = seconds("prompt_ms"), let writing = seconds("predicted_ms") else { return }
    values.firstTokenSeconds = values.firstTokenSeconds ?? reading
    values.decodeSeconds = values.decodeSeconds ?? writing
    values.latencySeconds = values.latencySeconds ?? reading + writing
  }

  /// Ollama's own answer counts tokens and nanoseconds under names of its own.
  private static func takeOllama(_ answer: JSONValue, into values: inout UsageValues) {
    func seconds(_ key: String) -> Double? { answer[key]?.number.map { $0 * 1e-9 } }
    guard let output = answer["eval_count"]?.number else { return }
    values.output = values.output ?? output
    // A prompt that was wholly in the cache has no count.
    values.input = values.input ?? answer["prompt_eval_count"]?.number ?? 0
    let load = seconds("load_duration") ?? 0
    values.latencySeconds = values.latencySeconds ?? seconds("total_duration")
    values.firstTokenSeconds = values.firstTokenSeconds ?? seconds("prompt_eval_duration").map { $0 + load }
    (values.decodeSeconds, values.waitSeconds) = (seconds("eval_duration"), load)
  }
}
