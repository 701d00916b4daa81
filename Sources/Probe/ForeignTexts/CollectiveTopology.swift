/// The topology files of NCCL (`NCCL_TOPO_DUMP_FILE`) and RCCL.
enum CollectiveTopology {
  static func devices(_ system: XMLElement) -> CapturedDevices? {
    var captured = CapturedDevices()
    system.forEach { element in
      guard element.name == "pci", let gpu = element["gpu"],
        let address = element.attributes["busid"].flatMap({ PCIAddress($0) }),
        !captured.functions.contains(where: { $0.address == address })
      else { return }
      var function = PCIFunction(address: address, source: "topology file")
      func number(_ key: String) -> Int? {
        element.attributes[key].flatMap { Hexadecimal.value($0, below: 1 << 24) }
      }
      function.deviceClass = number("class").map { $0 >> 8 }
      let isAMD = gpu.attributes["gcn"] != nil
      (function.vendorID, function.deviceID) = (number("vendor") ?? (isAMD ? 0x1002 : 0x10DE), number("device"))
      (function.driver, function.knowsDriver) = (isAMD ? "amdgpu" : "nvidia", true)
      function.link = PCIFunction.Link(
        transfersPerSecond: element.attributes["link_speed"].flatMap { PCIBus.speed(text: $0) },
        lanes: element.attributes["link_width"].flatMap { Int($0) }.flatMap { (1...64).contains($0) ? $0 : nil })
      captured.functions.append(function)
      guard let target = gpu.attributes["gcn"].flatMap({ target($0) }) else { return }
      var node = AMDNode(number: captured.amd.nodes.count, partition: 0)
      (node.target, node.address, node.vendorID, node.deviceID) = (
        target, address, function.vendorID, function.deviceID
      )
      node.computeUnits = gpu.attributes["sm"].flatMap { Int($0) }.flatMap { (1..<100_000).contains($0) ? $0 : nil }
      captured.amd.nodes.append(node)
    }
    captured.functions.sort { $0.address < $1.address }
    return captured.functions.isEmpty ? nil : captured
  }

  /// `gfx942`, or as older versions write it: `906`, and `910` for what LLVM calls gfx90a.
  static func target(_ text: String) -> String? {
    // Features may stand behind it, as in `gfx90a:sramecc+:xnack-`.
    let text = String(text.prefix { $0 != ":" })
    if text.hasPrefix("gfx") { return text.dropFirst(3).allSatisfy(\.isHexDigit) ? text : nil }
    guard let number = Int(text), (600..<2000).contains(number) else { return nil }
    return number == 910 ? "gfx90a" : "gfx\(number)"
  }
}
