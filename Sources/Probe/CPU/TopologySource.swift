import Base

/// From what a machine's topology can be loaded.
enum TopologySource {
  /// This very machine.
  case live
  /// A tree with `/sys/devices/system/cpu`.
  case tree(String)
  /// A folder of CPUID dumps, one file `pu<N>` per thread.
  case cpuid(String)
  /// Both: the tree, completed by CPUID dumps.
  case treeAndCPUID(String, String)
  /// An XML export of hwloc.
  case xml(TopologyXML)

  /// The best source that a root has, or nil when it has none.
  static func of(_ root: SystemRoot) -> TopologySource? {
    if root.isLive { return .live }
    let hasTree = root.exists("/sys/devices/system/cpu") || root.exists("/sys/devices/system/node")
    let dumps = cpuidFolder(root)
    if hasTree, let dumps { return .treeAndCPUID(root.prefix, dumps) }
    if hasTree || root.exists("/proc/device-tree/cpus") { return .tree(root.prefix) }
    if let dumps { return .cpuid(dumps) }
    return TopologyXML.read(in: root).map(TopologySource.xml)
  }

  private static func cpuidFolder(_ root: SystemRoot) -> String? {
    if root.exists("/pu0") { return root.prefix }
    for folder in ["/plimsoll/cpuid", "/cpuid"] where root.exists(folder + "/pu0") { return root.prefix + folder }
    return nil
  }
}
