import Options

/// Which machine the question is about.
package struct MachineOptions: ParsableArguments {
  @Option(
    names: ["--root"], "dir", help: "A recorded machine (see 'plimsoll record') instead of this one.",
    section: "Machine",
    completes: .folders)
  package var root: String?

  @Option(
    names: ["--machine"], "file", help: "A machine document, the output of 'hardware --json'.", section: "Machine",
    completes: .files)
  package var machine: String?

  @Option(
    repeated: ["--gpu"], "name",
    help: "Simulate a machine with this GPU ('RTX 4090', '2xRTX 3090', 'RTX 4090:48GiB', 'RTX 3090 + RTX 3060', "
      + "'none'); it has nothing that is not named.",
    section: "Machine", completes: .list(CompletionLists.gpus))
  package var gpus: [String]

  @Option(
    "name", help: "Simulate a board: 'raspberry pi 5 8GB', 'jetson agx orin 64GB 30W', 'rk3588'.", section: "Machine",
    completes: .list(CompletionLists.boards))
  package var board: String?

  @Option(
    names: ["--ram"], "size", help: "Main memory of the simulated machine, such as 64GiB.", section: "Machine")
  package var ram: SizeArgument?

  @Option(
    "n", help: "Processor cores of the simulated machine.", section: "Machine",
    check: { (1...4096).contains($0) ? nil : "a number of cores from 1 to 4096" })
  package var cores: Int?

  @Option("rate", help: "Main memory's bandwidth of the simulated machine, such as 80GB/s.", section: "Machine")
  var memoryBandwidth: RateArgument?

  @Option(
    repeated: ["--add-gpu"], "name", help: "Put this GPU beside what the machine has, to see what it would change.",
    section: "Machine", completes: .list(CompletionLists.gpus))
  var addedGPUs: [String]

  @Option("size", help: "Add so much main memory, to see what it would change.", section: "Machine")
  var addRam: SizeArgument?

  @Flag(
    help: "Ask the graphics drivers again instead of taking what they told before.", section: "Machine",
    isLocal: true)
  var fresh: Bool

  package init() {}

  /// The first option given that makes the machine a simulated one.
  var simulation: String? {
    if board != nil { return "--board" }
    if !gpus.isEmpty { return "--gpu" }
    if ram != nil { return "--ram" }
    if cores != nil { return "--cores" }
    return memoryBandwidth == nil ? nil : "--memory-bandwidth"
  }

  /// Whether something is added that the machine does not have.
  var addsHardware: Bool { !addedGPUs.isEmpty || addRam != nil }

  /// Whether it is asked about this machine, perhaps with something added.
  var startsFromThisMachine: Bool { root == nil && machine == nil && simulation == nil }

  var isThisMachine: Bool { startsFromThisMachine && !addsHardware }

  package func validate() throws(OptionProblem) {
    if root != nil, machine != nil { throw .conflict("--root", "--machine") }
    let other = root != nil ? "--root" : machine != nil ? "--machine" : simulation
    if fresh, let other { throw .conflict("--fresh", other) }
    guard let simulation else { return }
    // A recording of the devices alone may be given the main memory that it does not tell.
    if root != nil, simulation != "--ram" || cores != nil || memoryBandwidth != nil {
      throw .conflict("--root", simulation)
    }
    if machine != nil { throw .conflict("--machine", simulation) }
  }
}
