import Machines
import Base
import Testing

@testable import Probe

/// Limits over the whole path of control groups, both versions, in synthetic trees.
@Suite struct ControlGroupTests {
  private static let gibibyte = 1 << 30
  private static let meminfo = "MemTotal: 16777216 kB\nMemAvailable: 12582912 kB\nSwapTotal: 4194304 kB\n"
  private static let v2 = "30 23 0:26 / /sys/fs/cgroup rw,nosuid - cgroup2 cgroup2 rw\n"
  private static let v1 =
    "33 32 0:30 / /sys/fs/cgroup/memory rw - cgroup cgroup rw,memory\n"
    + "34 32 0:31 / /sys/fs/cgroup/cpu,cpuacct rw - cgroup cgroup rw,cpu,cpuacct\n"
    + "35 32 0:32 / /sys/fs/cgroup/cpuset rw - cgroup cgroup rw,cpuset\n"

  private func limits(_ files: [String: String]) throws -> ControlGroupLimits {
    let folder = try SyntheticTree(files: files).folder()
    return ControlGroupLimits(root: SystemRoot(folder.path))
  }

  private func machine(_ files: [String: String]) throws -> Machine {
    let tree = SyntheticTree(files: ["/proc/meminfo": Self.meminfo]).adding(files)
    let folder = try tree.folder()
    return HardwareProbe(root: SystemRoot(folder.path), environment: [:], executable: nil).machine()
  }

  @Test func theTightestOfNestedLimitsCountsWhereverItStands() throws {
    let base = "/sys/fs/cgroup"
    var files = [
      "/proc/self/mountinfo": Self.v2, "/proc/self/cgroup": "0::/a/b/c\n", "\(base)/a/memory.max": "4294967296\n",
      "\(base)/a/b/memory.max": "2147483648\n", "\(base)/a/b/c/memory.max": "max\n",
    ]
    var found = try limits(files)
    #expect(found.memoryBytes == 2 * Self.gibibyte)
    #expect(found.memorySource == "/sys/fs/cgroup/a/b/memory.max")
    files["\(base)/a/memory.max"] = "1073741824\n"
    found = try limits(files)
    #expect(found.memoryBytes == Self.gibibyte && found.memorySource == "/sys/fs/cgroup/a/memory.max")
    files["\(base)/a/b/c/memory.high"] = "536870912\n"
    found = try limits(files)
    #expect(found.memoryBytes == Self.gibibyte / 2 && found.memorySource == "/sys/fs/cgroup/a/b/c/memory.high")
  }

  @Test func pageCacheIsNotUsed() throws {
    let base = "/sys/fs/cgroup/a"
    let found = try limits([
      "/proc/self/mountinfo": Self.v2, "/proc/self/cgroup": "0::/a\n", "\(base)/memory.max": "1000\n",
      "\(base)/memory.current": "900\n",
      "\(base)/memory.stat": "anon 300\ninactive_file 350\nactive_file 150\nslab_reclaimable 100\n",
    ])
    #expect(found.memoryLeftBytes == 1000 - 300)
    let old = try limits([
      "/proc/self/mountinfo": Self.v1, "/proc/self/cgroup": "4:memory:/a\n",
      "/sys/fs/cgroup/memory/a/memory.limit_in_bytes": "1000\n",
      "/sys/fs/cgroup/memory/a/memory.usage_in_bytes": "900\n",
      "/sys/fs/cgroup/memory/a/memory.stat": "cache 5\ntotal_inactive_file 300\ntotal_active_file 200\n",
    ])
    #expect(old.memoryLeftBytes == 1000 - 400)
  }

  /// Nobody can take back more than there is.
  @Test func cacheBeyondTheUsageIsNotFree() throws {
    let found = try limits([
      "/proc/self/mountinfo": Self.v2, "/proc/self/cgroup": "0::/a\n", "/sys/fs/cgroup/a/memory.max": "1000\n",
      "/sys/fs/cgroup/a/memory.current": "100\n", "/sys/fs/cgroup/a/memory.stat": "inactive_file 99999\n",
    ])
    #expect(found.memoryLeftBytes == 1000)
  }

  @Test func theUnlimitedNumberOfTheFirstVersionIsNoLimit() throws {
    let found = try limits([
      "/proc/self/mountinfo": Self.v1, "/proc/self/cgroup": "4:memory:/a\n",
      "/sys/fs/cgroup/memory/a/memory.limit_in_bytes": "9223372036854771712\n",
      "/sys/fs/cgroup/memory/memory.limit_in_bytes": "9223372036854771712\n",
    ])
    #expect(found.memoryBytes == nil && found.memorySource == nil && found.memoryLeftBytes == nil)
  }

