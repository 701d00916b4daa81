import Base

/// A GPU node of the kernel's KFD topology; a partition of a device is a node of its own.
struct AMDNode: Equatable {
  var number: Int
  /// Such as `gfx1100`.
  var target: String?
  var deviceID: Int?
  var vendorID: Int?
  var address: PCIAddress?
  /// Which partition of the device this is; 0 for the first or only one.
  var partition: Int
  var computeUnits: Int?
  /// Sum over the memory banks that belong to the device.
  var memoryBytes: Int?
  var memoryWidthBits: Int?
  var memoryClockHz: Double?
  var name: String?
  /// Processor cores in the same node, as in older kernels' nodes of processors with graphics.
  var processorCores = 0
  /// Whether the node is part of a processor, where a tool says so.
  var isIntegrated: Bool?
  /// What work may use on the device, wherever it lies, where a tool tells that in place of the banks.
  var usableBytes: Int?

  static let folder = "/sys/class/kfd/kfd/topology"

  /// The GPU nodes below a topology folder, in the kernel's order, which is also ROCm's.
  static func all(in root: SystemRoot, folder: String = folder) -> [AMDNode] {
    let nodes = folder + "/nodes"
    let numbers = root.names(in: nodes).compactMap { Int($0) }.sorted()
    return numbers.compactMap { number in
      let path = nodes + "/\(number)"
      guard let text = try? root.text(path + "/properties", limit: 1 << 16).get() else { return nil }
      let banks = root.names(in: path + "/mem_banks").compactMap { bank in
        try? root.text(path + "/mem_banks/\(bank)/properties", limit: 1 << 16).get()
      }
      let name = try? root.text(path + "/name", limit: 1 << 10).get()
      return node(number: number, properties: text, banks: banks, name: name)
    }
  }

  /// The node in the texts of its files; nil for a node without compute units, which is a processor.
  static func node(number: Int, properties text: String, banks: [String], name: String?) -> AMDNode? {
    let properties = KeyValueText.pairs(text, separator: " ")
    func value(_ key: String) -> Int? { properties[key].flatMap { Int($0) }.flatMap { $0 >= 0 ? $0 : nil } }
    guard let simds = value("simd_count"), simds > 0 else { return nil }
    var node = AMDNode(number: number, partition: 0)
    node.target = value("gfx_target_version").flatMap { target(version: $0) }
    node.deviceID = value("device_id").flatMap { (1..<0x10000).contains($0) ? $0 : nil }
    node.vendorID = value("vendor_id").flatMap { (1..<0x10000).contains($0) ? $0 : nil }
    if let location = value("location_id"), location > 0, location < 1 << 16,
      // Kernels before 5.8 do not tell the domain.
      case let domain = value("domain") ?? 0, domain < 1 << 31
    {
      // The lowest bits name the partition, where a device is partitioned; the function itself is the first one's.
      node.partition = location & 7
      node.address = PCIAddress(domain: domain, bus: location >> 8, device: location >> 3 & 31, function: 0)
    }
    node.processorCores = value("cpu_cores_count") ?? 0
    if let perUnit = value("simd_per_cu"), perUnit > 0 { node.computeUnits = simds / perUnit }
    for bank in banks.map({ KeyValueText.pairs($0, separator: " ") }) {
      // Heap 0 is main memory; 1 and 2 are the device's own, visible to the processor and not.
      guard let heap = bank["heap_type"].flatMap({ Int($0) }), heap == 1 || heap == 2,
        let size = bank["size_in_bytes"].flatMap({ Int($0) }), size > 0, size < 1 << 50
      else { continue }
      node.memoryBytes = (node.memoryBytes ?? 0) + size
      node.memoryWidthBits = bank["width"].flatMap { Int($0) }.flatMap { (1...65536).contains($0) ? $0 : nil }
      node.memoryClockHz = bank["mem_clk_max"].flatMap { Int($0) }.flatMap {
        (1...100_000).contains($0) ? Double($0) * 1e6 : nil
      }
    }
    node.name = name.flatMap { ["", "ip discovery"].contains($0) ? nil : $0 }
    return node
  }

  /// `gfx90a` for 90010: two decimal digits each for minor version and stepping, which LLVM writes in hexadecimal.
  static func target(version: Int) -> String? {
    guard version > 0, version < 1_000_000 else { return nil }
    return "gfx" + String(version / 10000) + String(version / 100 % 100, radix: 16) + String(version % 100, radix: 16)
  }
}
