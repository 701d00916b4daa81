import Machines
import Base
import TestSupport
import Testing

@testable import Bench

@Suite struct MicroBenchTests {
  @Test func threadsAreToldApartByTheirNodes() {
    let machine = TestMachine.live(
      threads: 16,
      numaNodes: [
        CPU.NUMANode(id: 0, memoryBytes: .known(1 << 30), cpus: "0-3,8-11"),
        CPU.NUMANode(id: 1, memoryBytes: .known(1 << 30), cpus: "4-7,12-15"),
        CPU.NUMANode(id: 2, memoryBytes: .known(1 << 30), cpus: ""),
      ])
    let nodes = MicroBench.nodes(machine, [0, 4, 1, 5, 15])
    #expect(nodes.map(\.id) == [0, 1])
    #expect(nodes.map(\.threads) == [[0, 2], [1, 3, 4]])
    #expect(MicroBench.nodes(machine, [0, 1, 2]).isEmpty, "all on one node")
  }

  @Test func coresAreFilledBeforeTheirSecondThreads() {
    let neighbours = MicroBench.oneThreadOfEachCoreFirst([0, 1, 2, 3, 5]) {
      CPUList([Int($0) / 2 * 2, Int($0) / 2 * 2 + 1])
    }
    #expect(neighbours == [0, 2, 5, 1, 3])
    let halves = MicroBench.oneThreadOfEachCoreFirst([0, 1, 2, 3]) { CPUList([Int($0) % 2, Int($0) % 2 + 2]) }
    #expect(halves == [0, 1, 2, 3])
    #expect(MicroBench.oneThreadOfEachCoreFirst([4, 6]) { _ in nil } == [4, 6])
  }

  /// Only ratios are asked: other programs may run, and however many do, every figure has its turns in the end.
  @Test func aRunHoldsItsPromises() throws {
    let processors = try #require(Affinity.ownThreads())
    let nodes = processors.prefix(2).enumerated().map { index, processor in
      CPU.NUMANode(id: index, memoryBytes: .known(4 << 30), cpus: "\(processor)")
    }
    let machine = TestMachine.live(threads: nodes.count, numaNodes: nodes)
    let cpu = try MicroBench.run(machine, limitSeconds: 600).cpu
    #expect(cpu.threads == nodes.count)
    #expect(cpu.numaNodes.map(\.id) == (nodes.count > 1 ? [0, 1] : []))
    expectOrder(cpu)
    for format in WeightFormat.measured {
      let kernels = cpu.kernels.filter { $0.quantization == format.name }
      #expect(kernels.map(\.phase) == [.decode, .prefill])
    }
    #expect(cpu.attention.count == AttentionShape.measured.count)
  }

  /// What is not measured in time is left out, and what is there says that it is not all.
  @Test(arguments: [0.001, 0.05, 0.1]) func aRunThatIsEndedKeepsWhatItHas(limitSeconds: Double) throws {
    do {
      let cpu = try MicroBench.run(TestMachine.live(threads: 1, numaNodes: []), limitSeconds: limitSeconds).cpu
      #expect(cpu.isNoisy)
      expectOrder(cpu)
      #expect(Set(cpu.kernels.map(\.quantization)).isSubset(of: WeightFormat.measured.map(\.name)))
    } catch let skipped {
      #expect(skipped.reason == "other programs leave it too little time")
    }
  }

  private func expectOrder(_ cpu: Measurements.CPU) {
    for spread in [cpu.memoryReadBytesPerSecond, cpu.singleThreadReadBytesPerSecond]
      + cpu.numaNodes.map(\.memoryReadBytesPerSecond)
      + cpu.kernels.flatMap({ [$0.bytesPerSecond, $0.operationsPerSecond] })
    {
      #expect(spread.low > 0 && spread.low <= spread.median && spread.median <= spread.high)
    }
  }
}
