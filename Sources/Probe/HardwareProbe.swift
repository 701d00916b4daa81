import Base
import Machines

/// Finds out what a machine has: the live one, or a recorded one through the same code.
package struct HardwareProbe {
  package let root: SystemRoot
  package let environment: [String: String]
  /// The program to start for the driver probe; nil starts none.
  package let executable: String?
  /// Where the drivers' answers are kept between runs; nil asks them each time and keeps nothing.
  let cache: DriverCache?

  package init(root: SystemRoot, environment: [String: String], executable: String?, cache: DriverCache? = nil) {
    self.cache = cache
    self.root = root
    self.environment = environment
    self.executable = executable
  }

  /// The machine; whatever cannot be read is unknown with its reason.
  package func machine() -> Machine { begin().machine() }

  /// Starts with what takes longest, the drivers, so that the caller can do other things until they answer.
  package func begin() -> ProbeUnderWay {
    let facts = liveFacts()
    var accelerators = AcceleratorProbe(root: root, environment: root.isLive ? environment : facts.environment)
    accelerators.start(executable: executable, cache: cache)
    return ProbeUnderWay(root: root, facts: facts, accelerators: accelerators)
  }

  /// What only a live process knows: asked of this process, or read from the recording.
  func liveFacts() -> LiveFacts {
    guard root.isLive else { return LiveFacts(recordedIn: root) }
    let home = environment["HOME"]
    let places = StorageProbe.places(environment: environment, home: home).map(\.path)
    return LiveFacts.live(environment: environment, places: places, home: home)
  }
}

/// A probe whose drivers have been asked and not waited for yet.
package struct ProbeUnderWay {
  let root: SystemRoot
  let facts: LiveFacts
  let accelerators: AcceleratorProbe

  /// Whether drivers are being asked, for which the rest must wait.
  package var isAsking: Bool { accelerators.isAsking }

  /// Reads the rest, waits for the drivers and puts the machine together.
  package func machine() -> Machine { probed().machine }

  /// The machine, and what was found of its accelerators with the drivers' answers as a recording keeps them.
  func probed() -> (machine: Machine, findings: AcceleratorProbe.Findings) {
    let texts = ForeignTexts(root)
    let limits = ControlGroupLimits(root: root, texts: texts)
    let (cpu, topology, info) = CPUProbe(root: root, facts: facts, limits: limits, texts: texts).read()
    var machine = Machine(origin: root.isLive ? .live : .recorded)
    machine.cpu = cpu
    machine.memory = MemoryProbe(root: root, limits: limits, texts: texts, topology: topology).read()
    machine.os = OSProbe(root: root, facts: facts, info: info, topology: topology, texts: texts).read()
    machine.storage = StorageProbe(facts: facts).read()
    machine.runtimes = RuntimeProbe(root: root, facts: facts).read()
    let findings = accelerators.finish(memory: machine.memory, texts: texts)
    (machine.accelerators, machine.gaps) = (findings.accelerators, findings.gaps + texts.gaps)
    return (machine, findings)
  }
}
