import Base
import CHwloc
import Glibc
import Machines

/// What hwloc tells of processors, caches and memory nodes.
struct Topology: Equatable, Sendable {
  var packages: Int?
  var cores: Int?
  var threads: Int
  var caches: [CPU.Cache] = []
  var numaNodes: [CPU.NUMANode] = []
  /// Memory of all nodes together.
  var memoryBytes: Int?
  /// Cores per kind, the most efficient first; empty when all are alike or the kinds are not known.
  var coresByKind: [Int] = []
  var model: String?
  var vendor: String?
  /// The kernel's name for the instruction set, where the source tells it.
  var architecture: String?
  var kernel: String?

  init(threads: Int) { self.threads = threads }

  /// Loads the topology with hwloc; nil when hwloc finds no threads there.
  ///
  /// hwloc takes a recorded root only from the environment.
  static func load(_ source: TopologySource, in root: SystemRoot) -> Topology? {
    if case .xml(let export) = source { return export.topology() }
    guard root.isLive || LibraryReads.listsAreSensible(in: root) else { return nil }
    let dumps = source.dumps.map { folder in
      root.names(in: folder + "/").filter { $0.hasPrefix("pu") || $0.hasPrefix("hwloc") }.map { folder + "/" + $0 }
    }
    guard
      let tree = LibraryTree(
        (LibraryReads.topologyFiles + (dumps ?? [])).map { LibraryTree.File($0) },
        folders: root.isLive ? [] : LibraryReads.topologyFolders + LibraryReads.groupFolders(in: root), in: root)
    else { return nil }
    return ProcessEnvironment.extended(by: environment(source, tree.prefix)) { load(source, treeAt: tree) } ?? nil
  }

  private static func load(_ source: TopologySource, treeAt tree: borrowing LibraryTree) -> Topology? {
    var handle: hwloc_topology_t?
    guard hwloc_topology_init(&handle) == 0, let topology = handle else { return nil }
    defer { hwloc_topology_destroy(topology) }
    hwloc_topology_set_io_types_filter(topology, HWLOC_TYPE_FILTER_KEEP_NONE)
    hwloc_topology_set_icache_types_filter(topology, HWLOC_TYPE_FILTER_KEEP_ALL)
    guard hwloc_topology_load(topology) == 0 else { return nil }
    var topologyOfMachine = Topology(topology)
    if let folder = source.dumps {
      let isWhole = if case .cpuid = source { true } else { false }
      topologyOfMachine.complete(withDumpsIn: SystemRoot(tree.prefix + folder), isWhole: isWhole)
    }
    return topologyOfMachine.threads > 0 ? topologyOfMachine : nil
  }

  private static func environment(_ source: TopologySource, _ prefix: String) -> [(name: String, value: String)] {
    // hwloc's plug-ins would load OpenCL, X11 and libxml2 into this process, and none of them is wanted.
    let quiet = [("HWLOC_HIDE_ERRORS", "2"), ("HWLOC_PLUGINS_PATH", "/dev/null")]
    switch source {
    case .live: return quiet + [("HWLOC_COMPONENTS", "linux,stop")]
    case .tree:
      return quiet + [("HWLOC_COMPONENTS", "linux,stop"), ("HWLOC_FSROOT", prefix), ("HWLOC_THISSYSTEM", "0")]
    case .cpuid(let folder):
      return quiet + [
        ("HWLOC_COMPONENTS", "x86,stop"), ("HWLOC_CPUID_PATH", prefix + folder), ("HWLOC_THISSYSTEM", "0"),
      ]
    case .treeAndCPUID(let folder):
      return quiet + [
        ("HWLOC_COMPONENTS", "linux,x86,stop"), ("HWLOC_FSROOT", prefix), ("HWLOC_CPUID_PATH", prefix + folder),
        ("HWLOC_THISSYSTEM", "0"),
      ]
    case .xml: return quiet
    }
  }

