import Base
import Machines
import Memory
import TestSupport
import Testing

@testable import Speed

/// The formula stands in the script that fits the constants and in Swift: both must give the same speeds.
@Suite struct ScriptSpeedsTests {
  @Test func theScriptGivesTheSameSpeeds() throws {
    let rows = try ScriptSpeed.all()
    #expect(rows.count == 50)
    for row in rows {
      let (rates, share) = (try #require(row.rates, "\(row.name)"), row.share)
      let decode = 1 / rates.decode.seconds(share, depth: row.depth)
      let prefill = Double(row.workload.promptTokens) / rates.prefill.seconds(share, workload: row.workload)
      #expect(abs(decode / row.decode - 1) < 1e-9, "decode on \(row.name): \(decode), by the script \(row.decode)")
      #expect(abs(prefill / row.prefill - 1) < 1e-9, "prefill on \(row.name): \(prefill), by the script \(row.prefill)")
    }
    for backend in Backend.allCases {
      let compared = Set(rows.filter { $0.share.backend == backend }.compactMap(\.generation))
      #expect(compared == Set(SpeedConstants.builtIn.generations(of: backend)), "\(backend)")
    }
  }
}
