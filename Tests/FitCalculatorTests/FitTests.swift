import HardwareModel
import ModelCatalog
import Testing
import Units

@testable import FitCalculator

/// Machines made up for tests.
enum TestMachine {
  static func machine(
    ram: Int, gpus: [(memory: Int, backend: Backend)] = [], kind: Accelerator.MemoryKind = .dedicated
  ) -> Machine {
    let unknown: Known<String> = .unknown(reason: "made up")
    let count: Known<Int> = .known(8)
    return Machine(
      origin: .simulated(assumptions: []), os: OperatingSystem(name: unknown, kernel: unknown, architecture: unknown),
      cpu: CPU(
        vendor: unknown, model: unknown, packages: .known(1), cores: count, threads: count, usableThreads: count,
        performanceCores: count, efficiencyCores: .known(0)),
      memory: Memory(
        totalBytes: .known(ram), availableBytes: .known(ram), swapBytes: .known(0), budgetBytes: .known(ram)),
      accelerators: gpus.enumerated().map { index, gpu in
        Accelerator(
          id: "gpu\(index)", name: .known("GPU"), vendor: .nvidia, driver: unknown, memoryKind: .known(kind),
          memoryTotalBytes: .known(gpu.memory), memoryFreeBytes: .known(gpu.memory), budgetBytes: .known(gpu.memory),
          bandwidthBytesPerSecond: .known(1e12 - Double(index)), backends: [gpu.backend, .vulkan], isUsable: true)
      })
  }
}

@Suite struct FitTests {
  static let gib = 1 << 30

  @Test func aSmallModelGoesWhollyOnTheGPU() throws {
    let model = try #require(TestCatalog.byID["llama-3.1-8b-instruct"])
    let calculator = FitCalculator(machine: TestMachine.machine(ram: 32 * Self.gib, gpus: [(24 * Self.gib, .cuda)]))
    let fit = try #require(calculator.fits(of: model, quantizations: ["Q4_K_M"], workload: Workload()).first)
    #expect(fit.placement.mode == .gpu)
    #expect(fit.placement.gpuLayers == 33)
    #expect(fit.verdict == .fits)
    #expect(fit.memory.totalBytes == fit.placement.devices.reduce(0) { $0 + $1.bytes })
    let work = try #require(fit.placement.devices.first?.work)
    // The head is read, the input embedding is not.
    let embedding = 128_256 * 4096
    #expect(work.multiplyAddsPerToken.total == (model.textParameters ?? 0) + 64 - embedding)
  }

  @Test func withoutAcceleratorsTheProcessorComputes() throws {
    let model = try #require(TestCatalog.byID["qwen3-30b-a3b"])
    let calculator = FitCalculator(machine: TestMachine.machine(ram: 64 * Self.gib))
    let fit = try #require(calculator.fits(of: model, quantizations: ["Q4_K_M"], workload: Workload()).first)
    #expect(fit.placement.mode == .cpu)
    let work = try #require(fit.placement.devices.first?.work)
    #expect(work.expertLayers == 48)
    #expect(work.weightBytesPerToken.total * 5 < work.weightBytesPerBatch.total)
  }
}
