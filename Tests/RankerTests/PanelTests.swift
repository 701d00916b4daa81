import FitCalculator
import HardwareModel
import ModelCatalog
import TestSupport
import Testing

@testable import Ranker

@Suite struct PanelTests {
  @Test(arguments: PanelMachine.all)
  func goldenPicksHold(_ entry: PanelMachine) throws {
    let answer = try entry.answer()
    try #require(!answer.picks.isEmpty)
    try expectSnapshot("\(entry.why)\n\n" + Panel.text(answer), named: "\(entry.name).txt")
    for pick in answer.picks { check(pick, entry) }
    #expect(answer.picks.map(\.rank) == Array(1...answer.picks.count))
    let scores = answer.picks.map(\.score)
    #expect(scores == scores.sorted(by: >))
  }

  private func check(_ pick: Pick, _ entry: PanelMachine) {
    let needs = RankingRules.needs(entry.useCase)
    #expect(Steps.speed(pick.speed.decodeTokensPerSecond.estimate) >= needs.tokensPerSecond)
    #expect(Steps.speed(pick.speed.timeToFirstTokenSeconds.estimate) <= needs.firstTokenSeconds)
    #expect(pick.thinking != .on || pick.answerSeconds <= needs.answerSeconds)
    #expect(pick.fit.verdict == .fits)
    #expect(pick.fit.memory.totalBytes >= pick.fit.memory.weightsBytes)
    let hasTag = pick.model.ollamaTags.contains { $0.quantization?.uppercased() == pick.fit.quantization }
    #expect(hasTag || !pick.model.ggufRepositories.isEmpty)
    #expect(Quantization.named(pick.fit.quantization)?.family == .gguf)
    let isFew = ExpectedQuality.isFewBits(pick.fit.quantization, pick.fit.bitsPerWeight)
    #expect(!isFew || pick.warnings.contains { $0.contains("3 bits") })
    #expect(pick.reasons.count >= 2 && pick.reasons.allSatisfy { !$0.isEmpty })
    for share in pick.fit.placement.devices { #expect(share.bytes <= share.budgetBytes) }
  }

  @Test(arguments: [[8, 16, 64, 128]])
  func moreMemoryNeverLowersTheTopPick(_ sizes: [Int]) throws {
    var before = -Double.infinity
    for size in sizes {
      let entry = PanelMachine(name: "", gibibytes: size, cores: 16, gigabytesPerSecond: 100, why: "")
      let quality = try entry.answer(limit: 1).picks.first?.quality.score ?? -.infinity
      #expect(quality >= before, "at \(size) GiB")
      before = quality
    }
  }

  @Test(arguments: [["GTX 1660", "RTX 3060 12GB", "RTX 4080", "RTX 5090", "A100 80GB"]])
  func aBetterCardNeverLowersTheTopPick(_ cards: [String]) throws {
    var before = -Double.infinity
    for card in cards {
      let entry = PanelMachine(name: "", gpus: [card], gibibytes: 32, why: "")
      let quality = try entry.answer(limit: 1).picks.first?.quality.score ?? -.infinity
      #expect(quality >= before, "with \(card)")
      before = quality
    }
  }

  @Test(arguments: [[20.0, 51, 100, 200]])
  func moreBandwidthNeverLowersTheTopPick(_ rates: [Double]) throws {
    var before = -Double.infinity
    for rate in rates {
      let entry = PanelMachine(name: "", gibibytes: 64, cores: 16, gigabytesPerSecond: rate, why: "")
      let quality = try entry.answer(limit: 1).picks.first?.quality.score ?? -.infinity
      #expect(quality >= before, "at \(rate) GB/s")
      before = quality
    }
  }

  @Test func sameInputsGiveTheSameAnswer() throws {
    let entry = PanelMachine(name: "", gpus: ["RTX 3090"], why: "")
    #expect(try entry.answer() == entry.answer())
  }

  @Test func nothingPassesNamesTheNearest() throws {
    let entry = PanelMachine(name: "", gibibytes: 1, cores: 1, gigabytesPerSecond: 1, why: "")
    let answer = try entry.answer()
    #expect(answer.picks.isEmpty)
    #expect(!answer.nearest.isEmpty)
    #expect(answer.nearest.allSatisfy { $0.remedy != nil })
  }
}
