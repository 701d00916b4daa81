import Glibc
import TestSupport
import Testing

@testable import Serving

extension Verify {
  /// What the program says of measured machines, by the same way as the command line: the figures of docs/serving.md.
  @Suite struct MeasuredThroughputTests {
    @Test func throughputKeepsItsTargets() throws {
      var (errors, inside, refused): ([Double], Int, Int) = ([], 0, 0)
      for measured in try MeasuredThroughput.all() {
        guard let written = try measured.row()?.load?.outputTokensPerSecond else {
          refused += 1
          continue
        }
        errors.append(abs(log(written.estimate / measured.outputTokensPerSecond)))
        if written.low <= measured.outputTokensPerSecond, measured.outputTokensPerSecond <= written.high { inside += 1 }
      }
      errors.sort()
      let (median, ninth) = (exp(errors[errors.count / 2]), exp(errors[errors.count * 9 / 10]))
      let covered = Double(inside) / Double(errors.count)
      print("\(errors.count) rows, × \(median), × \(ninth), \(covered) inside, \(refused) said not to fit")
      #expect(errors.count > 700)
      #expect(median <= 1.25)
      #expect(ninth <= 2)
      #expect(covered >= 0.75)
      #expect(refused <= 20)
      try expectDocumented(
        "\(errors.count) rows, median × \(rounded(median)), 90th percentile × \(rounded(ninth)), "
          + "\(percent(covered)) inside the band", in: "docs/serving.md")
    }

    private func rounded(_ factor: Double) -> String {
      let hundredths = Int((factor * 100).rounded())
      return "\(hundredths / 100).\(hundredths % 100 < 10 ? "0" : "")\(hundredths % 100)"
    }
  }
}
