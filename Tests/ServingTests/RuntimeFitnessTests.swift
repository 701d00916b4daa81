import Base
import Machines
import Models
import Testing

@testable import Serving

/// Which runtimes work on which machines.
@Suite struct RuntimeFitnessTests {
  private static func fitness(_ id: String, _ gpus: [String], glibc: String? = nil) throws -> RuntimeFitness {
    let machine = try SimulatedMachine.machine(gpus: gpus)
    return RuntimeFitness(try #require(RuntimeList.builtIn().runtime(named: id)), on: machine, glibc: glibc)
  }

  @Test(arguments: [
    ("vllm", ["RTX 4090"], true), ("vllm", ["none"], false), ("vllm", ["GTX 1080"], false),
    ("vllm", ["RX 7900 XTX"], true),
    ("sglang", ["Tesla V100"], false), ("tensorrt-llm", ["RX 7900 XTX"], false), ("tensorrt-llm", ["H100"], true),
    ("ollama", ["none"], true), ("llama.cpp", ["GTX 1080"], true), ("vllm", ["GTX 1080", "RTX 4090"], true),
  ])
  func theCardDecides(id: String, gpus: [String], isUsable: Bool) throws {
    let fitness = try Self.fitness(id, gpus)
    #expect(fitness.isUsable == isUsable, "\(fitness.obstacles)")
    #expect(fitness.obstacles.isEmpty == isUsable)
  }

  @Test func theLibraryDecidesWhereItIsKnown() throws {
    #expect(try Self.fitness("mlx", ["RTX 4090"], glibc: "2.31").obstacles == [.glibc("2.35", has: "2.31")])
    #expect(try Self.fitness("mlx", ["RTX 4090"], glibc: "2.36").isUsable)
    #expect(try Self.fitness("mlx", ["RTX 4090"]).remarks.contains(.glibc("2.35")))
  }

  @Test func theProcessorDecides() throws {
    var machine = try SimulatedMachine.machine(gpus: ["none"])
    machine.os.architecture = .known("riscv64")
    for facts in try RuntimeList.builtIn().runtimes {
      #expect(!RuntimeFitness(facts, on: machine).isUsable, "\(facts.id)")
    }
    machine.os.architecture = .known("arm64")
    let llamaCpp = try #require(RuntimeList.builtIn().runtime(named: "llama.cpp"))
    #expect(RuntimeFitness(llamaCpp, on: machine).isUsable)
  }

  @Test(arguments: [("2.31", "2.35", true), ("2.35", "2.35", false), ("2.4", "2.35", true), ("3", "2.35", false)])
  func versionsAreComparedByNumbers(version: String, other: String, isBelow: Bool) {
    #expect(VersionNumbers.isBelow(version, other) == isBelow)
  }
}
