import Models
import Testing

@testable import Memory

/// Rows of the cache that a processor reads one by one.
@Suite struct ScatteredRowsTests {
  private static func work(_ id: String, _ workload: Workload = Workload()) throws -> DeviceWork {
    let model = try #require(TestCatalog.byID[id])
    let calculator = FitCalculator(machine: TestMachine.machine(ram: 64 << 30))
    let fit = try #require(calculator.fits(of: model, quantizations: ["Q4_K_M"], workload: workload).first)
    return try #require(fit.placement.devices.first?.work)
  }

  /// 32 layers, eight heads of 128 numbers, a row of keys and one of values each.
  @Test func headsOf128AmongOthersAreScattered() throws {
    let work = try Self.work("llama-3.1-8b-instruct")
    #expect(work.scatteredRowsPerContextToken == 32 * 8 * 2)
    #expect(work.windowScatteredRowsPerContextToken == 0)
    #expect(work.scatteredRows(depth: 1000) == 512_000)
  }

  @Test func shortAndLoneAndQuantizedRowsComeTogether() throws {
    #expect(try Self.work("llama-3.2-1b-instruct").scatteredRowsPerContextToken == 0, "heads of 64")
    let gemma = try Self.work("gemma-3-1b-it")
    #expect(gemma.scatteredRowsPerContextToken + gemma.windowScatteredRowsPerContextToken == 0, "one head of 256")
    let quantized = Workload(keyCacheType: .q4_0, valueCacheType: .q4_0)
    #expect(try Self.work("llama-3.1-8b-instruct", quantized).scatteredRowsPerContextToken == 0, "72 bytes")
  }

  /// Layers with a window see no more than it.
  @Test func windowsLimitWhatIsScattered() {
    var work = DeviceWork()
    (work.scatteredRowsPerContextToken, work.windowScatteredRowsPerContextToken, work.windowTokens) = (3, 5, 100)
    #expect(work.scatteredRows(depth: 50) == 50 * 8)
    #expect(work.scatteredRows(depth: 1000) == 3000 + 500)
  }
}
