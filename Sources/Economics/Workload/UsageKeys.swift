/// What logs call the parts of a record: OpenAI's and Anthropic's answers, exports of usage, gateways such as LiteLLM.
enum UsageKeys {
  enum Field: String, CaseIterable {
    case time, model, input, output, cached, requests, feature, latency
    case firstToken = "first token"
  }

  static func names(of field: Field) -> [String] {
    switch field {
    case .time:
      ["time", "timestamp", "created", "created_at", "start_time", "starttime", "date", "datetime", "usage_date"]
    case .model: ["model", "model_name", "model_id", "snapshot_id", "model_version"]
    case .input:
      ["input_tokens", "prompt_tokens", "n_context_tokens_total", "usage_input_tokens", "tokens_prompt", "tokens_in"]
    case .output:
      [
        "output_tokens", "completion_tokens", "n_generated_tokens_total", "usage_output_tokens", "tokens_completion",
        "tokens_out",
      ]
    case .cached: ["cached_tokens", "input_cached_tokens", "cached_input_tokens", "n_cached_context_tokens_total"]
    case .requests: ["num_model_requests", "n_requests", "requests", "num_requests"]
    case .feature: ["feature", "tag", "purpose", "operation", "project", "project_id"]
    case .latency: ["latency_seconds", "latency", "duration_seconds", "response_time_seconds"]
    case .firstToken: ["time_to_first_token_seconds", "ttft", "ttft_seconds", "time_to_first_token"]
    }
  }
}

/// The parts of a record as they were found, before they are known to make sense.
struct UsageValues {
  var time: Double?
  var model: String?
  var input: Double?
  var output: Double?
  var cached: Double?
  var requests: Double?
  var feature: String?
  var latencySeconds: Double?
  var firstTokenSeconds: Double?
  var decodeSeconds: Double?
  var waitSeconds: Double?

  /// The values of a source that finds numbers and texts by their field; the time is the caller's to understand.
  init(
    number: (UsageKeys.Field) throws(UsageShapeError) -> Double?, text: (UsageKeys.Field) -> String?
  ) throws(UsageShapeError) {
    input = try number(.input)
    output = try number(.output)
    cached = try number(.cached)
    requests = try number(.requests)
    model = text(.model)
    feature = text(.feature)
    latencySeconds = try number(.latency)
    firstTokenSeconds = try number(.firstToken)
  }

  /// The record; tokens and requests are whole numbers that go together.
  func record() throws(UsageShapeError) -> UsageRecord {
    guard let read = self.input, let written = self.output else {
      throw UsageShapeError(reason: "no counts of input and output tokens")
    }
    let (input, output) = (try Self.count(read, "input tokens"), try Self.count(written, "output tokens"))
    let cached = try Self.count(cached ?? 0, "cached tokens")
    let requests = try Self.count(self.requests ?? 1, "requests")
    guard cached <= input else { throw UsageShapeError(reason: "more cached tokens than input tokens") }
    guard requests > 0 else { throw UsageShapeError(reason: "no requests") }
    for (seconds, name) in [(latencySeconds, "latency"), (firstTokenSeconds, "time to the first token")] {
      if let seconds, !(0...1e9).contains(seconds) { throw UsageShapeError(reason: "\(name) is no time") }
    }
    var record = UsageRecord(
      time: time, model: model, inputTokens: input, cachedTokens: cached, outputTokens: output, requests: requests,
      feature: feature)
    (record.latencySeconds, record.firstTokenSeconds) = (latencySeconds, firstTokenSeconds)
    (record.decodeSeconds, record.waitSeconds) = (decodeSeconds, waitSeconds)
    return record
  }

  private static func count(_ number: Double, _ what: String) throws(UsageShapeError) -> Int {
    guard (0...1e15).contains(number), let whole = Int(exactly: number) else {
      throw UsageShapeError(reason: "\(number) is no count of \(what)")
    }
    return whole
  }
}
