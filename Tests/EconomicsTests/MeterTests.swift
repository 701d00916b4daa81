import Testing

@testable import Economics

@Suite struct MeterTests {
  private static func record(_ time: Double, _ latency: Double, tokens: Int) -> UsageRecord {
    var record = UsageRecord(time: time, model: "m", inputTokens: tokens, outputTokens: tokens)
    record.latencySeconds = latency
    return record
  }

  @Test func percentilesAreByNearestRank() throws {
    let samples = (1...100).map(Double.init)
    #expect(MeterReading.Percentiles(samples: samples) == .init(p50: 50, p95: 95, p99: 99))
    #expect(MeterReading.Percentiles(samples: [3]) == .init(p50: 3, p95: 3, p99: 3))
    #expect(MeterReading.Percentiles(samples: []) == nil)
  }

  @Test func overlappingRequestsKeepItBusyOnce() {
    #expect(MeterReading.covered([(0, 2), (1, 3), (5, 6)]) == 4)
    let log = UsageLog(records: [
      Self.record(100, 2, tokens: 1), Self.record(101, 2, tokens: 1), Self.record(105, 5, tokens: 1),
    ])
    let reading = MeterReading(log)
    #expect(reading.windowSeconds == 10 && reading.utilisation == 0.8)
    #expect(MeterReading(log, windowSeconds: 80).utilisation == 0.1)
    #expect(MeterReading(UsageLog(records: [UsageRecord(inputTokens: 1, outputTokens: 1)])).utilisation == nil)
  }

  @Test func theCostOfAllIsSharedByWork() throws {
    let records = [Self.record(0, 30, tokens: 10), Self.record(30, 10, tokens: 10)]
    let reading = MeterReading(UsageLog(records: records), windowSeconds: 3600)
    let cost = try #require(MeterCost(reading, perHour: Money(usd: 2)))
    #expect(cost.total == Money(usd: 2) && cost.perDay == Money(usd: 48) && cost.perRequest == Money(usd: 1))
    #expect(MeterCost.shares(records) == [0.75, 0.25])
    let untimed = [UsageRecord(inputTokens: 1, outputTokens: 0), UsageRecord(inputTokens: 2, outputTokens: 1)]
    #expect(MeterCost.shares(untimed) == [0.25, 0.75])
    #expect(MeterCost.shares([]).isEmpty)
    #expect(MeterCost(MeterReading(UsageLog(records: untimed)), perHour: Money(usd: 2)) == nil)
  }

  @Test func limitsArePassedFromTheLowestOn() {
    let guardrail = Guardrail(subject: .costPerDay, limits: [.soft: 1, .medium: 2, .hard: 3])
    #expect([0.5, 1, 1.5, 2.5, 9].map { guardrail.finding($0).passed } == [nil, nil, .soft, .medium, .hard])
    #expect([0.5, 1.5, 9].map { guardrail.finding($0).limit } == [1, 1, 3])
    #expect(guardrail.finding(nil).passed == nil && guardrail.finding(nil).value == nil)
  }
}
