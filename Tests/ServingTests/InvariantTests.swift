import Base
import Machines
import Memory
import Models
import Speed
import TestSupport
import Testing

@testable import Serving

/// What must hold on every machine, whatever the constants are.
@Suite struct InvariantTests {
  private static let machines = [
    ["RTX 4090"], ["RTX 3060 12GB"], ["2xRTX 3090"], ["AMD Radeon 8060S"], ["8xH100 SXM5"], ["4xInstinct MI300X"],
    ["RX 7900 XTX"], ["Arc B580"], ["Tesla P40"], [],
  ]
  private static let models = ["llama-3.1-8b-instruct", "qwen3-30b-a3b", "gemma-3-4b-it", "qwen3.5-9b"]

  private func rows(
    _ machine: Machine, _ model: Model, _ request: ServingRequest, engines: [ServingEngine] = []
  ) -> [CapacityRow] {
    CapacityPlanner(machine: machine).rows(of: model, request, .init(engines: engines))
  }

  private func key(_ row: CapacityRow) -> String {
    "\(row.engine) \(row.checkpoint.label) \(row.split)"
  }

  /// A cache in FP8 takes half and holds about twice as many; who runs no FP8, or keeps no four bits, says so.
  @Test func cachesOfFewerBitsHoldMoreWhereTheyRun() throws {
    let model = try #require(Setting.models["llama-3.1-8b-instruct"])
    func row(_ gpu: String, _ type: TensorType) throws -> CapacityRow {
      let choice = CapacityPlanner.Choice(
        engines: [.vllm], checkpoint: "BF16", workload: Workload(context: 0, keyCacheType: type, valueCacheType: type))
      let request = ServingRequest(inputTokens: 4000, outputTokens: 1000, demand: .users(4, thinkSeconds: 0))
      return try #require(
        CapacityPlanner(machine: try Setting.machine([gpu])).rows(of: model, request, choice).first)
    }
    let (full, half) = (try row("RTX 4090", .f16), try row("RTX 4090", .q8_0))
    let (few, many) = (try #require(full.maxConcurrency), try #require(half.maxConcurrency))
    #expect(abs(Double(many) / Double(few) - 2) < 0.4, "\(few) → \(many)")
    #expect(full.memory?.cacheBytesPerToken == 131_072 && half.memory?.cacheBytesPerToken == 65_536)
    #expect(half.memory?.cacheBits == 8)
    let (slower, faster) = (try #require(full.load), try #require(half.load))
    #expect(faster.decodeTokensPerSecond.estimate > slower.decodeTokensPerSecond.estimate)
    #expect(try row("RTX 4090", .q4_0).refusal == .cacheTypeNotKept(.q4_0))
    #expect(try row("Tesla T4", .q8_0).refusal == .cacheTypeNotKept(.q8_0))
  }

  @Test(arguments: machines) func morePeopleAreNeverServedLessNorEachMore(_ gpus: [String]) throws {
    let machine = try Setting.machine(gpus)
    var compared = 0
    for id in Self.models {
      let model = try #require(Setting.models[id])
      var before: [String: CapacityRow.Load] = [:]
      for users in [1, 2, 3, 4, 6, 8, 12, 16, 24, 32, 64, 128, 256, 512] {
        for row in rows(machine, model, ServingRequest(demand: .users(users, thinkSeconds: 0))) {
          guard let load = row.load else { continue }
          let name = "\(id) \(key(row)), \(users) people"
          #expect(load.state.concurrency <= Double(row.maxConcurrency ?? 0) + 1e-9, "\(name)")
          #expect(load.state.utilisation <= 1 + 1e-9, "\(name)")
          if let previous = before[key(row)] {
            compared += 1
            let (now, then) = (load.outputTokensPerSecond.estimate, previous.outputTokensPerSecond.estimate)
            #expect(now >= then * (1 - 1e-9), "\(name): \(then) → \(now) tok/s in total")
            let (each, eachThen) = (
              load.tokensPerSecondPerUser.estimate, previous.tokensPerSecondPerUser.estimate
            )
            #expect(each <= eachThen * (1 + 1e-9), "\(name): \(eachThen) → \(each) tok/s for each")
            let (first, firstThen) = (load.timeToFirstToken?.p95 ?? 0, previous.timeToFirstToken?.p95 ?? 0)
            #expect(first >= firstThen * (1 - 1e-6), "\(name): first token \(firstThen) → \(first) s")
          }
          before[key(row)] = load
        }
      }
    }
    #expect(compared > 20, "\(gpus)")
  }

  @Test(arguments: ["RTX 4090", "H100 SXM5", "Instinct MI300X", "RTX 3060 12GB"])
  func moreCardsNeverCarryLess(_ gpu: String) throws {
    for id in Self.models {
      let model = try #require(Setting.models[id])
      for engine in [ServingEngine.llamaCpp, .vllm] {
        var before = 0.0
        for count in [1, 2, 4, 8] {
          let machine = try Setting.machine(["\(count)x\(gpu)"])
          let most =
            rows(machine, model, ServingRequest(), engines: [engine])
            .compactMap { $0.load?.outputTokensPerSecond.estimate }.max() ?? 0
          #expect(most >= before * (1 - 1e-9), "\(id), \(engine), \(count) × \(gpu): \(before) → \(most)")
          before = most
        }
        #expect(before > 0, "\(id), \(engine) on 8 × \(gpu)")
      }
    }
  }

  @Test(arguments: machines) func onePersonIsServedAsFitSays(_ gpus: [String]) throws {
    let machine = try Setting.machine(gpus)
    for id in Self.models {
      let model = try #require(Setting.models[id])
      let request = ServingRequest(inputTokens: 700, outputTokens: 300, demand: .users(1, thinkSeconds: 0))
      let row = try #require(rows(machine, model, request, engines: [.llamaCpp]).first { $0.split.replicas == 1 })
      guard let load = row.load else { continue }
      let workload = Workload(context: 1000, promptTokens: 700)
      let fit = try #require(
        FitCalculator(machine: machine).fits(
          of: model, quantizations: [row.checkpoint.label], workload: workload
        ).first)
      let speed = try #require(SpeedModel(machine: machine, measurements: nil).speed(of: fit, model: model))
      let each = load.tokensPerSecondPerUser
      #expect(abs(each.estimate / speed.decodeTokensPerSecond.estimate - 1) < 1e-9, "\(id) on \(gpus)")
      #expect(abs(each.low / speed.decodeTokensPerSecond.low - 1) < 1e-9, "\(id) on \(gpus)")
      let first = try #require(load.timeToFirstToken)
      #expect(abs(first.p50 / speed.timeToFirstTokenSeconds.estimate - 1) < 1e-6, "\(id) on \(gpus)")
    }
  }

  @Test func theLargestLoadIsTheLastThatMeets() throws {
    let model = try #require(Setting.models["llama-3.1-8b-instruct"])
    let machine = try Setting.machine(["RTX 4090"])
    let level = ServiceLevel(timeToFirstTokenSeconds: 3, tokensPerSecond: 30)
    for think in [0.0, 20] {
      func row(_ users: Int) throws -> CapacityRow {
        let request = ServingRequest(demand: .users(users, thinkSeconds: think), level: level)
        return try #require(rows(machine, model, request, engines: [.llamaCpp]).first)
      }
      let largest = try #require(try row(1).load?.largest?.users)
      #expect(largest > 1)
      #expect(try row(largest).verdict == .meets)
      #expect(try row(largest + 1).verdict == .misses)
    }
  }
}
