import FitCalculator
import ModelCatalog
import SpeedModel
import Testing

@testable import Ranker

@Suite struct PlanTests {
  @Test(arguments: ["qwen3-8b", "gemma-3-27b-it"])
  func everyOptionRunsTheModelAsWanted(_ id: String) throws {
    let model = try #require(Panel.models.first { $0.id == id })
    let plan = HardwarePlanner.plan(model, workload: Workload(), wishes: PlanWishes(minimumTokensPerSecond: 15))
    try #require(!plan.options.isEmpty)
    for option in plan.options {
      #expect(option.fit.verdict == .fits)
      #expect(option.speed.decodeTokensPerSecond.estimate >= 15)
    }
    let prices = plan.options.filter { $0.gpu != nil }.compactMap(\.priceUSD)
    #expect(prices == prices.sorted())
  }

  @Test func whatNothingRunsHasAReason() throws {
    let model = try #require(Panel.models.first { $0.id == "qwen3-8b" })
    let plan = HardwarePlanner.plan(model, workload: Workload(), wishes: PlanWishes(minimumTokensPerSecond: 1e6))
    #expect(plan.options.isEmpty)
    #expect(plan.reason != nil)
  }

  @Test func twoModelsStandSideBySide() throws {
    let models = try ["qwen3-8b", "qwen3-4b"].map { id in try #require(Panel.models.first { $0.id == id }) }
    let machine = try PanelMachine(name: "", gpus: ["RTX 3090"], why: "").machine()
    let ranker = Ranker(
      fitCalculator: FitCalculator(machine: machine), speedModel: SpeedModel(machine: machine, measurements: nil))
    let comparison = ranker.comparison(models[0], models[1], workload: Workload(), wishes: Wishes())
    #expect(comparison.first.pick?.model.id == "qwen3-8b")
    #expect(comparison.second.pick?.model.id == "qwen3-4b")
    #expect(comparison.remarks.contains { $0.contains("less memory") && $0.contains("4B") })
  }
}
