import Base
import Machines
import Memory
import Models
import Testing

@testable import Speed

@Suite struct SpeedCalibrationTests {
  private static let model = (try? CatalogLoader.load().catalog.models)?.first { $0.id == "qwen3-8b" }

  private func corrected(
    _ ratios: [Double], start: Double? = nil, depthShare: Double? = nil, isDisturbed: Bool = false,
    on gpus: [String] = ["RTX 3060 12GB"], at share: Double = 0, of name: (Int) -> String = { "m\($0)" }
  ) throws -> Estimate {
    let model = try #require(Self.model)
    let machine = try SimulatedMachine.machine(gpus: gpus, ramBytes: 32 << 30, cores: gpus.isEmpty ? 16 : nil)
    let fit = try #require(
      FitCalculator(machine: machine).fits(of: model, quantizations: ["Q4_K_M"], workload: Workload()).first)
    let backend = try #require(fit.placement.devices.first?.backend)
    let calibration = Calibration(
      entries: ratios.enumerated().map { index, ratio in
        Calibration.Entry(
          runtime: "ollama", backend: backend, isMixture: false, model: name(index), quantization: "Q4_K_M",
          decodeRatio: ratio, startDecodeRatio: start, depthShare: depthShare, prefillRatio: nil, memoryRatio: nil,
          isDisturbed: isDisturbed, day: "2026-11-26")
      })
    return try #require(SpeedCalibration(calibration, fit, model))
      .decode(Estimate(estimate: 10, low: 7, high: 14), depthShare: share)
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

  /// A benchmark that predicts a processor differs from run to run, so one run of the model says less than on a card.
  @Test func aProcessorsOwnRunLeavesAWiderBand() throws {
    let card = try corrected([0.8], of: { _ in "qwen3-8b" })
    let processor = try corrected([0.8], on: [], of: { _ in "qwen3-8b" })
    #expect(processor.high / processor.low > card.high / card.low)
    // The next run differs from this one's ratio by as much as this one may: four of five lie within 1.28 deviations of 0.1.
    #expect(processor.high / processor.low > 1.28)
  }

  /// A nearly empty cache tells of weights, a full one of attention too: each corrects what it was measured at.
  @Test(arguments: [0.5, 0.65, 0.8]) func eachDepthIsCorrectedByItsOwnRun(depthShare: Double) throws {
    func told(at share: Double) throws -> Double {
      try corrected([0.7], start: 1, depthShare: depthShare, at: share, of: { _ in "qwen3-8b" }).estimate
    }
    let (start, deep) = (try told(at: 0), try told(at: depthShare))
    #expect(abs(start - 10) < 0.3 && abs(deep - 7) < 0.4)
    let (between, deeper) = (try told(at: depthShare / 2), try told(at: min(1, depthShare * 1.2)))
    #expect(between < start && between > deep && deeper < deep)
  }

  /// A run from an empty cache says nothing of attention: the more of that, the wider the band stays.
  @Test func whatWasNotMeasuredStaysUncertain() throws {
    let widths = try [0, 0.3, 0.6, 0.9].map { share in
      let told = try corrected([0.9], depthShare: 0, at: share, of: { _ in "qwen3-8b" })
      return told.high / told.low
    }
    #expect(widths == widths.sorted() && widths[0] < 1.25 && widths[3] > 1.8, "\(widths)")
  }

  @Test func aDisturbedRunSaysLess() throws {
    #expect(try abs(corrected([0.5], isDisturbed: true).estimate - 10) < abs(corrected([0.5]).estimate - 10))
  }

  @Test func nothingRunsFasterThanMemoryAllows() throws {
    #expect(try corrected(Array(repeating: 100, count: 50)).estimate <= 15)
  }
}
