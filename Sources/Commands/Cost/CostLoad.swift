import Base
import Economics
import Models
import Ranking

/// Finds the workload that the options or a log tell.
struct CostLoad {
  let options: LoadOptions
  let months: Months
  let defaults: CostDefaults

  struct Found {
    var load: RequestLoad
    var log: UsageSummary?
    var assumptions: [CostAssumption] = []
  }

  func found() throws -> Found {
    var found = try options.log.map(measured) ?? stated()
    if let cached = options.cached { found.load.cachedShare = cached.share }
    if let batch = options.batch { found.load.batchShare = batch.share }
    found.load.monthlyGrowth = options.growth?.share ?? 0
    found.load.outcomeRate = options.outcomeRate?.share
    guard found.load.inputTokens + found.load.outputTokens > 0 else {
      throw Failure(.usage, "a request of no tokens costs nothing", hint: "give --input and --output")
    }
    takePeak(into: &found)
    return found
  }

  private func takePeak(into found: inout Found) {
    let usual = defaults.figure(.peakFactor)
    if let peak = options.peak {
      found.load.peakFactor = peak.value
      found.assumptions.append(.peak(factor: peak.value, source: nil))
    } else if let peak = found.log?.peakFactor {
      found.load.peakFactor = peak
      found.assumptions.append(.peak(factor: peak, source: .init("the log's busiest hour", asOf: nil)))
    } else {
      found.load.peakFactor = usual.value
      found.assumptions.append(.peak(factor: usual.value, source: .init(usual.source, asOf: usual.asOf)))
    }
  }

  /// The workload of the options alone.
  private func stated() throws -> Found {
    guard let requests = options.requestsPerMonth?.value ?? options.requestsPerDay.map({ $0.value * months.days })
    else {
      throw Failure(
        .usage, "how many requests?", hint: "give --requests-per-day, --requests-per-month or a log with --log")
    }
    let usual = UsualTask.of(.general)
    let load = RequestLoad(
      requestsPerMonth: requests, inputTokens: options.input?.count ?? Double(usual.promptTokens),
      outputTokens: options.output?.count ?? usual.answerTokens)
    let isUsual = options.input == nil || options.output == nil
    return Found(
      load: load,
      assumptions: isUsual ? [.usualTokens(input: load.inputTokens, output: load.outputTokens)] : [])
  }

  /// The workload of a log.
  private func measured(_ file: String) throws -> Found {
    let summary = try Self.summary(of: file)
    guard let days = options.logDays?.value ?? summary.days else {
      throw Failure(
        .usage, "\(file) has no times that tell how long it took", hint: "say how many days it covers: --log-days N")
    }
    var load = summary.load(days: days, months: months)
    if let input = options.input { load.inputTokens = input.count }
    if let output = options.output { load.outputTokens = output.count }
    return Found(load: load, log: summary, assumptions: [.logScaled(days: days)])
  }

  /// What a log comes to; one without a single record is bad data.
  static func summary(of file: String) throws -> UsageSummary {
    let log = UsageLog(try InputFile.bytes(file, what: "the log", limit: InputFile.limit))
    guard !log.records.isEmpty else {
      let place = log.broken.first.map { ":\($0.line): \($0.reason)" } ?? ": it is empty"
      throw Failure(
        .badData, "\(file)\(place): expected records of usage",
        hint: "JSON lines or CSV with input and output tokens of each request")
    }
    return UsageSummary(log)
  }
}
