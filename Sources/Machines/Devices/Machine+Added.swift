import Base

extension Machine {
  /// The same machine with cards and main memory beside what it has, to see what they would change.
  ///
  /// Everything that is known of it stays, and so does what was measured of its processor: cards are added as the GPU table
  /// describes them, and memory as fast as what is there. `names` are as for a simulated machine.
  package func adding(
    gpus names: [String], ramBytes: Int?, table: @autoclosure () -> GPUTable = .builtIn
  ) throws(AdditionProblem) -> Machine {
    var assumptions: [String] = []
    if case .simulated(let known) = origin { assumptions = known }
    let gpus: [NamedGPU]
    do {
      gpus = try SimulatedMachine.gpus(named: names, table(), assumptions: &assumptions)
    } catch {
      throw .unknown(error)
    }
    if let unified = gpus.first(where: { $0.gpu.isUnified }) { throw .noCard(unified.gpu.name) }
    var machine = self
    if let ramBytes {
      machine.addMainMemory(ramBytes)
      assumptions.append("\(ByteSize.text(ramBytes)) of main memory more, as fast as what is there")
    }
    for gpu in gpus {
      let taken = Set(machine.accelerators.map(\.id))
      let index = (0...).first { !taken.contains("gpu\($0)") } ?? taken.count
      machine.accelerators.append(SimulatedMachine.accelerator(gpu, index: index, memory: machine.memory))
      assumptions.append("\(gpu.gpu.name) beside what is there")
    }
    machine.origin = .simulated(assumptions: assumptions)
    return machine
  }

  /// More for a limit too: whoever asks what more memory would change means memory that may be used.
  private mutating func addMainMemory(_ bytes: Int) {
    let reserve = memory.totalBytes.value.map {
      Reserve.mainMemoryBytes(total: $0 + bytes) - Reserve.mainMemoryBytes(total: $0)
    }
    memory.totalBytes = memory.totalBytes.map { $0 + bytes }
    memory.availableBytes = memory.availableBytes.map { $0 + bytes }
    memory.limitBytes = memory.limitBytes.map { limit in limit.map { $0 + bytes } }
    memory.budgetBytes = memory.budgetBytes.map { $0 + bytes - (reserve ?? 0) }
  }
}

/// Why something cannot be put into a machine.
package enum AdditionProblem: Error, Equatable {
  case unknown(UnknownGPU)
  /// A part of a chip or board with memory of its own.
  case noCard(String)
}
