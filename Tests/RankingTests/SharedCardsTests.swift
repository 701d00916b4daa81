import Machines
import Memory
import Models
import Testing

@testable import Ranking

/// Several cards alike: what they share, what they leave idle, and what is served on data-centre cards.
@Suite struct SharedCardsTests {
  private static func ranker(_ gpus: [String], gibibytes: Int = 128) throws -> Ranker {
    InvariantTests.ranker(
      try SimulatedMachine.machine(
        gpus: gpus, ramBytes: gibibytes << 30, cores: 16, memoryBandwidthBytesPerSecond: 100e9))
  }

  private static func candidate(_ id: String, _ quantization: String, _ ranker: Ranker) throws -> Candidate {
    let model = try #require(Panel.models.first { $0.id == id })
    let fit = try #require(
      ranker.fitCalculator.fits(of: model, quantizations: [quantization], workload: Workload()).first)
    return try #require(ranker.candidate(model, fit, useCase: .general))
  }

  @Test func equalCardsComputeEveryLayerOfADenseModelTogether() throws {
    let one = try Self.candidate("qwen3.6-27b", "Q4_K_M", Self.ranker(["RTX 4090"]))
    let two = try Self.candidate("qwen3.6-27b", "Q4_K_M", Self.ranker(["2xRTX 4090"]))
    #expect(two.fit.placement.sharesLayers && !one.fit.placement.sharesLayers)
    let cards = two.fit.placement.devices.filter { $0.backend != .cpu }
    #expect(cards.count == 2 && Set(cards.map(\.bytes)).count == 1)
    #expect(cards.allSatisfy { $0.bytes <= $0.budgetBytes && $0.layers == one.fit.placement.devices[0].layers })
    // Measured: 1.36 to 1.42 times as fast (docs/speed.md); never twice.
    let ratio = two.speed.decodeTokensPerSecond.estimate / one.speed.decodeTokensPerSecond.estimate
    #expect((1.25...1.6).contains(ratio))
    #expect(two.fit.memory.weightsBytes >= one.fit.memory.weightsBytes)
    #expect(two.fit.memory.totalBytes > one.fit.memory.totalBytes)
    #expect(two.utility.points > one.utility.points)
  }

  @Test func expertsAndUnlikeCardsAreNotSharedAndIdleCardsAreNamed() throws {
    let mixture = try Self.candidate("qwen3.6-35b-a3b", "Q4_K_M", Self.ranker(["2xRTX 4090"]))
    #expect(!mixture.fit.placement.sharesLayers)
    #expect(mixture.fit.notes.contains { if case .idleCards(let ids) = $0 { ids.count == 1 } else { false } })
    let unlike = try Self.candidate("qwen3.6-27b", "Q4_K_M", Self.ranker(["RTX 4090", "RTX 3090"]))
    #expect(!unlike.fit.placement.sharesLayers)
    let single = try Self.candidate("qwen3.6-35b-a3b", "Q4_K_M", Self.ranker(["RTX 4090"]))
    #expect(!single.fit.notes.contains { if case .idleCards = $0 { true } else { false } })
  }

  @Test func dataCentreCardsAreJudgedByWhatServesThere() throws {
    func picks(_ gpu: String) throws -> [Pick] {
      InvariantTests.answer(
        try SimulatedMachine.machine(
          gpus: [gpu], ramBytes: 256 << 30, cores: 32, memoryBandwidthBytesPerSecond: 200e9), .general
      ).picks
    }
    let served = try picks("H100").compactMap(\.served)
    #expect(!served.isEmpty)
    #expect(served.allSatisfy { $0.checkpoint.repository != nil && $0.speed.decodeTokensPerSecond.estimate > 0 })
    for pick in try picks("H100") where pick.served?.isJudged == true {
      let bits = pick.served?.checkpoint.weights?.bits ?? 0
      #expect(pick.fit.bitsPerWeight >= min(bits, 8) * 0.9, "\(pick.model.id) \(pick.fit.quantization)")
    }
    // Gaming cards, however large, and those before Ampere are not.
    #expect(try picks("RTX 5090").allSatisfy { $0.served == nil })
    #expect(try picks("V100 32GB").allSatisfy { $0.served == nil })
  }
}
