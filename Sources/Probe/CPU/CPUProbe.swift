import Base
import Machines

/// Reads the processors of a machine.
struct CPUProbe {
  let root: SystemRoot
  let facts: LiveFacts
  let limits: ControlGroupLimits
  let texts: ForeignTexts

  /// The processors with the topology they were told by, whose nodes' memory others need.
  func read() -> (cpu: CPU, topology: Topology?, info: CPUInfo?) {
    let info =
      (try? texts.proc(.cpuinfo, limit: 1 << 24).get()).flatMap(CPUInfo.parse(cpuinfo:))
      ?? texts.processor.map(CPUInfo.init)
    let topology =
      TopologySource.of(root, texts: texts).flatMap { Topology.load($0, in: root) } ?? texts.processor?.topology
    let noInfo = "/proc/cpuinfo cannot be read"
    let threads =
      topology?.threads ?? info.flatMap { $0.threads > 0 ? $0.threads : nil }
      ?? cpus(of: "/sys/devices/system/cpu/online").flatMap { $0.count > 0 ? $0.count : nil }
    // One thread is one core in one package, whatever else is not told.
    let least = threads == 1 ? 1 : nil
    let cores = topology?.cores ?? info?.cores ?? least
    var cpu = CPU()
    cpu.vendor = Known(
      info?.vendor ?? topology?.vendor, otherwise: info == nil ? noInfo : "/proc/cpuinfo names no vendor")
    cpu.model = Known(
      info?.model ?? topology?.model ?? deviceTreeModel(),
      otherwise: info == nil ? noInfo : "/proc/cpuinfo names no model")
    cpu.packages = Known(topology?.packages ?? info?.packages ?? least, otherwise: "no topology tells the packages")
    cpu.cores = Known(cores, otherwise: "no topology tells the cores")
    cpu.threads = Known(threads, otherwise: noInfo)
    cpu.usableThreads = usable(threads: threads)
    (cpu.performanceCores, cpu.efficiencyCores) = kinds(topology, cores: cores)
    cpu.isa = info.map { InstructionSets.enabled($0, enabledStates: facts.enabledStates) } ?? []
    cpu.caches = topology?.caches ?? []
    if cpu.caches.isEmpty { cpu.caches = CacheProbe.caches(root) }
    if cpu.caches.isEmpty { cpu.caches = info?.caches ?? [] }
    cpu.numaNodes = (topology?.numaNodes ?? []).map(completed)
    cpu.currentFrequencyHz = frequency("scaling_cur_freq", otherwise: info?.frequencyHz)
    cpu.maximumFrequencyHz = frequency("cpuinfo_max_freq", otherwise: texts.processor?.maximumFrequencyHz)
    cpu.offlineThreads = offline()
    cpu.quotaProcessors = limits.quotaProcessors
    cpu.hasActiveSMT = activeSMT(threads: threads, cores: cores)
    return (cpu, topology, info)
  }

  private func usable(threads: Int?) -> Known<Int> {
    var sets: [Set<Int>] = []
    if let online = (try? root.text("/sys/devices/system/cpu/online").get()).flatMap({ CPUList($0) }), online.count > 0
    {
      sets.append(online.threads)
    }
    if let cpuset = limits.cpuset { sets.append(cpuset.threads) }
    if let affinity = facts.affinity { sets.append(affinity.threads) }
    var count = threads
    if var shared = sets.first {
      for set in sets.dropFirst() {
        let both = shared.intersection(set)
        if !both.isEmpty { shared = both }
      }
      count = min(threads ?? shared.count, shared.count)
    }
    guard let count else { return .unknown(reason: "the number of threads is not known") }
    guard let quota = limits.quotaProcessors else { return .known(count) }
    return .known(max(1, min(count, Int(min(quota, 65_536).rounded(.up)))))
  }

  private func kinds(_ topology: Topology?, cores: Int?) -> (Known<Int>, Known<Int>) {
    guard let topology, let cores else {
      let reason = "no topology tells the kinds of cores"
      return (.unknown(reason: reason), .unknown(reason: reason))
    }
    if let hybrid = intelHybrid(topology) { return hybrid }
    guard topology.coresByKind.count > 1, topology.coresByKind.reduce(0, +) == cores else {
      return (.known(cores), .known(0))
    }
    let efficient = topology.coresByKind[0]
    return (.known(cores - efficient), .known(efficient))
  }

  /// Intel's hybrid processors list their kinds as devices of their own.
  private func intelHybrid(_ topology: Topology) -> (Known<Int>, Known<Int>)? {
    let slow = ["cpu_atom", "cpu_lowpower"].compactMap { cpus(of: "/sys/devices/\($0)/cpus") }
    guard let fast = cpus(of: "/sys/devices/cpu_core/cpus"), !slow.isEmpty, let cores = topology.cores else {
      return nil
    }
    // Efficiency cores have one thread each.
    let efficient = min(slow.reduce(0) { $0 + $1.count }, cores)
    return fast.count > 0 && efficient > 0 ? (.known(cores - efficient), .known(efficient)) : nil
  }

  /// A node of which the topology tells no memory may have none.
  private func completed(_ node: CPU.NUMANode) -> CPU.NUMANode {
    guard node.memoryBytes.value == nil,
      let text = try? root.text("/sys/devices/system/node/node\(node.id)/meminfo", limit: 1 << 16).get(),
      MemInfo.parse(meminfo: text)["Node \(node.id) MemTotal"] == 0
    else { return node }
    var node = node
    node.memoryBytes = .known(0)
    return node
  }

  private func cpus(of path: String) -> CPUList? { (try? root.text(path).get()).flatMap { CPUList($0) } }

  private func activeSMT(threads: Int?, cores: Int?) -> Known<Bool> {
    if let threads, let cores { return .known(threads > cores) }
    let told = (try? root.text("/sys/devices/system/cpu/smt/active", limit: 64).get()).map { $0 == "1" }
    return Known(told, otherwise: "no topology tells the cores")
  }

  private func frequency(_ file: String, otherwise: Double?) -> Known<Double> {
    var best: Double?
    for name in root.names(in: "/sys/devices/system/cpu").prefix(4_096) where name.hasPrefix("cpu") {
      guard Int(name.dropFirst(3)) != nil,
        let text = try? root.text("/sys/devices/system/cpu/\(name)/cpufreq/\(file)").get(),
        let kilohertz = Double(text),
        kilohertz > 0, kilohertz < 1e9
      else { continue }
      best = max(best ?? 0, kilohertz * 1000)
    }
    return Known(best ?? otherwise, otherwise: "the kernel tells no frequency (cpufreq is absent)")
  }

  /// Threads that are there and offline; the kernel also lists those that could be plugged in.
  private func offline() -> Int {
    guard let offline = cpus(of: "/sys/devices/system/cpu/offline") else { return 0 }
    guard let present = cpus(of: "/sys/devices/system/cpu/present") else { return offline.count }
    return offline.threads.intersection(present.threads).count
  }

  private func deviceTreeModel() -> String? {
    (try? root.text("/proc/device-tree/model").get()) ?? (try? root.text("/sys/firmware/devicetree/base/model").get())
  }
}
