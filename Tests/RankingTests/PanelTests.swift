import Memory
import Machines
import Models
import TestSupport
import Testing

@testable import Ranking

extension Verify {
  /// The machines whose picks an expert has judged.
  @Suite struct PanelTests {
    @Test(arguments: PanelMachine.all)
    func goldenPicksHold(_ entry: PanelMachine) throws {
      let answer = try entry.answer()
      try #require(!answer.picks.isEmpty)
      try expectSnapshot("\(entry.why)\n\n" + Panel.text(answer), named: "\(entry.name).txt")
      let machine = try entry.machine()
      for pick in answer.picks { PickCheck.check(pick, entry.useCase, machine) }
      #expect(answer.picks.map(\.rank) == Array(1...answer.picks.count))
      let worth = answer.picks.map(\.utility.points)
      #expect(worth == worth.sorted(by: >))
    }
  }
}

@Suite struct AnswerTests {
  @Test func sameInputsGiveTheSameAnswer() throws {
    let entry = PanelMachine(name: "", gpus: ["RTX 3090"], why: "")
    #expect(try entry.answer() == entry.answer())
  }

  @Test func nothingPassesNamesTheNearest() throws {
    let machine = try PanelMachine(name: "", gibibytes: 1, cores: 1, gigabytesPerSecond: 1, why: "").machine()
    let answer = InvariantTests.ranker(machine).recommendation(
      from: Panel.models, workload: Panel.workload(.general), wishes: Wishes(minimumTokensPerSecond: 500))
    #expect(answer.picks.isEmpty)
    #expect(!answer.nearest.isEmpty)
    #expect(answer.nearest.allSatisfy { !$0.remedy.isEmpty })
  }
}