  /// A container without a namespace: the mount shows only the part of the hierarchy that the path begins with.
  @Test func aMountThatShowsAPart() throws {
    let found = try limits([
      "/proc/self/mountinfo":
        "33 32 0:30 /docker/abc /sys/fs/cgroup/memory ro - cgroup cgroup rw,memory\n",
      "/proc/self/cgroup": "4:memory:/docker/abc\n", "/sys/fs/cgroup/memory/memory.limit_in_bytes": "2147483648\n",
    ])
    #expect(found.memoryBytes == 2 * Self.gibibyte)
    #expect(found.memorySource == "/sys/fs/cgroup/memory/memory.limit_in_bytes")
  }

  /// A limit above what the mount shows stands only in the statistics.
  @Test func aLimitAboveTheMount() throws {
    let found = try limits([
      "/proc/self/mountinfo":
        "33 32 0:30 /pod/abc /sys/fs/cgroup/memory ro - cgroup cgroup rw,memory\n",
      "/proc/self/cgroup": "4:memory:/pod/abc\n",
      "/sys/fs/cgroup/memory/memory.limit_in_bytes": "9223372036854771712\n",
      "/sys/fs/cgroup/memory/memory.usage_in_bytes": "1000\n",
      "/sys/fs/cgroup/memory/memory.stat": "hierarchical_memory_limit 1073741824\ntotal_inactive_file 1000\n",
    ])
    #expect(found.memoryBytes == Self.gibibyte && found.memorySource == "/sys/fs/cgroup/memory/memory.stat")
    #expect(found.memoryLeftBytes == Self.gibibyte)
  }

  /// In a namespace the own group is the root, and a path out of it says nothing.
  @Test(arguments: ["0::/\n", "0::/../other\n"]) func namespaces(_ group: String) throws {
    let found = try limits([
      "/proc/self/mountinfo": Self.v2, "/proc/self/cgroup": group, "/sys/fs/cgroup/memory.max": "3221225472\n",
    ])
    #expect(found.memoryBytes == 3 * Self.gibibyte && found.memorySource == "/sys/fs/cgroup/memory.max")
  }

  /// A group whose limits nobody can see may have some.
  @Test(arguments: [
    ["/proc/self/cgroup": "0::/\n", "/proc/self/mountinfo": "22 1 0:20 / /proc rw - proc proc rw\n"],
    ["/proc/self/cgroup": "4:memory:/a\n", "/proc/self/mountinfo": v2],
    // The host's mount in a namespace: the own group lies somewhere below it.
    [
      "/proc/self/cgroup": "0::/\n", "/sys/fs/cgroup/cgroup.controllers": "memory\n",
      "/proc/self/mountinfo": "30 23 0:26 /../.. /sys/fs/cgroup rw - cgroup2 cgroup2 rw\n",
    ],
    ["/proc/self/cgroup": "0::/pod/a\n", "/proc/self/mountinfo": v2, "/sys/fs/cgroup/cpu.max": "max 100000\n"],
  ])
  func aLimitThatCannotBeSeenIsUnknown(_ files: [String: String]) throws {
    let memory = try machine(files).memory
    #expect(memory.limitBytes.reason != nil)
    #expect(try limits(files).memoryObstacle != nil)
  }

  /// Sixteen thousand groups in each other are no path that a kernel has: unknown, without a look at every prefix.
  @Test func aPathThatIsTooDeepIsUnknown() throws {
    let deep = String(repeating: "/a", count: 16_000)
    let files = ["/proc/self/cgroup": "0::\(deep)\n", "/proc/self/mountinfo": Self.v2, "/sys/fs/cgroup/cpu.max": "max"]
    #expect(try limits(files).memoryObstacle != nil)
  }

