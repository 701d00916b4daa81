import Models
import TestSupport
import Testing

@testable import Memory

/// Dimensions that nobody meant: every figure of an architecture replaced at random.
@Suite struct HostileTests {
  @Test(arguments: [1, 2, 3, 4, 5, 6, 7, 8] as [UInt64])
  func mutatedArchitecturesNeverTrap(seed: UInt64) {
    var generator = SeededRandom(seed: seed)
    let originals = TestCatalog.models.compactMap(\.architecture)
    let values = [0, 1, 2, 3, 7, 31, 255, 4097, 1 << 20, 1 << 31, 1 << 32]
    let calculator = FitCalculator(machine: InvariantTests.machines[Int(seed) % InvariantTests.machines.count])
    for round in 0..<60 {
      guard var architecture = originals.randomElement(using: &generator),
        var model = TestCatalog.models.randomElement(using: &generator)
      else { return }
      func value() -> Int { values.randomElement(using: &generator) ?? 0 }
      for _ in 0..<Int.random(in: 1...6, using: &generator) {
        switch Int.random(in: 0..<22, using: &generator) {
        case 0: architecture.layerCount = Int.random(in: 1...96, using: &generator)
        case 1: architecture.embeddingWidth = value()
        case 2: architecture.headCount = .all(value())
        case 3: architecture.kvHeadCount = .each([value(), value()])
        case 4: architecture.keyHeadWidth = value()
        case 5: architecture.valueHeadWidth = value()
        case 6: architecture.feedForwardWidth = .each([value()])
        case 7: architecture.vocabularySize = value()
        case 8: architecture.experts?.count = value()
        case 9: architecture.experts?.usedCount = value()
        case 10: architecture.experts?.firstDenseLayers = value()
        case 11: architecture.experts?.interleaveStep = value()
        case 12: architecture.latentAttention?.kvRank = value()
        case 13: architecture.recurrent?.stateWidth = value()
        case 14: architecture.recurrent?.layers = [value(), value()]
        case 15: architecture.attentionLayers = [value()]
        case 16: architecture.layerPattern = "M*-E"
        case 17: architecture.slidingWindow?.globalLayers = [value()]
        case 18: architecture.gemma4?.sharedKVLayers = value()
        case 19: architecture.deepSeekV4?.outputGroups = value()
        case 20: architecture.recurrent?.convolutionWidth = value()
        default: architecture.name = originals.randomElement(using: &generator)?.name ?? "llama"
        }
      }
      model.architecture = architecture
      let workload = Workload(
        context: value(), parallel: value(), microBatch: round % 2 == 0 ? 512 : value(),
        flashAttention: round % 3 != 0)
      for fit in calculator.fits(of: model, quantizations: ["Q4_K_M", "AWQ"], workload: workload) {
        #expect(fit.memory.totalBytes >= 0)
      }
    }
  }
}
