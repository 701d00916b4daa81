import Machines
import Models
import Testing
import Base

@testable import Memory

/// Machines made up for tests.
enum TestMachine {
  static func machine(
    ram: Int, gpus: [(memory: Int, backend: Backend)] = [], kind: Accelerator.MemoryKind = .dedicated
  ) -> Machine {
    let count: Known<Int> = .known(8)
    var machine = Machine(origin: .simulated(assumptions: []))
    (machine.cpu.packages, machine.cpu.cores, machine.cpu.threads) = (.known(1), count, count)
    (machine.cpu.usableThreads, machine.cpu.performanceCores, machine.cpu.efficiencyCores) = (count, count, .known(0))
    (machine.memory.totalBytes, machine.memory.availableBytes) = (.known(ram), .known(ram))
    (machine.memory.swapBytes, machine.memory.budgetBytes) = (.known(0), .known(ram))
    machine.accelerators = gpus.enumerated().map { index, gpu in
      var device = Accelerator(id: "gpu\(index)", vendor: .nvidia)
      (device.name, device.memoryKind) = (.known("GPU"), .known(kind))
      (device.memoryTotalBytes, device.memoryFreeBytes) = (.known(gpu.memory), .known(gpu.memory))
      (device.budgetBytes, device.bandwidthBytesPerSecond) = (.known(gpu.memory), .known(1e12 - Double(index)))
      (device.backends, device.isUsable) = ([gpu.backend, .vulkan], true)
      return device
    }
    return machine
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
    #expect(work.multiplyAddsPerToken == (model.textParameters ?? 0) + 64 - embedding)
  }

  /// What the firmware set aside is not in main memory: a model larger than what main memory has left lies there.
  @Test func aCarveOutIsTheDevices() throws {
    let model = try #require(TestCatalog.byID["llama-3.3-70b-instruct"])
    var machine = TestMachine.machine(ram: 26 * Self.gib, gpus: [(110 * Self.gib, .rocm)], kind: .unified)
    func mode() throws -> Placement.Mode {
      try #require(
        FitCalculator(machine: machine).fits(of: model, quantizations: ["Q8_0"], workload: Workload()).first
      ).placement.mode
    }
    #expect(try mode() == .none)
    machine.accelerators[0].carveOutBytes = 96 * Self.gib
    machine.accelerators[0].lentBytes = 15 * Self.gib
    #expect(try mode() == .gpu)
    #expect(MemoryPools(machine, Workload()).mainBytes(of: 100 * Self.gib, on: "gpu0") == 5 * Self.gib)
  }

  /// Of a print-out of the GPUs alone it is not known what main memory holds.
  @Test func devicesAlone() throws {
    var machine = TestMachine.machine(ram: 1, gpus: [(24 * Self.gib, .cuda)])
    machine.memory.totalBytes = .unknown(reason: "not told")
    machine.memory.availableBytes = .unknown(reason: "not told")
    machine.memory.budgetBytes = .unknown(reason: "not told")
    func fit(_ id: String) throws -> Fit {
      let model = try #require(TestCatalog.byID[id])
      return try #require(
        FitCalculator(machine: machine).fits(of: model, quantizations: ["Q4_K_M"], workload: Workload()).first)
    }
    let small = try fit("llama-3.1-8b-instruct")
    #expect(small.placement.mode == .gpu && small.verdict == .fits)
    #expect(small.notes.contains(.mainMemoryUnknown))
    let large = try fit("llama-3.3-70b-instruct")
    #expect(large.placement.mode == .none && large.verdict == .tooLarge)
  }

  @Test func withoutAcceleratorsTheProcessorComputes() throws {
    let model = try #require(TestCatalog.byID["qwen3-30b-a3b"])
    let calculator = FitCalculator(machine: TestMachine.machine(ram: 64 * Self.gib))
    let fit = try #require(calculator.fits(of: model, quantizations: ["Q4_K_M"], workload: Workload()).first)
    #expect(fit.placement.mode == .cpu)
    let work = try #require(fit.placement.devices.first?.work)
    #expect(work.expertLayers == 48)
    #expect(work.bytesPerToken * 5 < work.bytesPerBatch)
  }
}

@Suite struct PlacementTests {
  static let gib = 1 << 30

