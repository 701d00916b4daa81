/// What happened between two answers of a `/metrics` page of vLLM, SGLang or llama-server.
package struct MetricsInterval: Sendable, Equatable {
  package var first: MetricsText
  package var last: MetricsText

  package init(first: MetricsText, last: MetricsText) { (self.first, self.last) = (first, last) }

  /// Names under which runtimes count the same thing, vLLM's first.
  private enum Names {
    static let input = ["prompt_tokens_total"]
    static let output = ["generation_tokens_total", "tokens_predicted_total"]
    static let requests = ["request_success_total", "num_requests_total", "e2e_request_latency_seconds_count"]
    static let busySeconds = ["tokens_predicted_seconds_total", "prompt_seconds_total"]
    static let latency = ["e2e_request_latency_seconds"]
    static let firstToken = ["time_to_first_token_seconds"]
    static let queue = ["request_queue_time_seconds", "queue_time_seconds"]
  }

  /// Whether the page counts tokens at all.
  package var isUnderstood: Bool { Names.output.contains { last.values[$0] != nil } }

  package var inputTokens: Double { grown(Names.input) ?? 0 }
  package var outputTokens: Double { grown(Names.output) ?? 0 }
  /// Requests that ended; nil where the runtime does not count them.
  package var requests: Double? { grown(Names.requests) }
  /// Seconds that the runtime says it computed; nil where it does not.
  package var busySeconds: Double? {
    let parts = Names.busySeconds.compactMap { grown([$0]) }
    return parts.isEmpty ? nil : parts.reduce(0, +)
  }
  package var models: [String] { last.models.sorted() }

  package func latency(_ share: Double) -> Double? { quantile(share, Names.latency) }
  package func firstToken(_ share: Double) -> Double? { quantile(share, Names.firstToken) }
  package func queue(_ share: Double) -> Double? { quantile(share, Names.queue) }

  /// How much a counter grew; one that is smaller than before began anew.
  private func grown(_ names: [String]) -> Double? {
    guard let name = names.first(where: { last.values[$0] != nil }), let end = last.values[name] else { return nil }
    let start = first.values[name] ?? 0
    return end >= start ? end - start : end
  }

  /// A quantile of what a histogram counted meanwhile, straight between the bounds of its bucket, as Prometheus does.
  private func quantile(_ share: Double, _ names: [String]) -> Double? {
    guard let name = names.first(where: { last.buckets[$0] != nil }), let end = last.buckets[name] else { return nil }
    let start = first.buckets[name] ?? [:]
    let hasBegunAnew = end.contains { $0.value < start[$0.key] ?? 0 }
    let counts = end.map { (bound: $0.key, count: $0.value - (hasBegunAnew ? 0 : start[$0.key] ?? 0)) }
      .sorted { $0.bound < $1.bound }
    guard let all = counts.last?.count, all > 0 else { return nil }
    var (lower, below) = (0.0, 0.0)
    for (bound, count) in counts {
      if count >= share * all {
        guard bound.isFinite else { return lower }
        return count > below ? lower + (bound - lower) * (share * all - below) / (count - below) : bound
      }
      (lower, below) = (bound, count)
    }
    return nil
  }
}
