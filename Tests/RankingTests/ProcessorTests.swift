import Documents
import Machines
import Memory
import Models
import Testing

@testable import Ranking

/// The processor beside a card, and its threads.
@Suite struct ProcessorTests {
  private static func pick(_ gpus: [String], cores: Int, gigabytesPerSecond: Double, _ useCase: UseCase) throws -> (
    pick: Pick, command: String
  ) {
    let machine = try SimulatedMachine.machine(
      gpus: gpus, ramBytes: 64 << 30, cores: cores, memoryBandwidthBytesPerSecond: gigabytesPerSecond * 1e9)
    let pick = try #require(InvariantTests.answer(machine, useCase).picks.first)
    return (pick, try #require(RunCommand(pick, on: machine).first))
  }

  @Test func theCommandSaysHowManyThreadsWriteFastest() throws {
    let server = try Self.pick([], cores: 64, gigabytesPerSecond: 205, .general)
    let threads = try #require(server.pick.fit.placement.threads)
    #expect((8..<64).contains(threads.writing) && threads.reading == 64)
    #expect(server.command.contains(" -t \(threads.writing) -tb 64"))
    let laptop = try Self.pick([], cores: 4, gigabytesPerSecond: 51, .general)
    #expect(laptop.pick.fit.placement.threads == nil && !laptop.command.contains(" -t "))
    let card = try Self.pick(["RTX 4090"], cores: 64, gigabytesPerSecond: 205, .general)
    #expect(card.pick.fit.placement.mode == .gpu && !card.command.contains(" -t "))
  }

  /// What cards copy for prompts must not lie in the pages of a mapped file.
  @Test func theFileIsNotMappedWhereACardComputesPromptsWithMainMemorysPart() throws {
    func command(_ gpu: String, _ model: String) throws -> String {
      let machine = try SimulatedMachine.machine(gpus: [gpu], ramBytes: 64 << 30)
      let model = try #require(try Catalog.builtIn().models.first { $0.id == model })
      let fit = try #require(
        FitCalculator(machine: machine).fits(of: model, quantizations: ["Q4_K_M"], workload: Workload()).first)
      return try #require(RunCommand(model: model, fit: fit, accelerators: machine.accelerators).llamaCpp)
    }
    #expect(try command("RTX 3060 12GB", "qwen3-30b-a3b").contains("-lm none"))
    #expect(try command("RTX 3060 12GB", "qwen3-32b").contains("-lm none"))
    #expect(try !command("RTX 4090", "qwen3-32b").contains("-lm"))
  }

  @Test(arguments: [UseCase.general, .embedding, .vision])
  func aSmallCardIsLeftOutWhereManyCoresDoBetter(_ useCase: UseCase) throws {
    let alone = try Self.pick([], cores: 64, gigabytesPerSecond: 410, useCase)
    let beside = try Self.pick(["GTX 1650"], cores: 64, gigabytesPerSecond: 410, useCase)
    #expect(beside.pick.model.id == alone.pick.model.id && beside.pick.fit.placement.mode == .cpu)
    #expect(beside.command.contains(" -ngl 0 --no-op-offload"))
    #expect(beside.command.contains("--no-mmproj-offload") == (useCase == .vision))
    #expect(beside.pick.fit.placement.threads == alone.pick.fit.placement.threads)
    #expect(beside.command.contains(" -t ") == (useCase != .embedding))
  }
}
