import Base
import Documents
import Machines
import Probe

/// Finds the machine that the options name: this one, a recorded one, a document or a simulated one.
struct MachineSource {
  let options: MachineOptions
  let surroundings: Surroundings

  /// The machine, with what is added to it.
  func machine() throws -> Machine { try adding(to: begin().machine()) }

  /// A machine that may have been measured, with what the options add to it.
  func adding(to machine: Machine) throws -> Machine {
    guard options.addsHardware else { return machine }
    do {
      return try machine.adding(gpus: options.addedGPUs, ramBytes: options.addRam?.bytes)
    } catch {
      switch error {
      case .unknown(let problem): throw Self.failure(problem)
      case .noCard(let name):
        throw Failure(.usage, "\(name) is no card that another machine could take", hint: "ask for it with --gpu")
      }
    }
  }

  /// Starts what takes long; options that cannot be met fail here.
  ///
  /// What is added is not in it yet.
  func begin() throws -> MachineUnderWay {
    if !options.startsFromThisMachine { Privileges.keepReadingFiles() }
    if let file = options.machine { return .known(try document(file)) }
    if let folder = options.root { return .known(try recorded(folder)) }
    if options.simulation != nil { return .known(try simulated()) }
    if let kept = surroundings.kept?.machine { return .known(kept) }
    let cache = DriverCache(folder: surroundings.cacheFolder, version: programVersion, asksAgain: options.fresh)
    return .probed(
      HardwareProbe(
        root: .live, environment: surroundings.environment, executable: surroundings.executable, cache: cache
      ).begin())
  }

  private func simulated() throws -> Machine {
    if let board = options.board { return try simulated(board) }
    do {
      return try SimulatedMachine.machine(
        gpus: options.gpus, ramBytes: options.ram?.bytes, cores: options.cores,
        memoryBandwidthBytesPerSecond: options.memoryBandwidth?.bytesPerSecond)
    } catch {
      throw Self.failure(error)
    }
  }

  private static func failure(_ problem: UnknownGPU) -> Failure {
    let nearest = problem.nearest.map { "'\($0)'" }.joined(separator: ", ")
    return Failure(
      .usage, "unknown GPU '\(problem.name)'",
      hint: nearest.isEmpty ? "name a GPU as its maker does, such as 'RTX 4090', or 'none'" : "nearest: \(nearest)")
  }

  private func simulated(_ board: String) throws -> Machine {
    guard options.gpus.isEmpty else {
      throw Failure(.usage, "--board names the whole machine, --gpu another one", hint: "give one of the two")
    }
    guard let choice = BoardTable.builtIn.named(board) else {
      let nearest = BoardTable.builtIn.nearest(to: board).map { "'\($0)'" }.joined(separator: ", ")
      throw Failure(
        .usage, "unknown board '\(board)'",
        hint: "nearest: \(nearest); a memory size it is made with and a power mode may follow")
    }
    return SimulatedMachine.machine(
      board: choice, ramBytes: options.ram?.bytes, cores: options.cores,
      memoryBandwidthBytesPerSecond: options.memoryBandwidth?.bytesPerSecond)
  }

  private func document(_ file: String) throws -> Machine {
    let bytes = try InputFile.bytes(file, what: "the machine document")
    let value = try InputFile.json(bytes, file: file)
    do {
      return try MachineReader.machine(value)
    } catch {
      throw InputFile.failure(error, file: file)
    }
  }

  private func recorded(_ folder: String) throws -> Machine {
    guard FileQuestions.exists(folder) else {
      throw Failure(.noInput, "the recording '\(folder)' is not there", hint: "make one with 'plimsoll record DIR'")
    }
    guard FileQuestions.isReadable(folder) else {
      throw Failure(.noInput, "the recording '\(folder)' cannot be read")
    }
    do {
      var machine = HardwareProbe(root: try RecordingRoot.find(folder), environment: [:], executable: nil).machine()
      for gap in machine.gaps where gap.subject == ForeignTexts.gapSubject {
        surroundings.console.message("plimsoll: not used: \(gap.reason)\n")
      }
      if let ram = options.ram?.bytes { try Self.add(ram, to: &machine) }
      return machine
    } catch let problem as RecordingRoot.NotUnderstood {
      throw Self.failure(problem, folder)
    }
  }

  /// Adds the main memory that a recording does not tell.
  private static func add(_ ram: Int, to machine: inout Machine) throws {
    guard machine.memory.totalBytes.value == nil else {
      throw Failure(.usage, "--ram is for recordings that do not tell the main memory", hint: "leave it out")
    }
    let available = ram - Reserve.idleSystemBytes(total: ram)
    machine.memory.totalBytes = .known(ram)
    machine.memory.availableBytes = .known(available)
    machine.memory.budgetBytes = .known(max(0, available - Reserve.mainMemoryBytes(total: ram)))
  }

  private static func failure(_ problem: RecordingRoot.NotUnderstood, _ folder: String) -> Failure {
    if problem.isArchive {
      return Failure(.badData, "'\(folder)' is an archive", hint: "unpack it and give the folder")
    }
    guard problem.candidates.isEmpty else {
      let names = problem.candidates.prefix(4).map { "'\($0)'" }.joined(separator: ", ")
      return Failure(.badData, "'\(folder)' holds several machines", hint: "name one of them: \(names)")
    }
    return Failure(
      .badData, "'\(folder)' is no recording of a machine", hint: "docs/hardware.md lists what --root takes")
  }
}

/// A machine that is known, or whose drivers are still answering.
enum MachineUnderWay {
  case known(Machine)
  case probed(ProbeUnderWay)

  /// Whether there is time until the machine is known.
  var isAsking: Bool {
    switch self {
    case .known: false
    case .probed(let probe): probe.isAsking
    }
  }

  func machine() -> Machine {
    switch self {
    case .known(let machine): machine
    case .probed(let probe): probe.machine()
    }
  }
}
