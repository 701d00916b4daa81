import Machines
import Memory
import Models
import Ranking
import Speed
import TestSupport
import Testing

@testable import Documents

/// The sentences for a person, on rows and picks of the real catalogue.
@Suite struct SentenceTests {
  private static let models: [Model] = (try? Catalog.builtIn().models) ?? []

  private static func ranker(_ gpus: [String], gibibytes: Int, gigabytesPerSecond: Double) throws -> Ranker {
    let machine = try SimulatedMachine.machine(
      gpus: gpus, ramBytes: gibibytes << 30, cores: 4, memoryBandwidthBytesPerSecond: gigabytesPerSecond * 1e9)
    return Ranker(
      fitCalculator: FitCalculator(machine: machine), speedModel: SpeedModel(machine: machine, measurements: nil))
  }

  @Test(arguments: [(8, 38.0, [String]()), (64, 51, ["RTX 3090"])])
  func aPickIsExplainedByThreeSentencesWithFigures(_ gibibytes: Int, _ rate: Double, _ gpus: [String]) throws {
    let answer = try Self.ranker(gpus, gibibytes: gibibytes, gigabytesPerSecond: rate)
      .recommendation(from: Self.models, workload: Workload(), wishes: Wishes())
    for pick in answer.picks {
      #expect(pick.reasons.count == 3)
      #expect(pick.reasons.allSatisfy { $0.contains { $0.isNumber } && $0.last == "." }, "\(pick.reasons)")
      #expect(pick.warnings.contains { $0.contains("switched off") } == (pick.thinking == .off))
    }
    for miss in answer.nearest {
      #expect(miss.sentence.hasPrefix("\(miss.model.name) fails at its "))
      #expect(miss.sentence.contains("; would pass with ") == !miss.remedy.isEmpty)
    }
  }

  @Test func twoBitsCarryAWarning() throws {
    let model = try #require(Self.models.first { $0.id == "qwen3-8b" })
    let answer = try Self.ranker(["RTX 3090"], gibibytes: 64, gigabytesPerSecond: 51)
      .recommendation(from: [model], workload: Workload(), wishes: Wishes(quantizations: ["Q2_K"]))
    let pick = try #require(answer.picks.first)
    #expect(pick.warnings.first == "fewer than 3 bits per weight: expect visibly worse answers")
  }

  @Test func remarksSayWhichIsBetterInWhat() throws {
    let models = try ["qwen3-8b", "qwen3-4b"].map { id in try #require(Self.models.first { $0.id == id }) }
    let comparison = try Self.ranker(["RTX 3090"], gibibytes: 64, gigabytesPerSecond: 51)
      .comparison(models[0], models[1], workload: Workload(), wishes: Wishes())
    #expect(comparison.remarks.contains { $0.hasPrefix("\(models[0].name) is expected to answer ") })
    #expect(comparison.remarks.contains { $0.hasPrefix("\(models[1].name) writes ") })
    #expect(comparison.remarks.contains { $0.hasPrefix("\(models[1].name) needs ") })
  }

  @Test func sizesThatWouldReadTheSameAreToldApart() {
    let close = Shortfall.memory(.model, needed: (10 << 30) + (2 << 20), available: 10 << 30)
    #expect(close.needed == "10243 MiB" && close.available == "10240 MiB")
    let far = Shortfall.memory(.model, needed: 11 << 30, available: 10 << 30)
    #expect(far.needed == "11.0 GiB" && far.available == "10.0 GiB")
  }

  @Test func changesReadAsTheyAreTyped() {
    let changes: [Change] = [
      .anyLicense, .context(4096), .cacheType(.q8_0), .memoryBudget(6000 << 20), .minimumSpeed(4.5),
      .maximumTimeToFirstToken(42), .moreMemory(8 << 30, raisesLimit: false), .moreMemory(8 << 30, raisesLimit: true),
    ]
    #expect(
      changes.map(\.text) == [
        "--license any", "--context 4096", "--kv-type q8_0", "--memory-budget 6000MiB", "--min-speed 4.5",
        "--max-ttft 42", "+8 GiB RAM", "+8 GiB memory limit",
      ])
  }

  @Test func aStretchedContextHasItsFlags() throws {
    let model = try #require(Self.models.first { $0.id == "qwen3-0.6b" })
    guard case .extended(let scaling, _) = ContextRule(model, context: 100_000) else {
      Issue.record("not stretched")
      return
    }
    #expect(scaling.flags == "--rope-scaling yarn --rope-scale 4 --yarn-orig-ctx 32768")
  }
}
