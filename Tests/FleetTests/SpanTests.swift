import Base
import Machines
import Memory
import Models
import Ranking
import Serving
import TestSupport
import Testing

@testable import Fleet

/// Models over several hosts.
@Suite struct SpanTests {
  private static let models: [String: Model] = Dictionary(
    ((try? Catalog.builtIn().models) ?? []).map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })

  private static func inventory(_ hosts: [String]) throws -> Inventory {
    var builder = InventoryBuilder()
    for (number, gpus) in hosts.enumerated() {
      builder.add("host\(number)", try SimulatedMachine.machine(gpus: [gpus], ramBytes: 64 << 30))
    }
    return builder.inventory()
  }

  private static func planner(
    _ inventory: Inventory, link: NodeLink = .usual, hosts: Int? = nil, context: Int = 8192
  ) -> SpanPlanner {
    var workload = Workload(context: context)
    workload.reservation = .llamaServer
    let plans = PlanCache()
    let picks = ClassPicks.all(
      of: inventory, models: Array(models.values).sorted { $0.id < $1.id },
      questions: [.init(wishes: Wishes(limit: 1), workload: Workload())], plans: plans)
    return SpanPlanner(
      inventory: inventory, question: .init(link: link, hosts: hosts, workload: workload), picks: picks, plans: plans)
  }

  private static func model(_ id: String) throws -> Model { try #require(models[id]) }

  @Test(arguments: [
    ["2xRTX 4090", "2xRTX 4090"], ["RTX 4090", "RTX 3090", "RTX 3060 12GB"], ["none", "none", "none"],
  ])
  func everyLayerLiesOnOneHostAndNoneTakesMoreThanItHas(gpus: [String]) throws {
    let model = try Self.model("qwen3-32b")
    let span = try #require(
      Self.planner(try Self.inventory(gpus), hosts: gpus.count).spans(of: model, recipe: "Q4_K_M")
        .first { $0.method == .rpc })
    #expect(span.verdict != .tooLarge && span.parts.count <= gpus.count)
    #expect(span.parts.reduce(0) { $0 + $1.layers } == model.architecture?.layerCount)
    #expect(span.parts.filter(\.isHead).count == 1 && span.parts.first?.isHead == true)
    #expect(Set(span.parts.map(\.host)).count == span.parts.count)
    guard case .llama(let plan) = span.plan else { return }
    #expect(plan.spread.layers.reduce(0, +) == (model.architecture?.layerCount ?? 0) + 1)
    for share in plan.spread.shares { #expect(share.share.bytes <= share.share.budgetBytes) }
    // What all take is what one would, and the copies that a pipeline keeps.
    let weights = span.parts.reduce(0) { $0 + $1.memory.weightsBytes }
    let alone = FitCalculator(machine: try SimulatedMachine.machine(gpus: [], ramBytes: 1 << 40))
      .fits(of: model, quantizations: ["Q4_K_M"], workload: Workload()).first?.memory
    #expect(weights == alone?.weightsBytes)
    #expect(span.parts.reduce(0) { $0 + $1.memory.kvCacheBytes } == alone?.kvCacheBytes)
  }

  @Test func aSlowerLinkIsNeverBetter() throws {
    let inventory = try Self.inventory(["8xH100", "8xH100"])
    let model = try Self.model("deepseek-v3-0324")
    var last: [Span.Method: Double] = [:]
    for link in [
      NodeLink(bytesPerSecond: 50e9, latency: 5e-6), NodeLink(bytesPerSecond: 3e9, latency: 50e-6),
      NodeLink(bytesPerSecond: 0.125e9, latency: 1e-3),
    ] {
      let spans = Self.planner(inventory, link: link, hosts: 2).spans(of: model, recipe: nil)
      #expect(Set(spans.map(\.method)) == [.rpc, .pipeline, .tensor, .experts])
      for span in spans {
        let speed = try #require(span.tokensPerSecond).estimate
        #expect(speed < last[span.method] ?? .infinity, "\(span.method)")
        #expect((0...1).contains(try #require(span.networkShare)) && span.use.seconds > 0 && span.use.waits > 0)
        last[span.method] = speed
      }
      // What sums in every layer waits most often, and a hop least.
      let waits = Dictionary(spans.map { ($0.method, $0.use.waits) }, uniquingKeysWith: { first, _ in first })
      #expect(waits[.pipeline, default: 0] < waits[.experts, default: 0])
      #expect(waits[.experts, default: 0] < waits[.tensor, default: 0])
    }
    // Over a slow link every layer's sums cost more than a hop.
    #expect(last[.tensor, default: 1] < last[.pipeline, default: 0])
  }

  @Test func oneHostIsEnoughForWhatItHolds() throws {
    let inventory = try Self.inventory(["RTX 4090", "RTX 4090"])
    let spans = Self.planner(inventory).spans(of: try Self.model("qwen3-8b"), recipe: nil)
    let best = try #require(spans.first)
    #expect(best.judgement?.reason == .oneHostHoldsIt && best.judgement?.isWorthIt == false)
    #expect(best.judgement?.alternative?.model.id == "qwen3-8b")
  }

  @Test func whatNoneHoldsIsToldAsTooLarge() throws {
    let inventory = try Self.inventory(["RTX 3060 12GB", "RTX 3060 12GB"])
    let spans = Self.planner(inventory).spans(of: try Self.model("deepseek-v3-0324"), recipe: nil)
    #expect(!spans.isEmpty && spans.allSatisfy { $0.verdict == .tooLarge && $0.judgement?.reason == .doesNotFit })
  }

  @Test func whatOneHoldsIsNoCandidate() throws {
    let inventory = try Self.inventory(["RTX 4090", "RTX 4090", "RTX 4090"])
    let planner = Self.planner(inventory)
    let all = Array(Self.models.values).sorted { $0.id < $1.id }
    let spans = planner.spans(ofBest: all, limit: 2)
    #expect(Set(spans.map(\.model.id)).count == 2 && spans.allSatisfy { $0.verdict != .tooLarge })
    for model in spans.map(\.model) {
      let calculator = FitCalculator(machine: try #require(inventory.classes.first).machine)
      let fit = calculator.fits(of: model, quantizations: [model.recipe(label: nil) ?? ""], workload: Workload()).first
      #expect(fit.map { ![.gpu, .multiGPU].contains($0.placement.mode) } ?? false, "\(model.id)")
    }
    // A list in another order has the same answer.
    #expect(planner.spans(ofBest: all.reversed(), limit: 2).map(\.model.id) == spans.map(\.model.id))
  }
}
