import Base
import Machines

extension Topology {
  /// Takes what the dumps of all threads in a folder tell, where they tell all of it.
  ///
  /// `isWhole` is true when the dumps are all there is; beside a tree they only tell the kinds of cores.
  mutating func complete(withDumpsIn root: SystemRoot, isWhole: Bool) {
    let names = root.names(in: "/").filter { $0.hasPrefix("pu") && Int($0.dropFirst(2)) != nil }
    let dumps = names.compactMap { (try? root.text("/" + $0).get()).flatMap(CPUIDDump.parse(dump:)) }
    let places = dumps.compactMap(CPUIDThread.init)
    guard places.count == names.count, places.count == threads else { return }
    if coresByKind.isEmpty { coresByKind = Self.kinds(places) }
    guard isWhole else { return }
    packages = Set(places.map(\.package)).count
    cores = Set(places.map(\.core)).count
    caches = Self.caches(places.flatMap(\.caches))
  }

  private static func caches(_ seen: [CPUIDThread.Cache]) -> [CPU.Cache] {
    var threads: [CPUIDThread.Cache: Int] = [:]
    for cache in seen { threads[cache, default: 0] += 1 }
    var counts: [CPUIDThread.Cache: Int] = [:]
    var sharing: [CPUIDThread.Cache: Int] = [:]
    for (cache, sharers) in threads {
      var kind = cache
      kind.number = 0
      counts[kind, default: 0] += 1
      sharing[kind] = max(sharing[kind] ?? 0, sharers)
    }
    let ordered = counts.sorted {
      ($0.key.level, $0.key.type, -$0.key.bytes) < ($1.key.level, $1.key.type, -$1.key.bytes)
    }
    let kinds: [CPU.Cache.Kind] = [.data, .instruction, .unified]
    return ordered.map { cache, count in
      CPU.Cache(
        level: cache.level, kind: kinds[cache.type - 1], bytes: cache.bytes, count: count,
        sharedByThreads: sharing[cache])
    }
  }

  /// Cores per kind of an Intel hybrid, the efficient ones first.
  private static func kinds(_ places: [CPUIDThread]) -> [Int] {
    let counts = [0x20, 0x40].map { type in Set(places.filter { $0.coreType == type }.map(\.core)).count }
    return counts.contains(0) ? [] : counts
  }
}
