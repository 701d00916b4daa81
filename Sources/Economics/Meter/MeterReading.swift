/// What requests to a model of one's own came to over a while.
package struct MeterReading: Sendable, Equatable {
  /// Percentiles of a time; nil where nothing tells them.
  package struct Percentiles: Sendable, Equatable {
    package var p50: Double
    package var p95: Double
    package var p99: Double

    package init(p50: Double, p95: Double, p99: Double) { (self.p50, self.p95, self.p99) = (p50, p95, p99) }

    /// The percentiles of samples by the nearest rank; nil without any.
    package init?(samples: [Double]) {
      let sorted = samples.sorted()
      guard !sorted.isEmpty else { return nil }
      func rank(_ share: Double) -> Double {
        sorted[min(sorted.count - 1, max(0, Int((share * Double(sorted.count)).rounded(.up)) - 1))]
      }
      self.init(p50: rank(0.5), p95: rank(0.95), p99: rank(0.99))
    }
  }

  package var requests: Int
  package var inputTokens: Int
  package var outputTokens: Int
  /// How long the while was; nil where nothing tells.
  package var windowSeconds: Double?
  package var latency: Percentiles?
  package var firstToken: Percentiles?
  /// In a queue, or until the model was loaded.
  package var wait: Percentiles?
  /// Share of the while in which at least one request was worked on; nil where nothing tells.
  package var utilisation: Double?
  package var models: [String]
  /// Lines that could not be read.
  package var broken: [UsageLog.BrokenLine]

  package init(
    requests: Int, inputTokens: Int, outputTokens: Int, windowSeconds: Double?, latency: Percentiles? = nil,
    firstToken: Percentiles? = nil, wait: Percentiles? = nil, utilisation: Double? = nil, models: [String] = [],
    broken: [UsageLog.BrokenLine] = []
  ) {
    (self.requests, self.inputTokens, self.outputTokens) = (requests, inputTokens, outputTokens)
    (self.windowSeconds, self.utilisation) = (windowSeconds, utilisation)
    (self.latency, self.firstToken, self.wait) = (latency, firstToken, wait)
    (self.models, self.broken) = (models, broken)
  }

  /// The reading of a log.
  ///
  /// `windowSeconds` is how long it took; nil takes the time from the first request's beginning to the last one's end.
  package init(_ log: UsageLog, windowSeconds: Double? = nil) {
    let records = log.records
    let spans = records.compactMap { record -> (start: Double, end: Double)? in
      guard let time = record.time, let latency = record.latencySeconds else { return nil }
      return (time, time + latency)
    }
    let isWhole = spans.count == records.count && !spans.isEmpty
    let seen = isWhole ? (spans.map(\.end).max() ?? 0) - (spans.map(\.start).min() ?? 0) : nil
    let window = windowSeconds ?? seen
    self.init(
      requests: records.map(\.requests).reduce(0, +), inputTokens: records.map(\.inputTokens).reduce(0, +),
      outputTokens: records.map(\.outputTokens).reduce(0, +), windowSeconds: window,
      latency: Percentiles(samples: records.compactMap(\.latencySeconds)),
      firstToken: Percentiles(samples: records.compactMap(\.firstTokenSeconds)),
      wait: Percentiles(samples: records.compactMap(\.waitSeconds)),
      utilisation: isWhole ? window.flatMap { $0 > 0 ? min(1, Self.covered(spans) / $0) : nil } : nil,
      models: Set(records.compactMap(\.model)).sorted(), broken: log.broken)
  }

  /// Seconds that at least one of the spans covers.
  static func covered(_ spans: [(start: Double, end: Double)]) -> Double {
    var (total, reach) = (0.0, -Double.infinity)
    for span in spans.sorted(by: { $0.start < $1.start }) {
      total += max(0, span.end - max(span.start, reach))
      reach = max(reach, span.end)
    }
    return total
  }
}

/// What a reading costs at the rate of a machine that is paid for whether it works or waits.
package struct MeterCost: Sendable, Equatable {
  package var total: Money
  package var perRequest: Money?
  package var perMillionTokens: Money?
  package var perDay: Money

  /// The cost at what an hour of the machine costs, everything included; nil where the reading does not tell how long it took.
  package init?(_ reading: MeterReading, perHour: Money) {
    guard let seconds = reading.windowSeconds, seconds > 0 else { return nil }
    total = perHour * (seconds / 3600)
    perDay = perHour * 24.0
    let tokens = Double(reading.inputTokens + reading.outputTokens)
    perRequest = reading.requests > 0 ? total / Double(reading.requests) : nil
    perMillionTokens = tokens > 0 ? total / (tokens / 1e6) : nil
  }

  /// The share of a request: by the time that was worked on it where every record has that, otherwise by its tokens.
  package static func shares(_ records: [UsageRecord]) -> [Double] {
    func work(_ record: UsageRecord) -> Double? { record.latencySeconds.map { max(0, $0 - (record.waitSeconds ?? 0)) } }
    let times = records.compactMap(work)
    let sum = times.reduce(0, +)
    if times.count == records.count, sum > 0 { return times.map { $0 / sum } }
    let tokens = records.map { Double($0.inputTokens + $0.outputTokens) }
    let all = tokens.reduce(0, +)
    return tokens.map { all > 0 ? $0 / all : 1 / Double(records.count) }
  }
}
