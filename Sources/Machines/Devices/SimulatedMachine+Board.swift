import Base

extension SimulatedMachine {
  /// The machine that a board is.
  package static func machine(
    board choice: Board.Choice, ramBytes: Int? = nil, cores: Int? = nil, memoryBandwidthBytesPerSecond: Double? = nil,
    table: @autoclosure () -> GPUTable = .builtIn
  ) -> Machine {
    let (board, mode) = (choice.board, choice.mode)
    let gpuID = mode?.gpu ?? board.gpus[choice.memoryBytes]
    let gpu = gpuID.flatMap { table().gpu(id: $0) }
    let visible = ramBytes ?? Int(Double(choice.memoryBytes) * board.visibleShare)
    let count = cores ?? mode?.cores ?? board.cores
    var assumptions = choice.assumptions
    if ramBytes == nil {
      assumptions.append(
        "\(ByteSize.text(visible)) of its \(ByteSize.text(choice.memoryBytes)) left to the system by its firmware")
    }
    let bandwidth = memoryBandwidthBytesPerSecond ?? mode?.bandwidthBytesPerSecond ?? board.bandwidthBytesPerSecond
    let memory = memory(total: visible, bandwidth: bandwidth)
    var machine = Machine(origin: .simulated(assumptions: assumptions))
    (machine.os.name, machine.os.kernel) = (.unknown(reason: simulated), .unknown(reason: simulated))
    machine.os.architecture = .known("aarch64")
    machine.memory = memory
    machine.cpu.vendor = .unknown(reason: simulated)
    machine.cpu.model = .known(board.name)
    machine.cpu.isa = board.isa
    machine.cpu.packages = .known(1)
    (machine.cpu.cores, machine.cpu.threads, machine.cpu.usableThreads) = (.known(count), .known(count), .known(count))
    (machine.cpu.performanceCores, machine.cpu.efficiencyCores) = (.known(count), .known(0))
    if let gpu {
      let named = NamedGPU(gpu: gpu, memoryBytes: choice.memoryBytes, assumption: nil)
      machine.accelerators = [accelerator(named, index: 0, memory: memory)]
    }
    return machine
  }
}
