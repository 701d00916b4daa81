import Base
import Machines
import Memory
import Models
import Testing

@testable import Speed

@Suite struct SpeedCalibrationTests {
  private static let model = (try? CatalogLoader.load().catalog.models)?.first { $0.id == "qwen3-8b" }

  private func corrected(
    _ ratios: [Double], isDisturbed: Bool = false, of name: (Int) -> String = { "m\($0)" }
  ) throws -> Estimate {
    let model = try #require(Self.model)
    let machine = try SimulatedMachine.machine(gpus: ["RTX 3060 12GB"], ramBytes: 32 << 30, cores: nil)
    let fit = try #require(
      FitCalculator(machine: machine).fits(of: model, quantizations: ["Q4_K_M"], workload: Workload()).first)
    let backend = try #require(fit.placement.devices.first?.backend)
    let calibration = Calibration(
      entries: ratios.enumerated().map { index, ratio in
        Calibration.Entry(
          runtime: "ollama", backend: backend, isMixture: false, model: name(index), quantization: "Q4_K_M",
          decodeRatio: ratio, prefillRatio: nil, memoryRatio: nil, isDisturbed: isDisturbed, day: "2026-11-26")
      })
    return try #require(SpeedCalibration(calibration, fit, model))
      .decode(Estimate(estimate: 10, low: 7, high: 14))
  }

  @Test(arguments: [0.5, 0.8, 1.2])
  func aRunDrawsTheEstimateAndNarrowsTheBand(ratio: Double) throws {
    let one = try corrected([ratio])
    let many = try corrected(Array(repeating: ratio, count: 20))
    #expect(abs(one.estimate - 10 * ratio) < abs(10 - 10 * ratio))
    #expect(abs(many.estimate - 10 * ratio) < abs(one.estimate - 10 * ratio))
    #expect(one.high / one.low < 2 && many.high / many.low < one.high / one.low)
    #expect(one.low < one.estimate && one.estimate < one.high)
  }

  /// However many others ran, this model may still differ from them; its own run tells.
  @Test func otherModelsNarrowLessThanAModelsOwnRun() throws {
    let others = try corrected(Array(repeating: 0.8, count: 64))
    let own = try corrected([0.8], of: { _ in "qwen3-8b" })
    #expect(others.high / others.low > 1.4)
    #expect(own.high / own.low < 1.25 && abs(own.estimate - 8) < 0.2)
  }

  @Test func aDisturbedRunSaysLess() throws {
    #expect(try abs(corrected([0.5], isDisturbed: true).estimate - 10) < abs(corrected([0.5]).estimate - 10))
  }

  @Test func nothingRunsFasterThanMemoryAllows() throws {
    #expect(try corrected(Array(repeating: 100, count: 50)).estimate <= 15)
  }
}
