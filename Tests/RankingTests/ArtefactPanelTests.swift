import Documents
import Machines
import Memory
import Models
import Testing

@testable import Ranking

/// Every command of a recommendation names a file that was seen, or that its publisher always has.
@Suite struct PublishedPickTests {
  /// Sixty machines: what the panel and the guides have, each once.
  static let machines: [PanelMachine] =
    PanelMachine.all
    + GuideCase.all.map { entry in
      PanelMachine(
        name: entry.name, gpus: entry.machine.gpu.map { [$0] } ?? [], gibibytes: entry.machine.gibibytes,
        cores: entry.machine.cores, gigabytesPerSecond: entry.machine.rate, useCase: entry.useCase, why: entry.why)
    }

  @Test(arguments: machines.prefix(3))
  func commandsNameFilesThatExist(_ entry: PanelMachine) throws { try Self.check(entry) }

  static func check(_ entry: PanelMachine) throws {
    let machine = try entry.machine()
    for pick in try entry.answer().picks {
      let command = RunCommand(
        model: pick.model, fit: pick.fit, accelerators: machine.accelerators, thinking: pick.thinking)
      let name: Comment = "\(entry.name): \(pick.model.id) \(pick.fit.quantization)"
      let artefact = try #require(command.artefact, name)
      #expect(artefact.certainty != .unknown, name)
      #expect(command.first != nil, name)
      // What a command names is in the catalogue's list, and is called as there.
      let known = pick.model.artefacts.filter { $0.certainty != .unknown }
      for line in [command.llamaCpp, command.ollama].compactMap(\.self) {
        let file = known.first { line.contains($0.repository + ":" + $0.label) || line.contains($0.file ?? "?") }
        let found = try #require(file, "\(line)")
        if line.hasPrefix("ollama"), found.format == .gguf { #expect(found.isForOllamaBridge, "\(line)") }
      }
      guard let bytes = artefact.bytes, !pick.model.capabilities.contains(.vision) else { continue }
      // The row is of the file: vision towers and heads that are not loaded aside.
      let difference = Double(pick.fit.memory.weightsBytes) / Double(bytes)
      #expect((0.85...1.15).contains(difference), "\(entry.name): \(pick.model.id) \(artefact.label) \(difference)")
    }
  }

  @Test func splitFilesAreNotForOllamasBridge() throws {
    let model = try #require(Panel.models.first { $0.id == "deepseek-v4-flash" })
    let machine = try PanelMachine(name: "", gpus: ["8xH100"], why: "").machine()
    let fits = FitCalculator(machine: machine).fits(
      of: model, quantizations: Quantization.all.map(\.name), workload: Workload())
    var count = 0
    for fit in fits where fit.published.tag == nil && (fit.published.file?.splitCount ?? 1) > 1 {
      count += 1
      let command = RunCommand(model: model, fit: fit, accelerators: machine.accelerators)
      #expect(command.ollama == nil, "\(fit.quantization)")
      #expect(command.llamaCpp?.contains("-hf ") ?? (fit.placement.mode == .none), "\(fit.quantization)")
    }
    #expect(count > 0)
  }

  @Test func aFileWithALabelThatIsNotAtItsEndIsNamedWhole() throws {
    let model = try #require(Panel.models.first { $0.id == "gemma-4-31b-it" })
    let machine = try PanelMachine(name: "", gpus: ["RTX 4090"], why: "").machine()
    let fit = try #require(
      FitCalculator(machine: machine).fits(of: model, quantizations: ["Q4_0"], workload: Workload())
        .first)
    let command = RunCommand(model: model, fit: fit, accelerators: machine.accelerators)
    #expect(command.llamaCpp?.contains("--hf-file gemma-4-31B_q4_0-it.gguf") ?? false, "\(command.llamaCpp ?? "")")
  }

  @Test func mixturesAreRowsWithTheSizeOfTheirFile() throws {
    let model = try #require(Panel.models.first { $0.id == "qwen3.6-35b-a3b" })
    let machine = try PanelMachine(name: "", gpus: ["RTX 4090"], why: "").machine()
    let fits = FitCalculator(machine: machine).fits(
      of: model, quantizations: ["UD-Q4_K_XL", "Q4_K_M"], workload: Workload())
    #expect(fits.map(\.quantization) == ["UD-Q4_K_XL", "Q4_K_M"])
    let file = try #require(fits.first?.published.file)
    #expect(file.repository == "unsloth/Qwen3.6-35B-A3B-GGUF" && file.bytes == 22_360_456_160)
    let weights = try #require(fits.first?.memory.weightsBytes)
    #expect(abs(weights - 22_360_456_160) < 20_000_000)
  }

  @Test func releasedInFourBitsEveryLabelIsAsLarge() throws {
    let model = try #require(Panel.models.first { $0.id == "gpt-oss-120b" })
    let machine = try PanelMachine(name: "", gpus: ["H100"], why: "").machine()
    let fits = FitCalculator(machine: machine).fits(
      of: model, quantizations: ["Q8_0", "MXFP4", "Q4_K_M", "Q2_K"], workload: Workload())
    #expect(fits.count == 4)
    for fit in fits { #expect((58 << 30..<61 << 30).contains(fit.memory.weightsBytes), "\(fit.quantization)") }
  }
}

extension Verify {
  @Suite struct ArtefactPanelTests {
    @Test(
      arguments: PublishedPickTests.machines.enumerated().filter { $0.offset % 3 != 2 }.prefix(60)
        .map(\.element))
    func commandsNameFilesThatExist(_ entry: PanelMachine) throws {
      try PublishedPickTests.check(entry)
    }
  }
}
