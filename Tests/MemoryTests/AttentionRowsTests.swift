import Models
import Testing

@testable import Memory

/// Rows of the cache that a token's heads see, and those that lie apart.
@Suite struct AttentionRowsTests {
  private static func work(_ id: String, _ workload: Workload = Workload()) throws -> DeviceWork {
    let model = try #require(TestCatalog.byID[id])
    let calculator = FitCalculator(machine: TestMachine.machine(ram: 64 << 30))
    let fit = try #require(calculator.fits(of: model, quantizations: ["Q4_K_M"], workload: workload).first)
    return try #require(fit.placement.devices.first?.work)
  }

  /// 32 layers, each with 32 heads of queries and eight of keys.
  @Test func headsShareRows() throws {
    let work = try Self.work("llama-3.1-8b-instruct")
    #expect(work.queryRowsPerContextToken == 32 * 32 && work.keyRowsPerContextToken == 32 * 8)
    #expect(work.windowQueryRowsPerContextToken == 0 && work.windowKeyRowsPerContextToken == 0)
    #expect(work.queryRows(depth: 1000) == 1_024_000 && work.keyRows(depth: 1000) == 256_000)
  }

  /// Four heads of queries and one of keys, in most layers within a window.
  @Test func rowsOfALoneHeadLieTogether() throws {
    let gemma = try Self.work("gemma-3-1b-it")
    #expect(gemma.keyRowsPerContextToken == 0 && gemma.windowKeyRowsPerContextToken == 0)
    #expect(gemma.queryRowsPerContextToken + gemma.windowQueryRowsPerContextToken == 26 * 4)
  }

  /// Layers with a window see no more than it.
  @Test func windowsLimitWhatIsSeen() {
    var work = DeviceWork()
    (work.keyRowsPerContextToken, work.windowKeyRowsPerContextToken, work.windowTokens) = (3, 5, 100)
    #expect(work.keyRows(depth: 50) == 50 * 8)
    #expect(work.keyRows(depth: 1000) == 3000 + 500)
  }
}
