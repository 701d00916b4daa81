import Machines
import TestSupport
import Testing
import Base

@testable import Speed

extension Verify {
  /// The speeds that the program tells beside the measured ones, by the same way as the command line: the figures of
  /// docs/speed.md.
  @Suite struct MeasuredSpeedsTests {
    @Test func decodeKeepsItsTargets() throws {
      let rows = MeasuredSpeed.all.filter { !$0.isSingleReport }
      let all = Accuracy(rows) { ($0.speed.decodeTokensPerSecond, $0.decode) }
      let experts = Accuracy(rows.filter(\.hasExperts)) { ($0.speed.decodeTokensPerSecond, $0.decode) }
      for (name, part) in groups(rows) {
        print("decode, \(name): \(Accuracy(part) { ($0.speed.decodeTokensPerSecond, $0.decode) }.text)")
      }
      #expect(all.median <= 0.10)
      #expect(all.quantile(0.9) <= 0.27, "\(all.worst)")
      #expect(experts.median <= 0.13)
      #expect(all.covered >= 0.78)
      try expectDocumented(
        "decode \(all.errors.count) rows, median \(percent(all.median)), 90th percentile \(percent(all.quantile(0.9))), "
          + "experts \(percent(experts.median)), \(percent(all.covered)) inside the band", in: "docs/speed.md")
    }

    @Test func prefillIsRightByAThird() throws {
      let rows = MeasuredSpeed.all.filter { !$0.isSingleReport && $0.depth < 1024 }
      let all = Accuracy(rows) { ($0.speed.prefillTokensPerSecond, $0.prefill) }
      for (name, part) in groups(rows) {
        print("prefill, \(name): \(Accuracy(part) { ($0.speed.prefillTokensPerSecond, $0.prefill) }.text)")
      }
      #expect(all.median <= 0.15, "\(all.worst)")
      #expect(all.covered >= 0.78)
      try expectDocumented(
        "prefill of short prompts \(all.errors.count) rows, median \(percent(all.median)), "
          + "\(percent(all.covered)) inside the band", in: "docs/speed.md")
    }

    private func groups(_ rows: [MeasuredSpeed]) -> [(name: String, rows: [MeasuredSpeed])] {
      Dictionary(grouping: rows) { "\($0.backend) \($0.generation)" }.sorted { $0.key < $1.key }
        .map { (name: $0.key, rows: $0.value) }
    }
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

  var text: String {
    "\(errors.count) rows, median \(percent(median)), p90 \(percent(quantile(0.9))), inside \(percent(covered))"
  }

  var worst: String {
    errors.sorted { abs($0.error) > abs($1.error) }.prefix(12)
      .map { "\($0.name): \(percent($0.error, signed: true))" }.joined(separator: "\n")
  }
}
