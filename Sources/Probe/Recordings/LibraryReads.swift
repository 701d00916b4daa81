import Base
import Machines

/// What hwloc and libpci read by themselves: a recording holds it, and of a recording it is looked at first.
enum LibraryReads {
  /// Folders of which hwloc reads every part.
  static let topologyFolders = [
    "/sys/devices/system/cpu", "/sys/devices/system/node", "/proc/device-tree/cpus", "/sys/kernel/mm/hugepages",
    "/sys/class/dmi/id", "/sys/devices/virtual/dmi/id", "/sys/bus/dax/devices", "/proc/driver/nvidia/gpus",
  ]
  static let topologyFiles = [
    "/proc/cpuinfo", "/proc/meminfo", "/proc/mounts", "/proc/self/cgroup", "/proc/self/cpuset", "/proc/cpuset",
    "/proc/hwloc-nofile-info",
  ]
  static let deepest = 8
  private static let mostFiles = 1 << 18

  /// Parts of the folders that say nothing about topology.
  private static let skipped: Set<String> = [
    "power", "uevent", "microcode", "firmware_node", "subsystem", "driver", "hotplug", "vulnerabilities", "cpuidle",
    "crash_notes", "crash_notes_size", "thermal_throttle", "mce", "vmstat", "numastat",
  ]
  private static let pciFiles =
    PCILibrary.Depth.details.files + ["irq", "numa_node", "label", "boot_vga"]

  /// Asks for everything, so that a recording holds it.
  static func note(root: SystemRoot) {
    for folder in topologyFolders.prefix(2) {
      for file in files(below: folder, in: root) { _ = root.bytes(file, limit: 1 << 16) }
    }
    for path in ["/proc/self/cpuset", "/proc/cpuset", "/proc/device-tree/cpus"] { _ = root.exists(path) }
    for name in root.names(in: PCIBus.folder) {
      let device = PCIBus.folder + "/" + name
      for file in pciFiles { _ = root.bytes(device + "/" + file) }
      _ = root.link(device + "/driver")
    }
  }

  /// Where a recording mounts the groups that limit processors: hwloc looks there too.
  static func groupFolders(in root: SystemRoot) -> [String] {
    guard let mounts = try? root.text("/proc/mounts", limit: 1 << 20).get() else { return [] }
    return mounts.split(separator: "\n").compactMap { line in
      let words = line.split(separator: " ")
      return words.count > 2 && ["cgroup", "cgroup2", "cpuset"].contains(words[2]) ? String(words[1]) : nil
    }
  }

  private static let groupLists: Set<String> = [
    "cpuset.cpus", "cpuset.mems", "cpuset.cpus.effective", "cpuset.mems.effective",
  ]

  /// Whether the lists of processors and nodes that hwloc counts through name none that no machine has.
  static func listsAreSensible(in root: SystemRoot) -> Bool {
    let fixed = ["cpu", "node"].flatMap { folder in
      ["online", "possible", "present"].map { "/sys/devices/system/\(folder)/\($0)" }
    }
    let groups = groupFolders(in: root).flatMap { files(below: $0, in: root) }
      .filter { $0.split(separator: "/").last.map { groupLists.contains(String($0)) } ?? false }
    return (fixed + groups).allSatisfy { path in
      guard let text = try? root.text(path, limit: 1 << 16).get() else { return true }
      return CPUList(text) != nil || !text.utf8.contains { (0x30...0x39).contains($0) }
    }
  }

  /// The files below a folder of the machine, links to folders left out.
  static func files(below folder: String, in root: SystemRoot) -> [String] {
    var files: [String] = []
    collect(folder, root, depth: 0, &files)
    return files
  }

  private static func collect(_ folder: String, _ root: SystemRoot, depth: Int, _ files: inout [String]) {
    guard depth < deepest, files.count < mostFiles else { return }
    for name in root.names(in: folder) where !skipped.contains(name) {
      let path = folder + "/" + name
      if root.link(path) != nil { continue }
      if root.resolve(path).map(FileQuestions.isFolder) ?? false {
        collect(path, root, depth: depth + 1, &files)
      } else {
        files.append(path)
      }
    }
  }
}
