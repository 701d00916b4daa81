import HardwareModel
import SystemAccess
import Units

/// Finds out what a machine has: the live one, or a recorded one through the same code.
package struct HardwareProbe {
  package let root: SystemRoot
  package let environment: [String: String]
  /// The program to start for the driver probe; nil starts none.
  package let executable: String?

  package init(root: SystemRoot, environment: [String: String], executable: String?) {
    self.root = root
    self.environment = environment
    self.executable = executable
  }

  /// The machine; whatever cannot be read is unknown with its reason.
  package func machine() -> Machine {
    let facts = liveFacts()
    let limits = ControlGroupLimits(root: root)
    let (cpu, topology, info) = CPUProbe(root: root, facts: facts, limits: limits).read()
    let memory = MemoryProbe(root: root, limits: limits, topology: topology).read()
    return Machine(
      origin: root.isLive ? .live : .recorded, os: OSProbe(root: root, facts: facts, info: info).read(), cpu: cpu,
      memory: memory, storage: StorageProbe(facts: facts).read(),
      runtimes: RuntimeProbe(root: root, facts: facts).read())
  }

  /// What only a live process knows: asked of this process, or read from the recording.
  func liveFacts() -> LiveFacts {
    guard root.isLive else { return LiveFacts(recordedIn: root) }
    let home = environment["HOME"]
    let places = StorageProbe.places(environment: environment, home: home).map(\.path)
    return LiveFacts.live(environment: environment, places: places, home: home)
  }
}
