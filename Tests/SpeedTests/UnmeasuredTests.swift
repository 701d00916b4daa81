import Base
import Machines
import Memory
import Models
import TestSupport
import Testing

@testable import Speed

/// Bands are wider for what was never measured, and the speed says for what.
@Suite struct UnmeasuredTests {
  private let catalog: [String: Model]

  init() throws {
    catalog = Dictionary(try Catalog.builtIn().models.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
  }

  private func speed(_ id: String, gpus: [String], gibibytes: Int, _ quantization: String = "Q4_K_M") throws -> Speed {
    let model = try #require(catalog[id])
    let machine = try SimulatedMachine.machine(gpus: gpus, ramBytes: gibibytes * ByteSize.gibibyte)
    let fits = FitCalculator(machine: machine).fits(
      of: model, quantizations: [quantization], workload: Workload(context: 4096))
    let fit = try #require(fits.first)
    return try #require(SpeedModel(machine: machine, measurements: nil).speed(of: fit, model: model))
  }

  /// How far a band reaches below its estimate, as a factor.
  private func slower(_ speed: Speed) -> Double {
    speed.decodeTokensPerSecond.estimate / speed.decodeTokensPerSecond.low
  }

  @Test func nothingIsSaidOfWhatWasMeasured() throws {
    #expect(try speed("qwen3-8b", gpus: ["RTX 4090"], gibibytes: 64).unmeasured.isEmpty)
  }

  @Test func cardsAndArchitecturesWidenTheSlowSideMost() throws {
    let one = try speed("qwen3-30b-a3b", gpus: ["RTX 3090"], gibibytes: 64)
    let two = try speed("llama-3.3-70b-instruct", gpus: ["RTX 3090", "RTX 3090"], gibibytes: 64)
    let many = try speed("deepseek-v4-flash", gpus: Array(repeating: "RTX 3090", count: 8), gibibytes: 64)
    #expect(one.unmeasured.isEmpty && two.unmeasured == [.cards(2)])
    #expect(many.unmeasured.contains { if case .architecture = $0 { true } else { false } })
    #expect(many.unmeasured.contains { if case .cards(let count) = $0 { count > 4 } else { false } })
    // Measured at 16.7 tokens per second, a fourth of the estimate.
    #expect(many.decodeTokensPerSecond.low < 16.7 && slower(many) > 3 * slower(one))
    #expect(many.decodeTokensPerSecond.high / many.decodeTokensPerSecond.estimate < slower(one) * 1.2)
  }

  @Test func offloadIsSaid() throws {
    #expect(try speed("qwen3-30b-a3b", gpus: ["RTX 3060 12GB"], gibibytes: 64).unmeasured.contains(.offload))
  }

  @Test func unknownMemoryIsAssumedByTheProcessorsName() throws {
    let constants = try #require(SpeedConstants.builtIn.processor)
    func assumed(_ model: String?, packages: Int = 1, cores: Int = 64) -> AssumedMemory {
      AssumedMemory(cpuModel: model, packages: packages, cores: cores, constants.modelled)
    }
    #expect(assumed("AMD EPYC 9654 96-Core Processor").bandwidthBytesPerSecond == 460.8e9)
    #expect(assumed("AMD EPYC 9654 96-Core Processor", packages: 2).bandwidthBytesPerSecond == 1.5 * 460.8e9)
    #expect(assumed("Ampere-1a").platform?.channels == 8)
    #expect(assumed(nil).platform == nil && assumed(nil, cores: 16).bandwidthBytesPerSecond == 35e9)
    #expect(assumed(nil, cores: 192).bandwidthBytesPerSecond == 480e9)
    // A name that may have one of two memories is taken to have the slower one.
    #expect(assumed("12th Gen Intel(R) Core(TM) i7-12700K").bandwidthBytesPerSecond == 51.2e9)
    let rates = ProcessorRates.modelled(cores: 64, instructionSets: ["avx2"], assumed: assumed(nil), constants)
    #expect(rates?.unmeasured == [.memory(assumed(nil))])
  }
}
