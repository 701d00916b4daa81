import Base
import CSystem
import Glibc

/// What the program does when it is started again as `plimsoll __probe-drivers vulkan|nvml|power|processes`.
///
/// Drivers are opened only here: whatever they do to the process, the probe loses one source and says so.
package enum DriverChild {
  /// The hidden first argument.
  package static let word = "__probe-drivers"

  /// The sources a child can be asked for; each has a child of its own.
  package enum Source: String, Sendable, CaseIterable { case vulkan, nvml, power, processes }

  /// Prints the JSON document of one source on standard output; returns the exit code.
  package static func run(_ arguments: [String]) -> Int32 {
    guard arguments.count == 1, let source = Source(rawValue: arguments[0]) else { return 64 }
    plimsoll_die_with_parent()
    if !needsDeviceNodes { plimsoll_fence_driver() }
    let document =
      switch source {
      case .vulkan: VulkanProbe.document()
      case .nvml: NVMLProbe.document()
      case .power: NVMLPower.document()
      case .processes: NVMLProcesses.document()
      }
    // Drivers write to standard output now and then: the document stands on a line of its own, and comes last.
    _ = Descriptor.write(("\n" + JSONWriter.line(document) + "\n").utf8, to: STDOUT_FILENO)
    // Some drivers crash in their exit handlers; there is nothing left to clean up.
    _exit(0)
  }

  /// Whether NVIDIA's kernel driver is loaded and its device nodes are not made yet: then the library starts a program of
  /// its maker that makes them, which no fence may prevent.
  private static var needsDeviceNodes: Bool {
    access("/proc/driver/nvidia", F_OK) == 0 && access("/dev/nvidiactl", F_OK) != 0
  }
}
