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
    #expect(machine.accelerators[0].memoryTotalBytes == .known(24 << 30))
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
}
