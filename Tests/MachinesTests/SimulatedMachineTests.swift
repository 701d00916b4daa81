import Base
import Machines
import TestSupport
import Testing

@Suite struct SimulatedMachineTests {
  @Test func withoutAGPUItIsAPlainComputer() throws {
    let machine = try SimulatedMachine.machine(
      gpus: ["none"], ramBytes: 16 << 30, cores: 6, memoryBandwidthBytesPerSecond: 80e9)
    #expect(machine.accelerators.isEmpty)
    #expect(machine.memory.totalBytes == .known(16 << 30))
    #expect(machine.memory.bandwidthBytesPerSecond == .known(80e9))
    #expect(machine.cpu.usableThreads == .known(6))
    let budget = try #require(machine.memory.budgetBytes.value)
    #expect(budget < 16 << 30 && budget > 12 << 30)
  }

  @Test func countsMultiplyCards() throws {
    let machine = try SimulatedMachine.machine(gpus: ["2xRTX 4090", "RTX 3060 12GB"])
    #expect(
      machine.accelerators.map(\.factID) == [
        "nvidia-geforce-rtx-4090", "nvidia-geforce-rtx-4090", "nvidia-geforce-rtx-3060-12-gb",
      ])
    #expect(machine.accelerators.map(\.id) == ["gpu0", "gpu1", "gpu2"])
    #expect(machine.accelerators.allSatisfy { $0.isUsable && $0.backends.first == .cuda })
    #expect(machine.accelerators[0].memoryTotalBytes == .known(24_564 << 20))
  }

  @Test func whatIsAddedStandsBesideWhatIsThere() throws {
    let machine = try SimulatedMachine.machine(gpus: ["RTX 3060 12GB"], ramBytes: 16 << 30)
    let more = try machine.adding(gpus: ["2xRTX 3090"], ramBytes: 32 << 30)
    #expect(more.accelerators.map(\.id) == ["gpu0", "gpu1", "gpu2"])
    #expect(more.accelerators.first == machine.accelerators.first && more.cpu == machine.cpu)
    #expect(more.memory.totalBytes == .known(48 << 30))
    #expect(more.memory.bandwidthBytesPerSecond == machine.memory.bandwidthBytesPerSecond)
    let (before, after) = (try #require(machine.memory.budgetBytes.value), try #require(more.memory.budgetBytes.value))
    #expect(after > before + 30 << 30 && after < before + 32 << 30)
    #expect(try machine.adding(gpus: [], ramBytes: nil).accelerators == machine.accelerators)
  }

  @Test func onlyCardsCanBeAdded() throws {
    let machine = try SimulatedMachine.machine(gpus: ["none"])
    #expect(throws: AdditionProblem.noCard("Apple M4 Max")) {
      try machine.adding(gpus: ["Apple M4 Max"], ramBytes: nil)
    }
    #expect(throws: AdditionProblem.self) { try machine.adding(gpus: ["RTX 9999"], ramBytes: nil) }
  }

  @Test func unifiedMemoryIsTheMainMemory() throws {
    let machine = try SimulatedMachine.machine(gpus: ["Apple M4 Max"], ramBytes: 64 << 30)
    let gpu = try #require(machine.accelerators.first)
    #expect(gpu.memoryKind == .known(.unified))
    #expect(gpu.bandwidthBytesPerSecond == .known(546e9))
    #expect(machine.memory.bandwidthBytesPerSecond == .known(546e9))
    #expect(try #require(gpu.budgetBytes.value) <= 48 << 30)
    #expect(machine.os.architecture == .known("aarch64"))
  }

  @Test func integratedGraphicsUseMainMemory() throws {
    let machine = try SimulatedMachine.machine(gpus: ["780M"], ramBytes: 32 << 30, memoryBandwidthBytesPerSecond: 90e9)
    #expect(machine.accelerators.first?.memoryKind == .known(.shared))
    #expect(machine.accelerators.first?.bandwidthBytesPerSecond == .known(90e9))
  }

  @Test func saysWhatItAssumed() throws {
    let machine = try SimulatedMachine.machine(gpus: ["RTX 3060"])
    guard case .simulated(let assumptions) = machine.origin else {
      Issue.record("a simulated machine says so")
      return
    }
    #expect(assumptions.contains { $0.contains("RTX 3060 12 GB") })
    #expect(assumptions.contains { $0.contains("32.0 GiB") })
  }

  @Test(arguments: ["0xRTX 4090", "100xRTX 4090", "2x", "", " ", "no such card"])
  func rejectsWhatIsNoGPU(_ name: String) {
    #expect(throws: UnknownGPU.self) { try SimulatedMachine.machine(gpus: [name]) }
  }

  /// Cards as those write them who measured speeds on them.
  @Test func everyMeasuredCardHasAName() throws {
    let names = try TruthTable.lines("gpu-names.txt")
    #expect(names.count > 80)
    #expect(names.filter { (try? GPUTable.builtIn.named($0)) == nil }.isEmpty)
  }

  @Test(arguments: [
    ("RTX 3090 + RTX 3060", ["NVIDIA GeForce RTX 3090", "NVIDIA GeForce RTX 3060 12 GB"]),
    ("2x A100, 1x T4", ["NVIDIA A100 PCIe 40 GB", "NVIDIA A100 PCIe 40 GB", "NVIDIA Tesla T4"]),
    (
      "RTX 3090+RTX 3060 & RTX 4090",
      ["NVIDIA GeForce RTX 3090", "NVIDIA GeForce RTX 3060 12 GB", "NVIDIA GeForce RTX 4090"]
    ),
    // A plus may be a part of the name.
    ("Ryzen AI Max+ 395", ["AMD Radeon 8060S"]),
  ])
  func oneOptionMayNameSeveralCards(text: String, names: [String]) throws {
    let machine = try SimulatedMachine.machine(gpus: [text])
    #expect(machine.accelerators.map(\.name.value) == names)
  }

  @Test(arguments: ["RTX 3090 + RTX 9999", "RTX 9999, RTX 3090"])
  func theUnknownOneOfSeveralIsNamed(text: String) {
    let error = #expect(throws: UnknownGPU.self) { try SimulatedMachine.machine(gpus: [text]) }
    #expect(error?.name == "RTX 9999")
  }

  @Test(arguments: ["RTX 4090:48GiB", "RTX 4090 48GB", "1x RTX 4090 : 48GiB"])
  func cardsWithAnotherMemoryAreWhatTheyAreSaidToBe(text: String) throws {
    let machine = try SimulatedMachine.machine(gpus: [text])
    #expect(machine.accelerators.first?.memoryTotalBytes.value == 48 << 30)
    #expect(machine.accelerators.first?.bandwidthBytesPerSecond.value == 1008.4e9)
    guard case .simulated(let assumptions) = machine.origin else { return }
    #expect(assumptions.contains { $0.contains("48.0 GiB, which its maker does not sell") })
    // A size that it is made with needs no remark.
    let made = try SimulatedMachine.machine(gpus: ["RTX 4090:24GiB"], ramBytes: 1 << 35, cores: 8)
    guard case .simulated(let few) = made.origin else { return }
    #expect(!few.contains { $0.contains("does not sell") })
  }

  @Test(arguments: [
    ("Arc 140V", 136.5e9), ("Strix Halo", 256e9), ("Radeon 890M", 120e9), ("Radeon 780M", 89.6e9), ("GB10", 273.2e9),
  ])
  func integratedGraphicsComeWithTheirMemory(name: String, bandwidth: Double) throws {
    let machine = try SimulatedMachine.machine(gpus: [name])
    #expect(machine.memory.bandwidthBytesPerSecond.value == bandwidth)
    #expect(machine.accelerators.first?.bandwidthBytesPerSecond.value == bandwidth)
  }

  @Test func cudaTakesAllOfUnifiedMemory() throws {
    let machine = try SimulatedMachine.machine(gpus: ["GB10"])
    let total = try #require(machine.memory.totalBytes.value)
    #expect((118 << 30..<121 << 30).contains(total))
    #expect(machine.accelerators.first?.memoryTotalBytes.value == total)
  }
}