  private func fit(
    _ id: String, _ quantization: String, ram: Int, gpus: [Int], workload: Workload = Workload()
  ) throws -> Fit {
    let model = try #require(TestCatalog.byID[id])
    let machine = TestMachine.machine(ram: ram * Self.gib, gpus: gpus.map { ($0 * Self.gib, .cuda) })
    return try #require(
      FitCalculator(machine: machine).fits(of: model, quantizations: [quantization], workload: workload).first)
  }

  @Test func aLargeModelIsSplitOverUnlikeGPUsByTheirOwnBudgets() throws {
    let fit = try fit("llama-3.3-70b-instruct", "Q4_K_M", ram: 64, gpus: [24, 16, 12])
    #expect(fit.placement.mode == .multiGPU)
    #expect(fit.verdict == .fits)
    let devices = fit.placement.devices.filter { $0.id != "cpu" }
    #expect(devices.count == 3)
    #expect(devices.reduce(0) { $0 + $1.layers } == 80)
    for device in devices { #expect(device.bytes <= device.budgetBytes) }
    // The larger card takes more layers.
    #expect(devices[0].layers > devices[2].layers)
  }

  @Test func expertsOfAsFewLayersAsPossibleStayInMainMemory() throws {
    let fit = try fit("qwen3-30b-a3b", "Q4_K_M", ram: 64, gpus: [12])
    #expect(fit.placement.mode == .expertOffload)
    #expect((1..<48).contains(fit.placement.expertLayersInRAM))
    #expect(fit.placement.gpuLayers == 49)
    let larger = try self.fit("qwen3-30b-a3b", "Q4_K_M", ram: 64, gpus: [16])
    #expect(larger.placement.expertLayersInRAM < fit.placement.expertLayersInRAM)
    let work = fit.placement.devices.map(\.work)
    let whole = try self.fit("qwen3-30b-a3b", "Q4_K_M", ram: 64, gpus: [])
    // Nothing is lost or read twice when the work is divided.
    let sum = work.reduce(0) { $0 + $1.multiplyAddsPerToken }
    let expected = try #require(whole.placement.devices.first).work.multiplyAddsPerToken
    #expect(abs(sum - expected) < 64)
    #expect(work.reduce(0) { $0 + $1.expertLayers } == 48)
  }

  /// For prompts a card has a copy of one weight of main memory at a time beside what the layers take.
  @Test func aCardHasRoomForTheCopyOfAWeightFromMainMemory() throws {
    let model = try #require(TestCatalog.byID["gpt-oss-120b"])
    let copy = 128 * 2880 * 2880 * 17 / 32
    for reservation in [Reservation.library, .llamaServer] {
      var workload = Workload()
      workload.reservation = reservation
      func compute(_ gibibytes: Int) throws -> (bytes: Int, mode: Placement.Mode) {
        let machine = TestMachine.machine(ram: 96 * Self.gib, gpus: [(gibibytes * Self.gib, .cuda)])
        let fit = try #require(
          FitCalculator(machine: machine).fits(of: model, quantizations: ["MXFP4_MOE"], workload: workload).first)
        #expect(fit.verdict == .fits && fit.placement.devices[0].bytes <= gibibytes * Self.gib)
        return (fit.placement.devices[0].memory.computeBytes, fit.placement.mode)
      }
      let (whole, part) = (try compute(80), try compute(24))
      #expect(whole.mode == .gpu && part.mode == .expertOffload)
      // The published file is a little larger than its recipe.
      #expect(part.bytes >= copy && part.bytes <= whole.bytes + copy * 101 / 100)
    }
  }

  @Test func aDenseModelThatIsTooLargePutsItsLastLayersOnTheGPU() throws {
    let fit = try fit("llama-3.1-8b-instruct", "Q8_0", ram: 64, gpus: [6])
    #expect(fit.placement.mode == .partialOffload)
    let device = try #require(fit.placement.devices.first)
    #expect(fit.placement.gpuLayers == device.layers + 1)
    #expect(fit.placement.devices.reduce(0) { $0 + $1.layers } == 32)
  }

  @Test func allCardsTakeLayersOfWhatIsTooLargeForThem() throws {
    let one = try fit("llama-3.3-70b-instruct", "Q4_K_M", ram: 64, gpus: [16])
    let two = try fit("llama-3.3-70b-instruct", "Q4_K_M", ram: 64, gpus: [16, 12])
    #expect(one.placement.mode == .partialOffload && two.placement.mode == .partialOffload)
    #expect(two.placement.devices.count == 3)
    #expect(two.placement.gpuLayers > one.placement.gpuLayers + 10)
  }

  @Test func whatFitsNowhereSaysHowMuchIsMissing() throws {
    let fit = try fit("llama-3.1-405b-instruct", "Q8_0", ram: 64, gpus: [24])
    #expect(fit.verdict == .tooLarge)
    #expect(fit.placement.mode == .none)
    #expect(fit.headroomBytes < -300 * Self.gib)
  }

  @Test func budgetsOfTheUserAreKept() throws {
    let limited = try fit(
      "llama-3.1-8b-instruct", "Q4_K_M", ram: 64, gpus: [24], workload: Workload(vramBudgetBytes: 4 * Self.gib))
    #expect(limited.placement.mode == .partialOffload)
    let device = try #require(limited.placement.devices.first)
    #expect(device.bytes <= 4 * Self.gib)
    #expect(device.budgetBytes == 4 * Self.gib)
  }

  @Test func memoryLentToAGraphicsUnitIsCountedOnce() throws {
    let model = try #require(TestCatalog.byID["llama-3.1-8b-instruct"])
    let machine = TestMachine.machine(ram: 8 * Self.gib, gpus: [(8 * Self.gib, .vulkan)], kind: .shared)
    let fit = try #require(
      FitCalculator(machine: machine).fits(of: model, quantizations: ["Q8_0"], workload: Workload()).first)
    #expect(fit.verdict == .tooLarge)
    let small = try #require(
      FitCalculator(machine: machine).fits(of: model, quantizations: ["Q4_K_M"], workload: Workload()).first)
    #expect(small.placement.mode == .gpu)
    #expect(small.memory.totalBytes <= 8 * Self.gib)
  }

  @Test func packedWeightsNeedAGPU() throws {
    let none = try fit("llama-3.1-8b-instruct", "AWQ", ram: 64, gpus: [])
    #expect(none.verdict == .tooLarge)
    let one = try fit("llama-3.1-8b-instruct", "AWQ", ram: 64, gpus: [24])
    #expect(one.placement.mode == .gpu)
    #expect((5 * Self.gib..<6 * Self.gib).contains(one.memory.weightsBytes))
  }
}
