import Machines

/// A small live machine of which everything is known: 8 GiB, and threads that are all usable cores.
package enum TestMachine {
  package static func live(threads: Int = 2, caches: [CPU.Cache] = [], numaNodes: [CPU.NUMANode] = []) -> Machine {
    var machine = Machine(origin: .live)
    (machine.os.name, machine.os.kernel, machine.os.architecture) = (.known("Linux"), .known("6.1"), .known("x86_64"))
    var cpu = CPU()
    (cpu.vendor, cpu.model, cpu.packages) = (.known("V"), .known("M"), .known(1))
    (cpu.cores, cpu.threads, cpu.usableThreads) = (.known(threads), .known(threads), .known(threads))
    (cpu.performanceCores, cpu.efficiencyCores) = (.known(threads), .known(0))
    (cpu.caches, cpu.numaNodes) = (caches, numaNodes)
    machine.cpu = cpu
    machine.memory = memory(total: 8, available: 7, budget: 6)
    return machine
  }

  /// Main memory of so many GiB, without swap.
  package static func memory(total: Int, available: Int, budget: Int) -> Memory {
    var memory = Memory()
    (memory.totalBytes, memory.availableBytes) = (.known(total << 30), .known(available << 30))
    (memory.swapBytes, memory.budgetBytes) = (.known(0), .known(budget << 30))
    return memory
  }
}
