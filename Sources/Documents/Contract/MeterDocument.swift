import Base
import Economics

/// One line of what `plimsoll meter` prints.
package enum MeterLine: Sendable {
  case request(UsageRecord, cost: Money?)
  case summary(MeterSummary)
}

/// What a while of requests came to.
package struct MeterSummary: Sendable {
  package var reading: MeterReading
  /// What an hour of the machine costs.
  package struct Rate: Sendable {
    package enum Basis: String, Sendable, CaseIterable {
      /// As given, everything included.
      case given
      /// The power of this machine alone.
      case power
    }

    package var perHour: Money
    package var basis: Basis

    package init(perHour: Money, basis: Basis) { (self.perHour, self.basis) = (perHour, basis) }
  }

  /// Nil where nothing tells how long it took.
  package var cost: MeterCost?
  package var rate: Rate
  /// Nil where no power could be read.
  package var power: MeterPower?
  package var guardrails: [Guardrail.Finding]
  /// Where the figures were read.
  package var sources: [String]
  package var tags: [String: String]
  /// What could not be told, and why.
  package var gaps: [(subject: String, reason: String)]

  package init(
    reading: MeterReading, cost: MeterCost?, rate: Rate, power: MeterPower?, guardrails: [Guardrail.Finding],
    sources: [String], tags: [String: String], gaps: [(subject: String, reason: String)]
  ) {
    (self.reading, self.cost, self.rate, self.power) = (reading, cost, rate, power)
    (self.guardrails, self.sources, self.tags, self.gaps) = (guardrails, sources, tags, gaps)
  }
}

/// A line with the tags of the run, which every line carries.
package typealias TaggedMeterLine = (line: MeterLine, tags: [String: String])

extension Contract {
  package static let meter = Document<TaggedMeterLine>("meter", command: "each line of plimsoll meter") {
    Field("kind", .word, "A request, or the summary of all, which comes last.") { $0.line.kind }
    Field("provider", .text, "Always `local`, so that the lines sit beside those of providers.") { _ in "local" }
    Field("tags", .map(.text), "As given with `--tag`.") { $0.tags }
    requestFields
    summaryFields
  }

  private static var requestFields: [Field<TaggedMeterLine>] {
    [
      Field("model", ifAny: .nullable(.text), "The model; null where the record does not say.") {
        $0.line.record.map(\.model)
      },
      Field("time", ifAny: .nullable(.text), "When it began, in universal time; null where the record does not say.") {
        line in line.line.record.map { $0.time.map(Instants.text) }
      },
      Field("feature", ifAny: .text, "What it was for, where the record says.") { $0.line.record?.feature },
      Field("input_tokens", .count, "Tokens read.") { $0.line.inputTokens },
      Field("cached_tokens", ifAny: .count, "Those of them that were in a cache.") { $0.line.record?.cachedTokens },
      Field("output_tokens", .count, "Tokens written.") { $0.line.outputTokens },
      Field("latency_seconds", ifAny: .nullable(.rounded(.seconds)), "To the last token; null where not told.") {
        $0.line.record.map(\.latencySeconds)
      },
      Field("time_to_first_token_seconds", ifAny: .nullable(.rounded(.seconds)), "Null where not told.") {
        $0.line.record.map(\.firstTokenSeconds)
      },
      Field("output_tokens_per_second", ifAny: .nullable(.rounded(.tokensPerSecond)), "While it wrote; null likewise.")
      {
        $0.line.record.map(\.outputTokensPerSecond)
      },
      Field(
        "usd", ifAny: .nullable(.usd), "Its share of the machine's cost; null where nothing tells how long it took."
      ) { line in
        if case .request(_, let cost) = line.line { .some(cost) } else { nil }
      },
    ]
  }

