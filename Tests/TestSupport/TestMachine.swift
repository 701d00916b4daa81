import Machines

/// A small live machine of which everything is known: 8 GiB, and threads that are all usable cores.
package enum TestMachine {
  package static func live(threads: Int = 2, caches: [CPU.Cache] = [], numaNodes: [CPU.NUMANode] = []) -> Machine {
    Machine(
      origin: .live,
      os: OperatingSystem(name: .known("Linux"), kernel: .known("6.1"), architecture: .known("x86_64")),
      cpu: CPU(
        vendor: .known("V"), model: .known("M"), packages: .known(1), cores: .known(threads), threads: .known(threads),
        usableThreads: .known(threads), performanceCores: .known(threads), efficiencyCores: .known(0), caches: caches,
        numaNodes: numaNodes),
      memory: Memory(
        totalBytes: .known(8 << 30), availableBytes: .known(7 << 30), swapBytes: .known(0),
        budgetBytes: .known(6 << 30)))
  }
}
