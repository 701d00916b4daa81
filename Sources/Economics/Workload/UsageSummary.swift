/// What a log comes to.
package struct UsageSummary: Sendable, Equatable {
  /// Requests of one model or one feature.
  package struct Group: Sendable, Equatable {
    package var name: String
    package var requests = 0
    package var inputTokens = 0
    package var cachedTokens = 0
    package var outputTokens = 0

    mutating func add(_ record: UsageRecord) {
      requests += record.requests
      inputTokens += record.inputTokens
      cachedTokens += record.cachedTokens
      outputTokens += record.outputTokens
    }
  }

  package var whole: Group
  /// Most tokens first; a record without a name stands under an empty one.
  package var models: [Group]
  package var features: [Group]
  package var broken: [UsageLog.BrokenLine]
  /// Days that the log covers: from its first to its last request and one mean distance more; nil where it has no times.
  package var days: Double?
  /// The busiest hour over the mean; nil without times or of less than a day.
  package var peakFactor: Double?

  package init(_ log: UsageLog) {
    (whole, broken) = (Group(name: ""), log.broken)
    var (models, features) = ([String: Group](), [String: Group]())
    for record in log.records {
      whole.add(record)
      models[record.model ?? "", default: Group(name: record.model ?? "")].add(record)
      if let feature = record.feature { features[feature, default: Group(name: feature)].add(record) }
    }
    func sorted(_ groups: [String: Group]) -> [Group] {
      groups.values.sorted { first, second in
        let (a, b) = (first.inputTokens + first.outputTokens, second.inputTokens + second.outputTokens)
        return a == b ? first.name < second.name : a > b
      }
    }
    (self.models, self.features) = (sorted(models), sorted(features))
    let times = log.records.compactMap(\.time)
    guard times.count == log.records.count, times.count > 1, let first = times.min(), let last = times.max(),
      last > first
    else { return }
    let different = Double(Set(times).count)
    let days = (last - first) / 86_400 * different / (different - 1)
    self.days = days
    // Sums of days tell nothing of hours.
    guard days >= 1, !times.allSatisfy({ $0.truncatingRemainder(dividingBy: 86_400) == 0 }) else { return }
    var hours: [Int: Int] = [:]
    for record in log.records { hours[Int((record.time ?? 0) / 3600), default: 0] += record.requests }
    peakFactor = max(1, Double(hours.values.max() ?? 0) / (Double(whole.requests) / (days * 24)))
  }

  /// The month that the log stands for.
  package func load(days: Double, months: Months) -> RequestLoad {
    let requests = Double(whole.requests)
    return RequestLoad(
      requestsPerMonth: requests / days * months.days, inputTokens: Double(whole.inputTokens) / requests,
      outputTokens: Double(whole.outputTokens) / requests,
      cachedShare: whole.inputTokens > 0 ? Double(whole.cachedTokens) / Double(whole.inputTokens) : 0)
  }
}
