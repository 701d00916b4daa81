import Base
import Machines

/// What the control groups around this process allow it, over the whole path.
struct ControlGroupLimits: Equatable {
  /// The tightest memory limit; nil when there is none.
  var memoryBytes: Int?
  /// The file that sets it.
  var memorySource: String?
  /// Why there may be a memory limit that cannot be seen; nil when there is none.
  var memoryObstacle: String?
  /// The least that is left under any limit, with reclaimable page cache counted as free.
  var memoryLeftBytes: Int?
  /// The tightest swap limit; nil when there is none.
  var swapBytes: Int?
  /// The tightest CPU quota, in processors; nil when there is none.
  var quotaProcessors: Double?
  /// The threads of the cpuset; nil when it does not say.
  var cpuset: CPUList?

  init(root: SystemRoot, texts: ForeignTexts? = nil) {
    let paths = ControlGroupPaths(root: root, texts: texts)
    memoryObstacle = paths.obstacle(to: "memory")
    for hierarchy in paths.hierarchies(of: "memory") {
      for folder in hierarchy.folders { readMemory(root, folder, hierarchy.version) }
      if hierarchy.version == .one { readHidden(root, hierarchy) }
    }
    for hierarchy in paths.hierarchies(of: "cpu") {
      for folder in hierarchy.folders { readQuota(root, folder, hierarchy.version) }
    }
    for hierarchy in paths.hierarchies(of: "cpuset") where cpuset == nil {
      readCPUSet(root, hierarchy)
    }
  }

  private mutating func readMemory(_ root: SystemRoot, _ folder: String, _ version: ControlGroupPaths.Version) {
    readSwap(root, folder, version)
    let limits = version == .two ? ["memory.max", "memory.high"] : ["memory.limit_in_bytes"]
    for name in limits {
      guard let limit = Self.bytes(root, folder + "/" + name) else { continue }
      if memoryBytes.map({ limit < $0 }) ?? true { (memoryBytes, memorySource) = (limit, folder + "/" + name) }
      let left = max(0, limit - Self.used(root, folder, version))
      memoryLeftBytes = min(memoryLeftBytes ?? left, left)
    }
  }

  /// Limits of groups above those that the mount shows: v1 tells the tightest of all in `memory.stat`.
  private mutating func readHidden(_ root: SystemRoot, _ hierarchy: ControlGroupPaths.Hierarchy) {
    guard let folder = hierarchy.folders.first,
      let limit = Self.statistics(root, folder)["hierarchical_memory_limit"], limit < 1 << 60,
      memoryBytes.map({ limit < $0 }) ?? true
    else { return }
    (memoryBytes, memorySource) = (limit, folder + "/memory.stat")
    let left = max(0, limit - Self.used(root, folder, .one))
    memoryLeftBytes = min(memoryLeftBytes ?? left, left)
  }

  private static func statistics(_ root: SystemRoot, _ folder: String) -> [String: Int] {
    (try? root.text(folder + "/memory.stat").get()).map(parse(memoryStat:)) ?? [:]
  }

  /// v2 limits swap by itself, v1 memory and swap together.
  private mutating func readSwap(_ root: SystemRoot, _ folder: String, _ version: ControlGroupPaths.Version) {
    let limit: Int?
    switch version {
    case .two: limit = Self.bytes(root, folder + "/memory.swap.max")
    case .one:
      let both = Self.bytes(root, folder + "/memory.memsw.limit_in_bytes")
      let memory = Self.bytes(root, folder + "/memory.limit_in_bytes")
      limit = both.flatMap { both in memory.map { max(0, both - $0) } }
    }
    if let limit { swapBytes = min(swapBytes ?? limit, limit) }
  }

  /// Memory in use that the kernel cannot simply take back.
  private static func used(_ root: SystemRoot, _ folder: String, _ version: ControlGroupPaths.Version) -> Int {
    let file = version == .two ? "memory.current" : "memory.usage_in_bytes"
    guard let usage = bytes(root, folder + "/" + file) else { return 0 }
    let statistics = statistics(root, folder)
    let names =
      version == .two
      ? ["inactive_file", "active_file", "slab_reclaimable"] : ["total_inactive_file", "total_active_file"]
    let reclaimable = names.reduce(0) { $0 + min(statistics[$1] ?? 0, usage) }
    return max(0, usage - reclaimable)
  }

  /// Parses `memory.stat`: a name and a number per line.
  static func parse(memoryStat text: String) -> [String: Int] {
    var statistics: [String: Int] = [:]
    for line in text.fields(at: "\n") {
      let words = line.fields(at: " ")
      guard words.count == 2, let number = Int(words[1]), (0...1 << 60).contains(number) else { continue }
      statistics[String(words[0])] = number
    }
    return statistics
  }

  /// A number of bytes; nil for `max` and for the huge number by which v1 says that there is no limit.
  private static func bytes(_ root: SystemRoot, _ path: String) -> Int? {
    guard let text = try? root.text(path).get(), let number = Int(text), (0..<1 << 60).contains(number) else {
      return nil
    }
    return number
  }

  private mutating func readQuota(_ root: SystemRoot, _ folder: String, _ version: ControlGroupPaths.Version) {
    let quota: Double?
    if version == .two {
      quota = (try? root.text(folder + "/cpu.max").get()).flatMap(Self.parse(cpuMax:))
    } else {
      let amount = Self.bytes(root, folder + "/cpu.cfs_quota_us")
      let period = Self.bytes(root, folder + "/cpu.cfs_period_us")
      quota = amount.flatMap { amount in period.flatMap { $0 > 0 && amount > 0 ? Double(amount) / Double($0) : nil } }
    }
    if let quota { quotaProcessors = min(quotaProcessors ?? quota, quota) }
  }

  /// Parses `cpu.max`: a quota or `max`, then a period, both in microseconds.
  static func parse(cpuMax text: String) -> Double? {
    let words = text.split(separator: " ")
    guard let quota = words.first.flatMap({ Int($0) }), quota > 0 else { return nil }
    guard let period = words.count > 1 ? Int(words[1]) : 100_000, period > 0 else { return nil }
    return Double(quota) / Double(period)
  }

  private mutating func readCPUSet(_ root: SystemRoot, _ hierarchy: ControlGroupPaths.Hierarchy) {
    let names =
      hierarchy.version == .two
      ? ["cpuset.cpus.effective", "cpuset.cpus"] : ["cpuset.effective_cpus", "cpuset.cpus"]
    for folder in hierarchy.folders {
      for name in names {
        if let text = try? root.text(folder + "/" + name).get(), !text.isEmpty, let list = CPUList(text), list.count > 0
        {
          cpuset = list
          return
        }
      }
    }
  }
}
