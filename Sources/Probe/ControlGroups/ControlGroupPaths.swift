import Base

/// The folders of the control groups around this process, from its own up to the mount.
///
/// Kernel: Documentation/admin-guide/cgroup-v2.rst and cgroup-v1/. A process may be in a v2 group and, for each
/// controller, in a v1 group; the mount may show the whole hierarchy, only a part of it (a container without a
/// namespace) or a hierarchy whose root the process takes for its own (a namespace).
struct ControlGroupPaths: Equatable {
  enum Version: Equatable { case one, two }

  /// Folders of one controller, the process's own first.
  struct Hierarchy: Equatable {
    let version: Version
    let folders: [String]
  }

  private let groups: [Group]
  private let mounts: [Mount]
  private let root: SystemRoot

  struct Group: Equatable {
    let controllers: [String]
    let path: String
  }

  struct Mount: Equatable {
    let version: Version
    let controllers: [String]
    let point: String
    /// The part of the hierarchy that the mount shows.
    let shown: String
  }

  init(root: SystemRoot, texts: ForeignTexts?) {
    self.root = root
    groups = (try? (texts?.proc(.cgroup) ?? root.text(ProcText.cgroup.path)).get()).map(Self.parse(cgroup:)) ?? []
    let mounted = (try? root.text("/proc/self/mountinfo").get()).map(Self.parse(mountinfo:)) ?? []
    mounts = mounted.isEmpty ? Self.usualMounts(root) : mounted
  }

  /// Where a controller's files are; v1 and v2 may both have some.
  func hierarchies(of controller: String) -> [Hierarchy] {
    mounts.compactMap { mount in
      switch mount.version {
      case .one:
        guard mount.controllers.contains(controller) else { return nil }
        let group = groups.first { $0.controllers.contains(controller) }
        return Hierarchy(version: .one, folders: folders(mount, group?.path ?? "/"))
      case .two:
        let group = groups.first { $0.controllers.isEmpty }
        return Hierarchy(version: .two, folders: folders(mount, group?.path ?? "/"))
      }
    }
  }

  /// Why the limits that a controller sets for this process cannot be seen; nil when they can, or when it is in no group.
  func obstacle(to controller: String) -> String? {
    let group =
      groups.first { $0.controllers.contains(controller) } ?? groups.first { $0.controllers.isEmpty }
    guard let group else { return nil }
    let isFirst = !group.controllers.isEmpty
    let mount = mounts.first { isFirst ? $0.controllers.contains(controller) : $0.version == .two }
    guard let mount else { return "no control group file system shows the limits of the group \(group.path)" }
    guard !mount.shown.split(separator: "/").contains("..") else {
      return "\(mount.point) shows groups above this process's own, and not which is its own"
    }
    var steps = group.path.split(separator: "/")
    let shown = mount.shown.split(separator: "/")
    if steps.starts(with: shown) { steps.removeFirst(shown.count) }
    guard !steps.isEmpty, !steps.contains(".."), !root.exists(mount.point + "/" + steps.joined(separator: "/")) else {
      return nil
    }
    return "\(mount.point) does not show the group \(group.path)"
  }

  private func folders(_ mount: Mount, _ path: String) -> [String] {
    var steps = path.split(separator: "/").map(String.init)
    let shown = mount.shown.split(separator: "/").map(String.init)
    if steps.starts(with: shown) { steps.removeFirst(shown.count) }
    if steps.contains("..") { steps = [] }
    if !steps.isEmpty, !root.exists(mount.point + "/" + steps.joined(separator: "/")) { steps = [] }
    var folders: [String] = []
    for count in stride(from: steps.count, through: 0, by: -1) {
      folders.append(([mount.point] + steps.prefix(count)).joined(separator: "/"))
    }
    return folders
  }

  /// Parses `/proc/self/cgroup`: lines such as `4:memory:/user.slice` and `0::/user.slice`.
  static func parse(cgroup text: String) -> [Group] {
    text.fields(at: "\n").compactMap { line in
      let parts = line.fields(at: ":", most: 3, keepsEmpty: true)
      guard parts.count == 3, Int(parts[0]) != nil, parts[2].hasPrefix("/") else { return nil }
      return Group(controllers: parts[1].split(separator: ",").map(String.init), path: String(parts[2]))
    }
  }

  /// Parses `/proc/self/mountinfo` for mounts of control groups.
  static func parse(mountinfo text: String) -> [Mount] {
    text.fields(at: "\n").compactMap { line in
      // Not a part of the text, which is searched more slowly.
      guard String(line).contains(" - cgroup") else { return nil }
      let words = line.fields(at: " ").map(String.init)
      guard let dash = words.firstIndex(of: "-"), dash >= 6, words.count > dash + 3 else { return nil }
      let (shown, point) = (words[3], words[4])
      switch words[dash + 1] {
      case "cgroup2": return Mount(version: .two, controllers: [], point: point, shown: shown)
      case "cgroup":
        return Mount(
          version: .one, controllers: words[dash + 3].split(separator: ",").map(String.init), point: point, shown: shown
        )
      default: return nil
      }
    }
  }

  /// The usual places, for recordings without a list of mounts; a recording may also be a control group folder itself.
  private static func usualMounts(_ root: SystemRoot) -> [Mount] {
    var mounts: [Mount] = []
    for base in ["/sys/fs/cgroup", ""] {
      for point in [base, base + "/unified"]
      where root.exists(point + "/cgroup.controllers") || root.exists(point + "/memory.max")
        || root.exists(point + "/cpu.max")
      {
        mounts.append(Mount(version: .two, controllers: [], point: point, shown: "/"))
      }
      for controller in ["memory", "cpu", "cpuset", "cpu,cpuacct"] where isController(controller, base, root) {
        mounts.append(
          Mount(
            version: .one, controllers: controller.split(separator: ",").map(String.init),
            point: base + "/" + controller, shown: "/"))
      }
      if !mounts.isEmpty { break }
    }
    return mounts
  }

  private static func isController(_ name: String, _ base: String, _ root: SystemRoot) -> Bool {
    let marks = [
      "memory": "memory.limit_in_bytes", "cpu": "cpu.cfs_quota_us", "cpuset": "cpuset.cpus",
      "cpu,cpuacct": "cpu.cfs_quota_us",
    ]
    guard let mark = marks[name] else { return false }
    return root.exists("\(base)/\(name)/\(mark)")
  }
}
