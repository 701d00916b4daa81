import Base

/// What `rocm-smi -a --json` prints.
enum ROCmListing {
  static func devices(_ value: JSONValue) -> CapturedDevices? {
    var captured = CapturedDevices()
    for member in value.members ?? [] where member.key.hasPrefix("card") && Int(member.key.dropFirst(4)) != nil {
      func text(_ keys: String...) -> String? { keys.lazy.compactMap { member.value[$0]?.string }.first }
      func bytes(_ key: String) -> Int? {
        text(key).flatMap { Int($0) }.flatMap { (0..<1 << 50).contains($0) ? $0 : nil }
      }
      // Without `-a` the bus is not told.
      let address = text("PCI Bus").flatMap({ PCIAddress($0) }) ?? .unplaced(captured.functions.count)
      var function = PCIFunction(address: address, source: "rocm-smi")
      function.vendorID = 0x1002
      // Newer versions call another number the GPU's id.
      function.deviceID = text("Device ID", "GPU ID").flatMap {
        $0.hasPrefix("0x") ? Hexadecimal.value($0, below: 1 << 16) : nil
      }
      function.revision = text("Device Rev").flatMap { Hexadecimal.value($0, below: 1 << 8) }
      (function.driver, function.knowsDriver) = ("amdgpu", true)
      captured.functions.append(function)
      captured.amd.cards[address] = AMDCard(
        vramTotalBytes: bytes("VRAM Total Memory (B)"), vramUsedBytes: bytes("VRAM Total Used Memory (B)"),
        gttTotalBytes: bytes("GTT Total Memory (B)"), gttUsedBytes: bytes("GTT Total Used Memory (B)"),
        productName: text("Card series", "Card Series", "Card model", "Card Model").flatMap { $0 == "N/A" ? nil : $0 })
    }
    captured.functions.sort { $0.address < $1.address }
    return captured.functions.isEmpty ? nil : captured
  }
}

/// What `amd-smi static --json`, `amd-smi list --json` and `amd-smi metric --json` print.
enum AMDListing {
  static func devices(_ value: JSONValue) -> CapturedDevices? {
    // Newer versions put the list into an object.
    let list = value.array ?? value["gpu_data"]?.array ?? []
    var captured = CapturedDevices()
    for (index, gpu) in list.enumerated() where gpu["gpu"]?.integer != nil {
      let asic = gpu["asic"]
      let bdf = gpu["bus"]?["bdf"]?.string ?? gpu["bdf"]?.string
      let address = bdf.flatMap { PCIAddress($0) } ?? .unplaced(gpu["gpu"]?.integer ?? index)
      var function = PCIFunction(address: address, source: "amd-smi")
      function.vendorID = id(asic?["vendor_id"]) ?? 0x1002
      function.deviceID = id(asic?["device_id"])
      function.revision = id(asic?["rev_id"])
      (function.driver, function.knowsDriver) = ("amdgpu", true)
      captured.functions.append(function)
      let used = gpu["mem_usage"]
      captured.amd.cards[address] = AMDCard(
        vramTotalBytes: bytes(gpu["vram"]?["size"]) ?? bytes(used?["total_vram"]),
        vramUsedBytes: bytes(used?["used_vram"]), productName: asic?["market_name"]?.string)
      guard let target = asic?["target_graphics_version"]?.string, target.hasPrefix("gfx") else { continue }
      var node = AMDNode(number: index, partition: 0)
      (node.target, node.address, node.vendorID, node.deviceID) = (
        target, address, function.vendorID, function.deviceID
      )
      node.computeUnits = asic?["num_compute_units"]?.integer
      captured.amd.nodes.append(node)
    }
    return captured.functions.isEmpty ? nil : captured
  }

  private static func id(_ value: JSONValue?) -> Int? {
    value?.string.flatMap { $0.hasPrefix("0x") ? Hexadecimal.value($0, below: 1 << 16) : nil }
  }

  /// `{"value": 196288, "unit": "MB"}`, where MB are 2^20 bytes; older versions write the number alone.
  private static func bytes(_ value: JSONValue?) -> Int? {
    let number = value?["value"]?.integer ?? value?.integer
    let scale = value?["unit"]?.string == "GB" ? 30 : 20
    return number.flatMap { (1..<1 << 24).contains($0) ? $0 << scale : nil }
  }
}
