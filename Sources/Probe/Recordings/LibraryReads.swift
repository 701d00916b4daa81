import Base

/// Asks for what hwloc and libpci read by themselves, so that a recording holds it.
enum LibraryReads {
  /// Folders of which hwloc reads every part.
  private static let topologyFolders = ["/sys/devices/system/cpu", "/sys/devices/system/node"]
  /// Parts of them that say nothing about topology.
  private static let skipped: Set<String> = [
    "power", "uevent", "microcode", "firmware_node", "subsystem", "driver", "hotplug", "vulnerabilities", "cpuidle",
    "crash_notes", "crash_notes_size", "thermal_throttle", "mce", "vmstat", "numastat",
  ]
  private static let pciFiles =
    PCILibrary.identityFiles + PCILibrary.detailFiles + ["irq", "numa_node", "label", "boot_vga"]

  static func note(root: SystemRoot) {
    for folder in topologyFolders { walk(folder, root, depth: 0) }
    for path in ["/proc/self/cpuset", "/proc/cpuset", "/proc/device-tree/cpus"] { _ = root.exists(path) }
    for name in root.names(in: PCIBus.folder) {
      let device = PCIBus.folder + "/" + name
      for file in pciFiles { _ = root.bytes(device + "/" + file) }
      _ = root.link(device + "/driver")
    }
  }

  private static func walk(_ folder: String, _ root: SystemRoot, depth: Int) {
    guard depth < 6 else { return }
    for name in root.names(in: folder) where !skipped.contains(name) {
      let path = folder + "/" + name
      if root.link(path) != nil { continue }
      if FileQuestions.isFolder(path) {
        walk(path, root, depth: depth + 1)
      } else {
        _ = root.bytes(path, limit: 1 << 16)
      }
    }
  }
}
