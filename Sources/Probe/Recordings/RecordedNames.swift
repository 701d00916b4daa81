import Base

/// Names that a recording has in place of those that say what runs on a machine, for whom and where.
///
/// Control groups are called after users, services, pods and containers, folders after people and projects. Each such name
/// gets a number, the same wherever it occurs, and keeps the word by which its kind is told.
struct RecordedNames {
  private var numbers: [String: Int] = [:]

  private static let groupFolder = "/sys/fs/cgroup/"
  /// Names that every machine has.
  private static let commonGroups: Set = [
    "init.scope", "system.slice", "user.slice", "machine.slice", "docker", "lxc", "kubepods", "kubepods.slice",
    "unified",
    "systemd", "blkio", "cpu", "cpu,cpuacct", "cpuacct", "cpuset", "devices", "freezer", "hugetlb", "memory", "misc",
    "net_cls", "net_cls,net_prio", "net_prio", "perf_event", "pids", "rdma",
  ]
  /// Words by which the probe knows whose container a group is.
  private static let kinds = ["kubepods", "docker-", "libpod", "containerd", "lxc.payload", "machine-"]
  private static let commonFolders: Set = [
    "", "~", ".cache", ".local", ".ollama", "cache", "data", "hub", "huggingface", "llama.cpp", "lib", "media", "mnt",
    "models", "ollama", "opt", "share", "srv", "tmp", "usr", "var",
  ]

  /// Where a path of the machine stands in the recording.
  mutating func place(of path: String) -> String {
    path.hasPrefix(Self.groupFolder) ? Self.groupFolder + groups(String(path.dropFirst(Self.groupFolder.count))) : path
  }

  /// A path of control groups, which may end with the name of a file.
  mutating func groups(_ path: String) -> String {
    path.split(separator: "/", omittingEmptySubsequences: false).map { group(String($0)) }.joined(separator: "/")
  }

  private mutating func group(_ step: String) -> String {
    if step.isEmpty || step == ".." || Self.commonGroups.contains(step) || Self.isGroupFile(step) { return step }
    let kind = Self.kinds.first { step.hasPrefix($0) || step.contains("-" + $0) }
    return (kind ?? "group") + "-" + number("group " + step)
  }

  private static func isGroupFile(_ name: String) -> Bool {
    let parts = name.split(separator: ".")
    return parts.count >= 2 && ["memory", "cpu", "cpuset", "cgroup"].contains(String(parts[0]))
      && name.allSatisfy { $0.isLowercase || $0 == "." || $0 == "_" }
  }

  /// A path of a file system that the user chose.
  mutating func folders(_ path: String) -> String {
    let steps = path.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
    return steps.map { Self.commonFolders.contains($0) ? $0 : "folder-" + number("folder " + $0) }.joined(
      separator: "/")
  }

  private mutating func number(_ name: String) -> String {
    let number = numbers[name] ?? numbers.count + 1
    numbers[name] = number
    return String(number)
  }
}
