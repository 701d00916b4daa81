import Memory
import Models
import Speed
import Testing

@testable import Ranking

@Suite struct PlanTests {
  @Test(arguments: ["qwen3-8b", "mistral-small-3.2-24b"])
  func everyOptionRunsTheModelAsWantedAndAddsSomething(_ id: String) throws {
    let model = try #require(Panel.models.first { $0.id == id })
    let wishes = PlanWishes(minimumTokensPerSecond: 15, maximumTimeToFirstTokenSeconds: 5, limit: 20)
    let plan = HardwarePlanner.plan(model, workload: Workload(), wishes: wishes)
    try #require(plan.options.count > 2)
    for option in plan.options {
      #expect(option.fit.verdict == .fits)
      #expect(option.speed.decodeTokensPerSecond.estimate >= 15)
      #expect(option.speed.timeToFirstTokenSeconds.estimate <= 5)
    }
    let priced = plan.options.filter { $0.priceUSD != nil }
    let prices = priced.compactMap(\.priceUSD)
    #expect(prices == prices.sorted())
    for (index, option) in priced.enumerated() {
      let rate = option.speed.decodeTokensPerSecond.estimate
      let isBeaten = priced.prefix(index).contains {
        $0.isUnified == option.isUnified && $0.gpuCount <= option.gpuCount
          && $0.speed.decodeTokensPerSecond.estimate * 1.2 > rate
      }
      #expect(!isBeaten, "\(option.gpu ?? "") says nothing new")
    }
    let firstWithCard = plan.options.firstIndex { $0.gpu != nil } ?? 0
    #expect(plan.options.dropFirst(firstWithCard).allSatisfy { $0.gpu != nil })
  }

  @Test func aMixtureMayKeepItsExpertsInMainMemory() throws {
    let model = try #require(Panel.models.first { $0.id == "gpt-oss-120b" })
    let wishes = PlanWishes(quantization: "MXFP4_MOE", limit: 20)
    let plan = HardwarePlanner.plan(model, workload: Workload(), wishes: wishes)
    #expect(plan.options.contains { $0.fit.placement.mode == .expertOffload && $0.gpuCount == 1 })
    #expect(plan.options.contains { $0.gpu == nil })
  }

  /// A large model is what chips with shared memory are bought for; a small one has its card.
  @Test(arguments: [("gpt-oss-120b", "MXFP4_MOE", true), ("qwen3-8b", "Q4_K_M", false)])
  func aFewOptionsNameEachKindThatMatters(_ id: String, _ quantization: String, _ hasUnified: Bool) throws {
    let model = try #require(Panel.models.first { $0.id == id })
    let plan = HardwarePlanner.plan(
      model, workload: Workload(), wishes: PlanWishes(quantization: quantization, limit: 5))
    #expect(plan.options.count == 5)
    #expect(plan.options.contains { $0.gpu == nil })
    #expect(plan.options.contains { $0.gpu != nil && !$0.isUnified })
    #expect(plan.options.contains(where: \.isUnified) == hasUnified)
  }

  @Test func whatNothingRunsHasAReason() throws {
    let model = try #require(Panel.models.first { $0.id == "qwen3-8b" })
    let plan = HardwarePlanner.plan(model, workload: Workload(), wishes: PlanWishes(minimumTokensPerSecond: 1e6))
    #expect(plan.options.isEmpty)
    #expect(plan.obstacle == .nothingRunsIt)
  }

  @Test func twoModelsStandSideBySide() throws {
    let models = try ["qwen3-8b", "qwen3-4b"].map { id in try #require(Panel.models.first { $0.id == id }) }
    let machine = try PanelMachine(name: "", gpus: ["RTX 3090"], why: "").machine()
    let ranker = Ranker(
      fitCalculator: FitCalculator(machine: machine), speedModel: SpeedModel(machine: machine, measurements: nil))
    let comparison = ranker.comparison(models[0], models[1], workload: Workload(), wishes: Wishes())
    #expect(comparison.first.pick?.model.id == "qwen3-8b")
    #expect(comparison.second.pick?.model.id == "qwen3-4b")
  }

  @Test func aPriceSaysWhichItIs() throws {
    let table = CardPriceTable.builtIn
    #expect(table.price(ofGPU: "nvidia-tesla-p40", launchUSD: 5_000, launchYear: 2016)?.kind == .used)
    let street = table.price(ofGPU: "nvidia-rtx-pro-6000-blackwell-server", launchUSD: 8_565, launchYear: 2025)
    #expect(street?.kind == .street && street?.usd == 14_500 && street?.asOf == "2026-06")
    let launch = table.price(ofGPU: "no-such-card", launchUSD: 99, launchYear: 2020)
    #expect(launch == CardPrice(usd: 99, kind: .launch, asOf: "2020"))
    #expect(table.price(ofGPU: "no-such-card", launchUSD: nil, launchYear: 2020) == nil)
    // A used card that is old is worth a look.
    let model = try #require(try Catalog.builtIn().models.first { $0.id == "qwen3-32b" })
    let plan = HardwarePlanner.plan(
      model, workload: Workload(context: 4096), wishes: PlanWishes(minimumTokensPerSecond: 5))
    #expect(plan.options.contains { $0.gpu == "NVIDIA Tesla P40" && $0.price?.kind == .used })
  }
}
