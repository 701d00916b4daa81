import Documents
import Machines
import Models
import Testing

@testable import Memory
@testable import Ranking

/// By default memory is counted as the runtime reserves it whose command is printed first.
@Suite struct FirstCommandTests {
  private static let both = [("ollama", "0.33.0"), ("llama.cpp", "b10488")]

  @Test(
    arguments: [[], [("ollama", "0.29.1")], [("ollama", "0.33.0")], both],
    [["none"], ["RTX 3060"], ["2xRTX 3090"]])
  func itIsCountedThatIsRunFirst(runtimes: [(String, String)], gpus: [String]) throws {
    let machine = try Self.machine(runtimes, gpus)
    var counted: Set<Reservation> = []
    for pick in Self.picks(machine, Panel.workload(.general).forFirstCommand) {
      let command = RunCommand(pick, on: machine)
      counted.insert(pick.fit.workload.reservation)
      #expect(
        pick.fit.workload.reservation == (command.first?.hasPrefix("ollama") == true ? .ollama : .llamaServer),
        "\(pick.model.id) \(command.first ?? "")")
    }
    #expect(counted.contains(runtimes.count == 1 ? .ollama : .llamaServer))
  }

  @Test func whatIsAskedForIsCountedWhateverRunsIt() throws {
    let machine = try Self.machine([("ollama", "0.33.0")], ["RTX 3060"])
    for reservation in [Reservation.library, .llamaServer, .ollama] {
      var workload = Panel.workload(.general)
      workload.reservation = reservation
      #expect(Self.picks(machine, workload).allSatisfy { $0.fit.workload.reservation == reservation })
    }
  }

  /// Beyond 4,096 tokens Ollama takes micro-batches of 1,024, but not at the price of a layer on the card.
  @Test func ollamaKeepsLayersRatherThanLargerMicroBatches() throws {
    let model = try #require(Panel.models.first { $0.id == "qwen3-8b" })
    func row(_ reservation: Reservation, _ budget: Int?) throws -> Fit {
      var workload = Workload(vramBudgetBytes: budget)
      workload.reservation = reservation
      let calculator = FitCalculator(machine: try Self.machine([], ["RTX 3060"]))
      return try #require(calculator.fits(of: model, quantizations: ["Q4_K_M"], workload: workload).first)
    }
    let (server, ollama) = (try row(.llamaServer, nil), try row(.ollama, nil))
    #expect(ollama.memory.computeBytes > server.memory.computeBytes)
    let card = try #require(server.placement.devices.first)
    let between = (card.bytes + (try #require(ollama.placement.devices.first)).bytes) / 2
    let tight = PlacementSearch.withMargin(between)
    let (tightServer, tightOllama) = (try row(.llamaServer, tight), try row(.ollama, tight))
    #expect(tightServer.placement.mode == .gpu && tightOllama.placement == tightServer.placement)
  }

  private static func machine(_ runtimes: [(String, String)], _ gpus: [String]) throws -> Machine {
    var machine = try SimulatedMachine.machine(
      gpus: gpus, ramBytes: 64 << 30, cores: 16, memoryBandwidthBytesPerSecond: 60e9)
    machine.runtimes = runtimes.map { Runtime(name: $0.0, version: .known($0.1)) }
    return machine
  }

  private static func picks(_ machine: Machine, _ workload: Workload) -> [Pick] {
    InvariantTests.ranker(machine).recommendation(
      from: Panel.models, workload: workload, wishes: Wishes(limit: 12)
    ).picks
  }
}
