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

  /// Every way in which `fit` may place a file is a row, and one person is served there as it says: by facts alone, and
  /// where runs of models have corrected the speed.
  @Test(arguments: machines, [false, true]) func onePersonIsServedAsFitSays(_ gpus: [String], isCalibrated: Bool) throws
  {
    let machine = try Setting.machine(gpus)
    let measurements = isCalibrated ? Self.measured(machine) : nil
    let request = ServingRequest(inputTokens: 700, outputTokens: 300, demand: .users(1, thinkSeconds: 0))
    let speeds = SpeedModel(machine: machine, measurements: measurements)
    for id in Self.models {
      let model = try #require(Setting.models[id])
      let rows = CapacityPlanner(machine: machine, measurements: measurements)
        .rows(of: model, request, .init(engines: [.llamaCpp]))
      let fit = try #require(
        FitCalculator(machine: machine).fits(
          of: model, quantizations: ["Q4_K_M"], workload: Workload(context: 1000, promptTokens: 700)
        ).first)
      guard fit.verdict != .tooLarge else { continue }
      for placed in speeds.placements(of: fit, model) {
        let cards = placed.placement.devices.count { $0.backend != .cpu }
        let row = try #require(
          rows.first {
            $0.split.replicas == 1 && $0.split.gpus == cards
              && ($0.split.tensorParallel > 1) == placed.placement.sharesLayers
          }, "\(id) on \(gpus)")
        let (load, speed) = (
          try #require(row.load), try #require(speeds.speed(of: placed, model: model), "\(id) on \(gpus)")
        )
        #expect((speed.basis == .calibrated) == isCalibrated)
        let (each, alone) = (load.tokensPerSecondPerUser, speed.decodeTokensPerSecond)
        #expect(abs(each.estimate / alone.estimate - 1) < 1e-9, "\(id) on \(gpus)")
        #expect(abs(each.low / alone.low - 1) < 1e-9, "\(id) on \(gpus)")
        #expect(abs(each.high / alone.high - 1) < 1e-9, "\(id) on \(gpus)")
        let first = try #require(load.timeToFirstToken)
        #expect(abs(first.p50 / speed.timeToFirstTokenSeconds.estimate - 1) < 1e-6, "\(id) on \(gpus)")
      }
    }
  }

  /// A benchmark and a kept run of a model on each kind of device, slower than predicted.
  private static func measured(_ machine: Machine) -> Measurements {
    let read = Spread(median: 4e10, low: 4e10, high: 4e10)
    var measurements = Measurements(
      cpu: Measurements.CPU(
        threads: 8, memoryReadBytesPerSecond: read, singleThreadReadBytesPerSecond: read, kernels: [], isNoisy: false),
      elapsedSeconds: 1)
    let devices = Set(machine.accelerators.flatMap(\.backends) + [.cpu])
    for backend in devices.sorted(by: { $0.rawValue < $1.rawValue }) {
      for isMixture in [false, true] {
        measurements.calibration.add(
          Calibration.Entry(
            runtime: "llama.cpp", backend: backend, isMixture: isMixture, model: "\(backend), \(isMixture)",
            quantization: "Q4_K_M", decodeRatio: 0.8, prefillRatio: 0.7, memoryRatio: nil, isDisturbed: false,
            day: "2026-11-26"))
      }
    }
    return measurements
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
