import TestSupport
import Testing

@testable import Serving

/// The formulas of load against a simulation of the same server, event by event.
@Suite struct LoadModelTests {
  /// A step that grows with the number in it, and prompts of a fixed time.
  struct PlainTimes: BatchTimes {
    var (base, each, promptSeconds): (Double, Double, Double)

    func step(sequences: Double, depth: Double) -> StepTime {
      StepTime(seconds: base + each * sequences, bandwidth: base, arithmetic: each * sequences, exchange: 0)
    }

    func prompt(tokens: Int) -> PromptTime { PromptTime(occupied: promptSeconds, latency: promptSeconds) }
  }

  private static let request = ServingRequest(inputTokens: 1000, outputTokens: 100)
  private static let servers: [(name: String, times: PlainTimes, places: Int)] = [
    ("a card", PlainTimes(base: 0.012, each: 0.0004, promptSeconds: 0.1), 64),
    ("a processor", PlainTimes(base: 0.1, each: 0.05, promptSeconds: 5), 8),
    ("a server", PlainTimes(base: 0.02, each: 0.0001, promptSeconds: 0.02), 256),
  ]

  @Test(arguments: servers.map(\.name), [0.2, 0.5, 0.8])
  func arrivalsAtARateAreAsSimulated(server: String, utilisation: Double) throws {
    let (_, times, places) = try #require(Self.servers.first { $0.name == server })
    let model = LoadModel(times: times, request: Self.request, places: places, replicas: 1)
    let rate = model.most * utilisation
    try compare(model, .rate(rate), times, places, "\(server) at \(utilisation)")
  }

  @Test(arguments: servers.map(\.name), [4, 12, 60])
  func peopleWhoThinkAreAsSimulated(server: String, users: Int) throws {
    let (_, times, places) = try #require(Self.servers.first { $0.name == server })
    let model = LoadModel(times: times, request: Self.request, places: places, replicas: 1)
    try compare(model, .users(users, thinkSeconds: 20), times, places, "\(server), \(users) people")
  }

  /// Throughput and the typical request are near; the worst in twenty within a half.
  private func compare(
    _ model: LoadModel, _ demand: ServingRequest.Demand, _ times: PlainTimes, _ places: Int, _ name: String
  ) throws {
    let server = SimulatedServer(times: times, request: Self.request, places: places)
    let truth = server.run(demand, requests: 3000, seed: 7)
    let state = model.state(demand)
    let first = try #require(state.timeToFirstToken)
    func near(_ found: Double, _ wanted: Double, _ factor: Double, _ what: String) {
      #expect(found < wanted * factor && found > wanted / factor, "\(name), \(what): \(found), simulated \(wanted)")
    }
    near(state.requestsPerSecond, truth.requestsPerSecond, 1.1, "requests per second")
    near(state.tokenSeconds.p50, truth.tokenQuantile(0.5), 1.25, "seconds per token")
    near(state.tokenSeconds.p95, truth.tokenQuantile(0.95), 1.5, "seconds per token, the worst in twenty")
    near(first.p50, truth.firstTokenQuantile(0.5), 1.4, "first token")
    near(first.p95, truth.firstTokenQuantile(0.95), 1.6, "first token, the worst in twenty")
  }

  @Test func moreThanIsAnsweredWaitsForEver() {
    let (_, times, places) = Self.servers[0]
    let model = LoadModel(times: times, request: Self.request, places: places, replicas: 2)
    let state = model.state(.rate(model.most * 1.2))
    #expect(state.timeToFirstToken == nil)
    #expect(state.utilisation > 1.19 && state.utilisation < 1.21)
    #expect(state.requestsPerSecond == model.most)
    #expect(!ServiceLevel().isMet(by: state))
  }

  @Test func copiesShareTheLoad() throws {
    let (_, times, places) = Self.servers[0]
    let one = LoadModel(times: times, request: Self.request, places: places, replicas: 1)
    let four = LoadModel(times: times, request: Self.request, places: places, replicas: 4)
    #expect(abs(four.most / one.most - 4) < 1e-9)
    let (alone, together) = (one.state(.rate(one.most / 2)), four.state(.rate(one.most * 2)))
    #expect(abs(together.tokenSeconds.p95 / alone.tokenSeconds.p95 - 1) < 1e-9)
    #expect(abs(together.concurrency / alone.concurrency - 4) < 1e-9)
  }
}
