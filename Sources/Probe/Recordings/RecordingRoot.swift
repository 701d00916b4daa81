import Base

/// Finds the recording in what `--root` names: a folder, a folder around it, or a single file.
package enum RecordingRoot {
  /// Why nothing of a machine was found.
  package struct NotUnderstood: Error, Equatable {
    package var isArchive = false
    /// Folders inside, each of which is a machine.
    package var candidates: [String] = []
  }

  /// Archives often wrap a tree into a few folders; deeper, or beyond so many, nothing is looked for.
  private static let deepest = 4
  private static let mostFolders = 512
  private static let mostNames = 1 << 14
  private static let mostTexts = 256

  /// The root for a path.
  ///
  /// Of a folder in which nothing of a machine lies, the one folder inside it that has some.
  package static func find(_ path: String) throws(NotUnderstood) -> SystemRoot {
    let root = SystemRoot(path)
    var limits = ForeignTexts.Limits()
    guard !root.isLive, !isMachine(root, &limits) else { return root }
    guard FileQuestions.isFolder(path) else { throw NotUnderstood(isArchive: isArchive(path)) }
    let found = machines(below: root.prefix)
    guard found.count == 1 else { throw NotUnderstood(candidates: found) }
    return SystemRoot(found[0])
  }

  /// The folders below `path` that have something of a machine, the nearest alone.
  private static func machines(below path: String) -> [String] {
    var (level, folders, names) = ([path], 0, 0)
    var limits = ForeignTexts.Limits(files: mostTexts, bytes: 1 << 24)
    for _ in 0..<deepest {
      var next: [String] = []
      for folder in level {
        let inside = SystemRoot(folder).names(in: "/")
        names += inside.count
        guard names < mostNames else { return [] }
        next += inside.map { folder + "/" + $0 }.filter(FileQuestions.isFolder)
      }
      folders += next.count
      guard folders < mostFolders else { return [] }
      let found = next.filter { isMachine(SystemRoot($0), &limits) }
      if !found.isEmpty { return found }
      level = next
    }
    return []
  }

  /// Places of which each tells something about a machine.
  private static let places = [
    "/proc/cpuinfo", "/proc/meminfo", "/proc/version", "/proc/self/cgroup", "/proc/self/cpuset",
    "/proc/device-tree/compatible",
    "/proc/device-tree/cpus", "/proc/driver/nvidia", "/proc/bus/pci", "/sys/devices/system/cpu",
    "/sys/devices/system/node", "/sys/bus/pci/devices", "/sys/class/drm", "/sys/class/kfd", "/sys/class/accel",
    "/sys/firmware/devicetree/base", "/sys/firmware/dmi/tables/DMI", "/sys/class/dmi/id", "/sys/hypervisor/type",
    "/sys/fs/cgroup", "/plimsoll/facts.json", "/plimsoll/drivers.json", "/plimsoll/cpuid/pu0", "/cpuid/pu0",
    "/topology/nodes", "/kfd",
  ]

  /// Whether a name at the root says that the root is a copy of one folder of the kernel, or of CPUID's answers.
  static func isPart(_ name: String) -> Bool {
    if ["pu0", "nodes", "cgroup.controllers", "memory.max"].contains(name) { return true }
    return name.hasPrefix("card") && Int(name.dropFirst(4)) != nil
  }

  /// Whether something of a machine lies at the root, or the root is a text that tells of one.
  private static func isMachine(_ root: SystemRoot, _ limits: inout ForeignTexts.Limits) -> Bool {
    guard FileQuestions.isFolder(root.prefix) else { return !ForeignTexts(root, within: &limits).isEmpty }
    return root.names(in: "/").contains(where: isPart) || places.contains(where: root.exists)
      || !ControlGroupPaths(root: root, texts: nil).hierarchies(of: "memory").isEmpty
      || !ForeignTexts(root, within: &limits).isEmpty
  }

  /// By the first bytes of gzip, bzip2, xz, zstd and zip, and the mark of tar.
  private static func isArchive(_ path: String) -> Bool {
    guard let bytes = RecordedFile.bytes(at: path) else { return false }
    let starts: [[UInt8]] = [
      [0x1F, 0x8B], Array("BZh".utf8), [0xFD, 0x37, 0x7A, 0x58, 0x5A], [0x28, 0xB5, 0x2F, 0xFD], [0x50, 0x4B, 3, 4],
    ]
    return starts.contains { bytes.starts(with: $0) } || bytes.dropFirst(257).starts(with: "ustar".utf8)
  }
}
