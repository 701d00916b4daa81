import Machines
import Memory
import Models
import TestSupport
import Testing
import Base

@testable import Speed

/// What must hold on every machine, whatever the constants are.
@Suite struct InvariantTests {
  private static let models = ["llama-3.1-8b-instruct", "qwen3-30b-a3b", "gemma-3-4b-it", "qwen3.5-9b", "gpt-oss-20b"]
  private static let gpus = [
    "GTX 1080 Ti", "Tesla P40", "GTX 1660", "RTX 2080 Ti", "RTX 3060 12GB", "RTX 4090", "H100 SXM5", "RX 6700 XT",
    "RX 7900 XTX", "Instinct MI50", "Arc A770", "Arc Pro B70", "Apple M2 Max", "Apple M3 Ultra", "AMD Radeon 8060S",
  ]
  private let catalog: [String: Model]

  init() throws {
    catalog = Dictionary(try Catalog.builtIn().models.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
  }

  private func machine(_ gpu: String) throws -> Machine {
    try SimulatedMachine.machine(gpus: [gpu], ramBytes: 192 * ByteSize.gibibyte)
  }

  private func speedOf(_ model: Model, _ machine: Machine, _ quantization: String, _ workload: Workload) -> Speed? {
    FitCalculator(machine: machine).fits(of: model, quantizations: [quantization], workload: workload).first
      .flatMap { SpeedModel(machine: machine, measurements: nil).speed(of: $0, model: model) }
  }

  @Test(arguments: gpus) func speedFallsWithTheContext(_ gpu: String) throws {
    let machine = try machine(gpu)
    for id in Self.models {
      let model = try #require(catalog[id])
      var before = Double.infinity
      for context in [256, 1024, 2048, 4096, 8192, 10_000, 16_384, 32_768] {
        let speed = try #require(speedOf(model, machine, "Q4_K_M", Workload(context: context)))
        #expect(speed.decodeTokensPerSecond.estimate < before, "\(id) at \(context)")
        before = speed.decodeTokensPerSecond.estimate
      }
    }
  }

  /// Before Volta arithmetic decides, and mixes with plain blocks of four bits come out a little before others.
  @Test(arguments: gpus) func speedFallsWithTheBits(_ gpu: String) throws {
    let machine = try machine(gpu)
    let tolerance = ["GTX 1080 Ti", "Tesla P40"].contains(gpu) ? 1.1 : 1.025
    for id in Self.models {
      let model = try #require(catalog[id])
      let names = Quantization.all.filter { $0.family == .gguf && !$0.isTernary && $0.name != "NVFP4" }.map(\.name)
      let fits = FitCalculator(machine: machine).fits(
        of: model, quantizations: names, workload: Workload(context: 2048))
      let speedModel = SpeedModel(machine: machine, measurements: nil)
      // Files that were trained for their quantization keep some tensors whole.
      let usual = fits.filter { $0.placement.mode == .gpu && !$0.published.isQuantizationAware }
      let rows = usual.compactMap { fit in
        speedModel.speed(of: fit, model: model).map { (fit.quantization, read(fit), $0.decodeTokensPerSecond.estimate) }
      }
      for (name, bytes, speed) in rows {
        for (other, more, slower) in rows where more > bytes * 1.03 {
          #expect(slower <= speed * tolerance, "\(id) \(name) \(speed) against \(other) \(slower)")
        }
      }
    }
  }

  /// Weight bytes that a token reads: for mixtures these, not all weights, are what the speed follows.
  private func read(_ fit: Fit) -> Double {
    fit.placement.devices.reduce(0) { $0 + Double($1.work.bytesPerToken) }
  }

  @Test func speedFallsWithTheActiveParameters() throws {
    for gpu in Self.gpus {
      let machine = try machine(gpu)
      var before = Double.infinity
      for id in ["qwen3-0.6b", "qwen3-1.7b", "qwen3-4b", "qwen3-8b", "qwen3-14b", "qwen3-32b"] {
        let model = try #require(catalog[id])
        let speed = try #require(speedOf(model, machine, "Q4_K_M", Workload(context: 2048)))
        #expect(speed.decodeTokensPerSecond.estimate < before, "\(id) on \(gpu)")
        before = speed.decodeTokensPerSecond.estimate
      }
    }
  }

  @Test(arguments: 0..<40) func betterHardwareIsNeverSlower(_ seed: Int) throws {
    var random = SeededRandom(seed: UInt64(seed) &* 7919 &+ 1)
    let model = try #require(catalog[Self.models[Int.random(in: 0..<Self.models.count, using: &random)]])
    let backends = Backend.allCases.filter { $0 != .cpu }
    let backend = backends[Int.random(in: 0..<backends.count, using: &random)]
    let generations = SpeedConstants.builtIn.generations(of: backend)
    let generation = generations[Int.random(in: 0..<generations.count, using: &random)]
    let machine = try machine("RTX 4090")
    let fits = FitCalculator(machine: machine).fits(
      of: model, quantizations: ["Q4_K_M"], workload: Workload(context: 4096))
    let share = try #require(fits.first?.placement.devices.first)
    let bandwidth = Double(50 + Int.random(in: 0..<3000, using: &random)) * 1e9
    let operations = Double(1 + Int.random(in: 0..<100, using: &random)) * 1e12
    let workload = Workload(promptTokens: 1 + Int.random(in: 0..<4000, using: &random))
    let base = try #require(rates(backend, generation, bandwidth, operations))
    for better in [
      rates(backend, generation, bandwidth * 1.3, operations), rates(backend, generation, bandwidth, operations * 1.3),
      rates(backend, generation, bandwidth * 1.1, operations * 1.1),
    ] {
      let better = try #require(better)
      for depth in [0, 1000, 30_000] {
        #expect(better.decode.seconds(share, depth: depth) <= base.decode.seconds(share, depth: depth))
      }
      #expect(better.prefill.seconds(share, workload: workload) <= base.prefill.seconds(share, workload: workload))
    }
  }

  private func rates(
    _ backend: Backend, _ generation: String, _ bandwidth: Double, _ operations: Double
  ) -> DeviceRates? {
    SpeedConstants.builtIn.gpu(backend, generation: generation).map {
      AcceleratorRates.rates(
        bandwidth: bandwidth, operations: operations, isProfessional: false, constants: $0)
    }
  }

  @Test func theSameInputsGiveTheSameSpeed() throws {
    let model = try #require(catalog["qwen3-8b"])
    let speeds = try (0..<3).map { _ in speedOf(model, try machine("RTX 3060 12GB"), "Q4_K_M", Workload()) }
    #expect(speeds[0] != nil && speeds[0] == speeds[1] && speeds[1] == speeds[2])
  }

  @Test func estimatesLieInTheirBandsAndPromptsTakeTime() throws {
    let model = try #require(catalog["qwen3-8b"])
    for gpu in Self.gpus {
      let machine = try machine(gpu)
      var before = 0.0
      for prompt in [64, 512, 2048, 7000] {
        let speed = try #require(speedOf(model, machine, "Q4_K_M", Workload(promptTokens: prompt)))
        for estimate in [
          speed.decodeTokensPerSecond, speed.prefillTokensPerSecond, speed.timeToFirstTokenSeconds,
        ] {
          #expect(0 < estimate.low && estimate.low < estimate.estimate && estimate.estimate < estimate.high)
        }
        #expect(speed.timeToFirstTokenSeconds.estimate > before, "\(gpu) \(prompt)")
        before = speed.timeToFirstTokenSeconds.estimate
      }
    }
  }
}
