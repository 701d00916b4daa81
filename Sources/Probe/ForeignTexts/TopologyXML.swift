import Base
import Machines

/// A topology that hwloc exported as XML, in any version of its format (1, 2 or 3).
///
/// hwloc itself refuses exports of a later version, and recordings come from any.
struct TopologyXML {
  let machine: XMLElement

  /// Parses the bytes of an export; nil when they are none.
  static func parse(_ bytes: [UInt8]) -> TopologyXML? {
    guard let document = XMLReader.read(bytes), ["topology", "root"].contains(document.name),
      let machine = document.children.first(where: { $0.name == "object" })
    else { return nil }
    var whole = machine
    // Kinds of processors stand beside the machine.
    whole.children += document.children.filter { $0.name == "cpukind" }
    return TopologyXML(machine: whole)
  }

  /// The information of an object by name.
  static func information(_ object: XMLElement) -> [String: String] {
    var information: [String: String] = [:]
    for child in object.children where child.name == "info" {
      guard let name = child.attributes["name"], let value = child.attributes["value"] else { continue }
      let text = trimmed(value)
      if information[name] == nil, !text.isEmpty { information[name] = text }
    }
    return information
  }

  /// What the export tells of processors, caches and memory nodes; nil when it has no thread.
  func topology() -> Topology? {
    var topology = Topology(threads: 0)
    var cores: [CPUList] = []
    var caches: [CPU.Cache] = []
    machine.forEach { object in
      guard object.name == "object", let type = object.attributes["type"] else { return }
      switch type {
      case "PU": topology.threads += 1
      case "Core": cores.append(CPUList(mask: object.attributes["cpuset"] ?? "") ?? CPUList([]))
      case "Package", "Socket": topology.packages = (topology.packages ?? 0) + 1
      case "NUMANode", "Node": topology.numaNodes.append(Self.node(object))
      default: if let cache = Self.cache(object, type) { Self.count(cache, in: &caches) }
      }
      let information = Self.information(object)
      topology.model = topology.model ?? information["CPUModel"]
      topology.vendor = topology.vendor ?? information["CPUVendor"]
      topology.architecture = topology.architecture ?? information["Architecture"]
      topology.kernel = topology.kernel ?? information["OSRelease"]
    }
    guard topology.threads > 0 else { return nil }
    topology.cores = cores.isEmpty ? nil : cores.count
    topology.caches = caches.sorted {
      ($0.level, $0.kind.rawValue, -$0.bytes) < ($1.level, $1.kind.rawValue, -$1.bytes)
    }
    topology.numaNodes.sort { $0.id < $1.id }
    let sizes = topology.numaNodes.compactMap(\.memoryBytes.value)
    topology.memoryBytes =
      sizes.isEmpty
      ? Self.bytes(machine.attributes["local_memory"]) : sizes.reduce(0) { $0.addingReportingOverflow($1).partialValue }
    topology.coresByKind = coresByKind(cores)
    return topology
  }

  private static func node(_ object: XMLElement) -> CPU.NUMANode {
    let id = object.attributes["os_index"].flatMap { Int($0) }.flatMap { (0..<1 << 20).contains($0) ? $0 : nil } ?? 0
    return CPU.NUMANode(
      id: id,
      memoryBytes: Known(bytes(object.attributes["local_memory"]), otherwise: "the export does not tell its size"),
      cpus: CPUList(mask: object.attributes["cpuset"] ?? "")?.text ?? "")
  }

  private static func bytes(_ text: String?) -> Int? {
    text.flatMap { Int($0) }.flatMap { (1..<1 << 60).contains($0) ? $0 : nil }
  }

  /// `L2Cache`, `L1iCache`, or `Cache` with a depth as in the first version.
  private static func cache(_ object: XMLElement, _ type: String) -> CPU.Cache? {
    // Memory that caches slower memory is no cache of the processor.
    guard type.hasSuffix("Cache"), type != "MemCache", let size = bytes(object.attributes["cache_size"]),
      let level = object.attributes["depth"].flatMap({ Int($0) }) ?? Int(type.dropFirst().prefix { $0.isNumber }),
      (1...5).contains(level)
    else { return nil }
    let kinds: [String: CPU.Cache.Kind] = ["0": .unified, "1": .data, "2": .instruction]
    let sharers = CPUList(mask: object.attributes["cpuset"] ?? "")?.count
    let kind = object.attributes["cache_type"].flatMap { kinds[$0] } ?? .unified
    return CPU.Cache(
      level: level, kind: type.contains("iCache") ? .instruction : kind, bytes: size, count: 1, sharedByThreads: sharers
    )
  }

  private static func count(_ cache: CPU.Cache, in caches: inout [CPU.Cache]) {
    let same = { (other: CPU.Cache) in
      other.level == cache.level && other.kind == cache.kind && other.bytes == cache.bytes
    }
    guard let index = caches.firstIndex(where: same) else { return caches.append(cache) }
    caches[index].count += 1
    caches[index].sharedByThreads = [caches[index].sharedByThreads, cache.sharedByThreads].compactMap(\.self).max()
  }

  /// Cores per kind, the most efficient first.
  private func coresByKind(_ cores: [CPUList]) -> [Int] {
    let kinds = machine.children.filter { $0.name == "cpukind" }
    let sets = kinds.compactMap { CPUList(mask: $0.attributes["cpuset"] ?? "") }
    guard sets.count > 1, sets.count == kinds.count else { return [] }
    let counts = sets.map { set in cores.count { !$0.threads.isDisjoint(with: set.threads) } }
    if kinds.contains(where: { $0.attributes["forced_efficiency"] != nil }) { return counts }
    return Topology.merged(counts, told: kinds.map(Self.information))
  }
}
