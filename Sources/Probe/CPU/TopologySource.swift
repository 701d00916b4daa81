import Base

/// From what a machine's topology can be loaded.
enum TopologySource {
  /// This very machine.
  case live
  /// A tree with `/sys/devices/system/cpu`.
  case tree
  /// A folder of CPUID dumps, one file `pu<N>` per thread.
  case cpuid(String)
  /// Both: the tree, completed by CPUID dumps.
  case treeAndCPUID(String)
  /// An XML export of hwloc.
  case xml(TopologyXML)

  /// The best source that a root has, or nil when it has none.
  static func of(_ root: SystemRoot, texts: ForeignTexts) -> TopologySource? {
    if root.isLive { return .live }
    let hasTree = root.exists("/sys/devices/system/cpu") || root.exists("/sys/devices/system/node")
    let dumps = ["", "/plimsoll/cpuid", "/cpuid"].first { root.exists($0 + "/pu0") }
    if hasTree, let dumps { return .treeAndCPUID(dumps) }
    if hasTree || root.exists("/proc/device-tree/cpus") { return .tree }
    if let dumps { return .cpuid(dumps) }
    return texts.topology.map(TopologySource.xml)
  }

  /// The folder of CPUID dumps on the machine; nil without one.
  var dumps: String? {
    switch self {
    case .cpuid(let folder), .treeAndCPUID(let folder): folder
    case .live, .tree, .xml: nil
    }
  }
}