  private static var summaryFields: [Field<TaggedMeterLine>] {
    func summary<Value>(_ value: @escaping @Sendable (MeterSummary) -> Value) -> @Sendable (TaggedMeterLine) -> Value? {
      { line in if case .summary(let summary) = line.line { value(summary) } else { nil } }
    }
    return [
      Field("requests", ifAny: .count, "Requests.", value: summary { $0.reading.requests }),
      Field("models", ifAny: .list(.text), "Their models.", value: summary { $0.reading.models }),
      Field(
        "window_seconds", ifAny: .nullable(.rounded(.seconds)), "How long it took.",
        value: summary { $0.reading.windowSeconds }),
      Field(
        "latency", ifAny: .nullable(Tables.timePercentiles.codec), "To the last token.",
        value: summary { $0.reading.latency }),
      Field(
        "time_to_first_token", ifAny: .nullable(Tables.timePercentiles.codec), "To the first.",
        value: summary { $0.reading.firstToken }),
      Field(
        "queue", ifAny: .nullable(Tables.timePercentiles.codec), "In the queue, or until the model was loaded.",
        value: summary { $0.reading.wait }),
      Field(
        "utilisation", ifAny: .nullable(.rounded()), "Share of the time in which something was worked on.",
        value: summary { $0.reading.utilisation }),
      Field("usd_per_hour", ifAny: .usd, "What an hour of the machine costs.", value: summary { $0.rate.perHour }),
      Field(
        "rate", ifAny: .word, "Whether that was given, or is this machine's power.", value: summary { $0.rate.basis }),
      Field("cost", ifAny: .nullable(Tables.meterCost.codec), "At the full rate.", value: summary { $0.cost }),
      Field(
        "power", ifAny: .nullable(Tables.meterPower.codec), "As measured; null where nothing tells it.",
        value: summary { $0.power }),
      Field(
        "guardrails", ifAny: .list(Tables.guardrail.codec), "Limits and how they stand.",
        value: summary { $0.guardrails }),
      Field("broken", ifAny: .count, "Lines that could not be read.", value: summary { $0.reading.broken.count }),
      Field(
        "broken_lines", ifAny: .list(Tables.brokenLine.codec), "The first of them.",
        value: summary { Array($0.reading.broken.prefix(20)) }),
      Field("sources", ifAny: .list(.text), "Where the figures were read.", value: summary { $0.sources }),
      Field(
        "gaps", ifAny: .list(Tables.meterGap.codec), "What could not be told, and why.", value: summary { $0.gaps }),
    ]
  }
}

extension Tables {
  static let timePercentiles = Table<MeterReading.Percentiles>("time_percentiles", "Percentiles of a time, in seconds.")
  {
    Field("p50", .rounded(.seconds), "Half of them are shorter.") { $0.p50 }
    Field("p95", .rounded(.seconds), "19 of 20 are shorter.") { $0.p95 }
    Field("p99", .rounded(.seconds), "99 of 100 are shorter.") { $0.p99 }
  }

  static let meterCost = Table<MeterCost>("meter_cost", "What it cost, machines that waited included.") {
    Field("usd", .usd, "Of the whole time.") { $0.total }
    Field("usd_per_request", optional: .usd, "Over the requests.") { $0.perRequest }
    Field("usd_per_million_tokens", optional: .usd, "Over the tokens.") { $0.perMillionTokens }
    Field("usd_per_day", .usd, "Of a day at that rate.") { $0.perDay }
  }

  static let guardrail = Table<Guardrail.Finding>("guardrail", "A limit and how it stands.") {
    Field("subject", .word, "What is limited.") { $0.subject }
    Field("value", optional: .rounded(), "What it is; null where nothing tells.") { $0.value }
    Field("limit", .number, "The limit that was passed, otherwise the lowest.") { $0.limit }
    Field("passed", optional: .word, "Which was passed; null: none.") { $0.passed }
  }

  static let meterGap = Table<(subject: String, reason: String)>("meter_gap", "What could not be told.") {
    Field("subject", .text, "What.") { $0.subject }
    Field("reason", .text, "Why.") { $0.reason }
  }
}

extension MeterLine {
  fileprivate enum Kind: String, CaseIterable, Sendable { case request, summary }

  fileprivate var kind: Kind {
    switch self {
    case .request: .request
    case .summary: .summary
    }
  }

  fileprivate var record: UsageRecord? { if case .request(let record, _) = self { record } else { nil } }

  fileprivate var inputTokens: Int {
    switch self {
    case .request(let record, _): record.inputTokens
    case .summary(let summary): summary.reading.inputTokens
    }
  }

  fileprivate var outputTokens: Int {
    switch self {
    case .request(let record, _): record.outputTokens
    case .summary(let summary): summary.reading.outputTokens
    }
  }
}

extension UsageRecord {
  /// Tokens written in a second: while it wrote, or from its first token on; nil where nothing tells.
  var outputTokensPerSecond: Double? {
    let seconds = decodeSeconds ?? latencySeconds.flatMap { whole in firstTokenSeconds.map { whole - $0 } }
    return seconds.flatMap { $0 > 0 ? Double(outputTokens) / $0 : nil }
  }
}
