import Machines
import TestSupport
import Testing
import Base

@testable import Speed

/// Compares the speeds that the program tells with the measured ones, by the same way as the command line.
@Suite struct MeasuredSpeedsTests {
  @Test(.enabled(if: SharedFacts.has("truth/speeds.csv"), Comment(rawValue: SharedFacts.absence)))
  func decodeKeepsItsTargets() throws {
    let rows = MeasuredSpeed.all.filter { !$0.isSingleReport }
    let all = Accuracy(rows) { ($0.speed.decodeTokensPerSecond, $0.decode) }
    let experts = Accuracy(rows.filter(\.hasExperts)) { ($0.speed.decodeTokensPerSecond, $0.decode) }
    print("decode, all: \(all.text)\ndecode, experts: \(experts.text)")
    for (name, part) in groups(rows) {
      print("decode, \(name): \(Accuracy(part) { ($0.speed.decodeTokensPerSecond, $0.decode) }.text)")
    }
    print(all.worst)
    try #require(all.errors.count >= 300)
    #expect(all.median <= 0.10)
    #expect(all.quantile(0.9) <= 0.27)
    #expect(experts.median <= 0.13)
    #expect(all.covered >= 0.78)
    #expect(
      try Self.page().contains(
        "decode \(all.errors.count) rows, median \(all.percent(all.median)), 90th percentile "
          + "\(all.percent(all.quantile(0.9))), experts \(all.percent(experts.median)), "
          + "\(all.percent(all.covered)) inside the band"))
  }

  @Test(.enabled(if: SharedFacts.has("truth/speeds.csv"), Comment(rawValue: SharedFacts.absence)))
  func prefillIsRightByAThird() throws {
    let rows = MeasuredSpeed.all.filter { !$0.isSingleReport && $0.depth < 1024 }
    let all = Accuracy(rows) { ($0.speed.prefillTokensPerSecond, $0.prefill) }
    print("prefill, all: \(all.text)")
    for (name, part) in groups(rows) {
      print("prefill, \(name): \(Accuracy(part) { ($0.speed.prefillTokensPerSecond, $0.prefill) }.text)")
    }
    print(all.worst)
    try #require(all.errors.count >= 80)
    #expect(all.median <= 0.15)
    #expect(all.covered >= 0.78)
    #expect(
      try Self.page().contains(
        "prefill of short prompts \(all.errors.count) rows, median \(all.percent(all.median)), "
          + "\(all.percent(all.covered)) inside the band"))
  }

  /// The page that tells these figures, in one line.
  private static func page() throws -> String {
    try Files.text(SharedFacts.project + "/docs/speed.md").split(whereSeparator: \.isWhitespace).joined(separator: " ")
  }

  private func groups(_ rows: [MeasuredSpeed]) -> [(name: String, rows: [MeasuredSpeed])] {
    Dictionary(grouping: rows) { "\($0.backend) \($0.generation)" }.sorted { $0.key < $1.key }
      .map { (name: $0.key, rows: $0.value) }
  }
}

/// How near estimates come to measured values.
private struct Accuracy {
  private(set) var errors: [(name: String, error: Double)] = []
  private var inside = 0

  init(_ rows: [MeasuredSpeed], _ pair: (MeasuredSpeed) -> (estimate: Estimate, truth: Double?)) {
    for row in rows {
      let (estimate, truth) = pair(row)
      guard let truth, truth > 0 else { continue }
      errors.append(
        (name: "\(row.gpu) \(row.backend) \(row.model) at \(row.depth)", error: estimate.estimate / truth - 1))
      if (estimate.low...estimate.high).contains(truth) { inside += 1 }
    }
  }

  func quantile(_ share: Double) -> Double {
    let sorted = errors.map { abs($0.error) }.sorted()
    return sorted.isEmpty ? .nan : sorted[min(sorted.count - 1, Int(share * Double(sorted.count)))]
  }

  var median: Double { quantile(0.5) }
  var covered: Double { Double(inside) / Double(max(1, errors.count)) }

  func percent(_ share: Double) -> String { "\((share * 1000).rounded() / 10) %" }

  var text: String {
    "\(errors.count) rows, median \(percent(median)), p90 \(percent(quantile(0.9))), inside \(percent(covered))"
  }

  var worst: String {
    errors.sorted { abs($0.error) > abs($1.error) }.prefix(12)
      .map { "  \($0.name): \(($0.error * 100).rounded()) %" }.joined(separator: "\n")
  }
}