  @Test func noGroupAtAllIsNoLimit() throws {
    #expect(try machine([:]).memory.limitBytes == .known(nil))
    #expect(
      try machine(["/proc/self/cgroup": "0::/a\n", "/proc/self/mountinfo": Self.v2, "/sys/fs/cgroup/a/cpu.max": "max"])
        .memory.limitBytes == .known(nil))
  }

  @Test func swapIsLimitedByItselfOrTogether() throws {
    let two = try limits([
      "/proc/self/mountinfo": Self.v2, "/proc/self/cgroup": "0::/a/b\n",
      "/sys/fs/cgroup/a/memory.swap.max": "500\n", "/sys/fs/cgroup/a/b/memory.swap.max": "max\n",
    ])
    #expect(two.swapBytes == 500 && two.memoryBytes == nil)
    let one = try limits([
      "/proc/self/mountinfo": Self.v1, "/proc/self/cgroup": "4:memory:/a\n",
      "/sys/fs/cgroup/memory/a/memory.limit_in_bytes": "1000\n",
      "/sys/fs/cgroup/memory/a/memory.memsw.limit_in_bytes": "1600\n",
    ])
    #expect(one.swapBytes == 600 && one.memoryBytes == 1000)
  }

  @Test func quotasAndSetsOfBothVersions() throws {
    let two = try limits([
      "/proc/self/mountinfo": Self.v2, "/proc/self/cgroup": "0::/a/b\n", "/sys/fs/cgroup/a/cpu.max": "150000 100000\n",
      "/sys/fs/cgroup/a/b/cpu.max": "max 100000\n", "/sys/fs/cgroup/a/b/cpuset.cpus.effective": "2-5\n",
    ])
    #expect(two.quotaProcessors == 1.5 && two.cpuset?.text == "2-5")
    let one = try limits([
      "/proc/self/mountinfo": Self.v1, "/proc/self/cgroup": "3:cpu,cpuacct:/a\n2:cpuset:/a\n",
      "/sys/fs/cgroup/cpu,cpuacct/a/cpu.cfs_quota_us": "250000\n",
      "/sys/fs/cgroup/cpu,cpuacct/a/cpu.cfs_period_us": "100000\n",
      "/sys/fs/cgroup/cpu,cpuacct/cpu.cfs_quota_us": "-1\n",
      "/sys/fs/cgroup/cpu,cpuacct/cpu.cfs_period_us": "100000\n", "/sys/fs/cgroup/cpuset/a/cpuset.cpus": "0,2\n",
    ])
    #expect(one.quotaProcessors == 2.5 && one.cpuset?.text == "0,2")
  }

  /// Both versions at once: a controller is in one of them, and both are looked at.
  @Test func bothVersionsTogether() throws {
    let found = try limits([
      "/proc/self/mountinfo": Self.v1 + "36 32 0:33 / /sys/fs/cgroup/unified rw - cgroup2 cgroup2 rw\n",
      "/proc/self/cgroup": "4:memory:/a\n0::/b\n", "/sys/fs/cgroup/memory/a/memory.limit_in_bytes": "2000\n",
      "/sys/fs/cgroup/unified/b/memory.max": "1000\n",
    ])
    #expect(found.memoryBytes == 1000)
  }

  @Test func theBudgetIsNeverMoreThanIsLeft() throws {
    let found = try machine([
      "/proc/self/mountinfo": Self.v2, "/proc/self/cgroup": "0::/a\n", "/sys/fs/cgroup/a/memory.max": "2147483648\n",
      "/sys/fs/cgroup/a/memory.current": "1073741824\n", "/sys/fs/cgroup/a/memory.stat": "inactive_file 0\n",
    ])
    #expect(found.memory.totalBytes == .known(16 * Self.gibibyte))
    #expect(found.memory.limitBytes == .known(2 * Self.gibibyte))
    let budget = try #require(found.memory.budgetBytes.value)
    #expect(budget < Self.gibibyte && budget > Self.gibibyte / 2)
  }

  /// A limit above the machine's memory limits nothing.
  @Test func aLimitBeyondTheMemoryIsNone() throws {
    let found = try machine([
      "/proc/self/mountinfo": Self.v2, "/proc/self/cgroup": "0::/a\n",
      "/sys/fs/cgroup/a/memory.max": "99999999999999\n",
    ])
    #expect(found.memory.limitBytes == .known(nil) && found.memory.limitSource == nil)
  }

  @Test func usableThreadsAfterSetQuotaAndOfflining() throws {
    var tree = SyntheticTree.server
    var folder = try tree.folder()
    func cpu() -> CPU { HardwareProbe(root: SystemRoot(folder.path), environment: [:], executable: nil).machine().cpu }
    #expect(cpu().threads == .known(4) && cpu().usableThreads == .known(2) && cpu().offlineThreads == 2)
    #expect(cpu().cores == .known(2) && cpu().packages == .known(2) && cpu().hasActiveSMT == .known(true))
    tree = tree.adding([
      "/sys/fs/cgroup/machine.slice/a/cpu.max": "max 100000\n",
      "/sys/fs/cgroup/machine.slice/a/cpuset.cpus.effective": "1-3\n",
    ])
    folder = try tree.folder()
    #expect(cpu().usableThreads == .known(3))
    tree = tree.adding(["/plimsoll/facts.json": #"{"affinity": "3", "architecture": "ppc64le"}"#])
    folder = try tree.folder()
    #expect(cpu().usableThreads == .known(1))
  }
}
