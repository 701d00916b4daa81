import CHwloc

/// Kinds of cores as hwloc tells them.
extension Topology {
  /// A kind that reaches this share of the fastest kind's clock is no kind of its own: makers let some cores of one design
  /// run a little faster than the others ("favoured cores").
  private static let sameDesignShare = 0.8

  /// Cores per kind, the most efficient first; empty when all are alike or the kinds are not known.
  static func coresByKind(_ topology: hwloc_topology_t) -> [Int] {
    let kinds = hwloc_cpukinds_get_nr(topology, 0)
    guard kinds > 1, let set = hwloc_bitmap_alloc() else { return [] }
    defer { hwloc_bitmap_free(set) }
    var counts: [Int] = []
    var kindsTold: [[String: String]] = []
    for kind in 0..<UInt32(kinds) {
      var efficiency: Int32 = -1
      var count: UInt32 = 0
      var infos: UnsafeMutablePointer<hwloc_info_s>?
      guard hwloc_cpukinds_get_info(topology, kind, set, &efficiency, &count, &infos, 0) == 0, efficiency >= 0 else {
        return []
      }
      counts.append(Int(max(0, hwloc_get_nbobjs_inside_cpuset_by_type(topology, set, HWLOC_OBJ_CORE))))
      kindsTold.append(information(infos, count: Int(count)))
    }
    return merged(counts, told: kindsTold)
  }

  /// Two kinds of cores at most, the most efficient first, out of those that a source tells apart.
  ///
  /// Intel's kinds say what they are. Elsewhere several kinds may be of one design: the capacity that the kernel measured
  /// tells designs apart, or the clock where it tells none.
  static func merged(_ counts: [Int], told: [[String: String]]) -> [Int] {
    let types = told.map { $0["CoreType"] }
    if types.contains(where: { $0 != nil }) {
      let efficient = zip(counts, types).filter { $0.1 != "IntelCore" }.reduce(0) { $0 + $1.0 }
      return efficient == 0 ? [] : [efficient, counts.reduce(0, +) - efficient]
    }
    let capacities = told.compactMap { $0["LinuxCapacity"].flatMap { Double($0) } }
    guard capacities.count == counts.count else {
      return merged(counts, clocks: told.compactMap { $0["FrequencyMaxMHz"].flatMap { Double($0) } })
    }
    guard counts.count > 2 else { return counts }
    let groups = merged(counts, clocks: capacities)
    return groups.isEmpty ? [counts[0], counts.dropFirst().reduce(0, +)] : groups
  }

  /// The kinds without those that differ only by a little clock; as they are where a clock is missing.
  static func merged(_ counts: [Int], clocks: [Double]) -> [Int] {
    guard clocks.count == counts.count, let fastest = clocks.max() else { return counts }
    let slow = zip(counts, clocks).filter { $0.1 < fastest * sameDesignShare }.reduce(0) { $0 + $1.0 }
    return slow == 0 ? [] : [slow, counts.reduce(0, +) - slow]
  }

  private static func information(_ infos: UnsafeMutablePointer<hwloc_info_s>?, count: Int) -> [String: String] {
    var information: [String: String] = [:]
    for index in 0..<count {
      guard let info = infos?[index], let name = info.name, let value = info.value else { continue }
      information[String(cString: name)] = String(cString: value)
    }
    return information
  }
}