  private init(_ topology: hwloc_topology_t) {
    packages = Self.count(HWLOC_OBJ_PACKAGE, topology)
    cores = Self.count(HWLOC_OBJ_CORE, topology)
    threads = Self.count(HWLOC_OBJ_PU, topology) ?? 0
    caches = Self.caches(topology)
    for node in Self.objects(HWLOC_OBJ_NUMANODE, topology) {
      let bytes = node.pointee.attr.map { Int(clamping: $0.pointee.numanode.local_memory) } ?? 0
      let cpus = node.pointee.cpuset.map(Self.list) ?? ""
      let memory: Known<Int> = bytes > 0 ? .known(bytes) : .unknown(reason: "the topology does not tell its size")
      numaNodes.append(CPU.NUMANode(id: Int(node.pointee.os_index), memoryBytes: memory, cpus: cpus))
    }
    numaNodes.sort { $0.id < $1.id }
    let known = numaNodes.compactMap(\.memoryBytes.value)
    memoryBytes = known.isEmpty ? nil : known.reduce(0) { $0.addingReportingOverflow($1).partialValue }
    coresByKind = Self.coresByKind(topology)
    let places = Self.objects(HWLOC_OBJ_PACKAGE, topology) + Self.objects(HWLOC_OBJ_MACHINE, topology)
    model = Self.info("CPUModel", of: places)
    vendor = Self.info("CPUVendor", of: places)
  }

  private static func info(_ name: String, of objects: [hwloc_obj_t]) -> String? {
    for object in objects {
      if let text = hwloc_obj_get_info_by_name(object, name) { return String(cString: text) }
    }
    return nil
  }

  private static func count(_ type: hwloc_obj_type_t, _ topology: hwloc_topology_t) -> Int? {
    let count = Int(hwloc_get_nbobjs_by_type(topology, type))
    return count > 0 ? count : nil
  }

  private static func objects(_ type: hwloc_obj_type_t, _ topology: hwloc_topology_t) -> [hwloc_obj_t] {
    (0..<max(0, hwloc_get_nbobjs_by_type(topology, type))).compactMap { index in
      hwloc_get_obj_by_type(topology, type, UInt32(index))
    }
  }

  private static func caches(_ topology: hwloc_topology_t) -> [CPU.Cache] {
    let types: [(hwloc_obj_type_t, Int, CPU.Cache.Kind)] = [
      (HWLOC_OBJ_L1CACHE, 1, .data), (HWLOC_OBJ_L1ICACHE, 1, .instruction), (HWLOC_OBJ_L2CACHE, 2, .unified),
      (HWLOC_OBJ_L3CACHE, 3, .unified), (HWLOC_OBJ_L4CACHE, 4, .unified), (HWLOC_OBJ_L5CACHE, 5, .unified),
    ]
    var caches: [CPU.Cache] = []
    for (type, level, usual) in types {
      var sizes: [(bytes: Int, kind: CPU.Cache.Kind, count: Int, sharers: Int)] = []
      for object in objects(type, topology) {
        guard let attributes = object.pointee.attr?.pointee.cache else { continue }
        let bytes = Int(clamping: attributes.size)
        let sharers = object.pointee.cpuset.map { Int(max(0, hwloc_bitmap_weight($0))) } ?? 0
        let kind: CPU.Cache.Kind =
          attributes.type == HWLOC_OBJ_CACHE_DATA
          ? .data : attributes.type == HWLOC_OBJ_CACHE_INSTRUCTION ? .instruction : .unified
        if let index = sizes.firstIndex(where: { $0.bytes == bytes && $0.kind == kind }) {
          sizes[index].count += 1
          sizes[index].sharers = max(sizes[index].sharers, sharers)
        } else {
          sizes.append((bytes, usual == .instruction ? .instruction : kind, 1, sharers))
        }
      }
      for size in sizes.sorted(by: { $0.bytes > $1.bytes }) where size.bytes > 0 {
        caches.append(
          CPU.Cache(
            level: level, kind: size.kind, bytes: size.bytes, count: size.count,
            sharedByThreads: size.sharers > 0 ? size.sharers : nil))
      }
    }
    return caches
  }

  private static func list(_ bitmap: hwloc_bitmap_t) -> String {
    var text: UnsafeMutablePointer<CChar>?
    guard hwloc_bitmap_list_asprintf(&text, bitmap) >= 0, let text else { return "" }
    defer { free(text) }
    return String(cString: text)
  }
}
