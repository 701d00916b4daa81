import Base

/// What `clinfo` prints of OpenCL's devices.
enum OpenCLListing {
  static func devices(_ text: String) -> CapturedDevices? {
    guard text.contains("Platform Name"), text.contains("Device Name") else { return nil }
    var blocks: [[String: String]] = []
    for line in text.split(whereSeparator: \.isNewline) {
      let line = trimmed(line)
      // Two spaces or more stand between a key and its value.
      guard line.hasPrefix("Device ") || line.hasPrefix("Global memory size") || line.hasPrefix("Compute Capability"),
        let gap = line.range(after: "  "), !gap.isEmpty
      else { continue }
      let key = trimmed(line.dropLast(gap.count))
      if key == "Device Name" { blocks.append([:]) }
      guard let last = blocks.indices.last, blocks[last][key] == nil else { continue }
      blocks[last][key] = trimmed(gap)
    }
    var captured = CapturedDevices()
    for block in blocks where block["Device Type"]?.contains("GPU") == true { add(block, to: &captured) }
    return captured.functions.isEmpty && captured.drivers == nil ? nil : captured
  }

  private static func add(_ block: [String: String], to captured: inout CapturedDevices) {
    let place = ["Device PCI bus info (KHR)", "Device Topology (AMD)", "Device Topology (NV)"].lazy.compactMap {
      block[$0]
    }
    .compactMap { $0.split { " ,".contains($0) }.lazy.compactMap { PCIAddress($0) }.first }.first
    let bytes = block["Global memory size"].flatMap { Int($0.prefix { $0.isNumber }) }
      .flatMap { (1..<1 << 50).contains($0) ? $0 : nil }
    let name = block["Device Name"] ?? ""
    let maker = block["Device Vendor"] ?? ""
    var report = captured.drivers ?? DriverReport()
    if maker.hasPrefix("NVIDIA") {
      var device = DriverReport.NVMLDevice(index: report.nvml.devices.count)
      (device.name, device.address, device.memoryTotalBytes) = (name, place, bytes)
      device.computeCapability = block["Compute Capability (NV)"]
      report.nvml = .devices(report.nvml.devices + [device])
      captured.drivers = report
    } else if maker.hasPrefix("Advanced Micro Devices"), name.hasPrefix("gfx") {
      let address = place ?? .unplaced(captured.functions.count)
      var function = PCIFunction(address: address, source: "clinfo")
      function.vendorID = 0x1002
      (function.driver, function.knowsDriver) = ("amdgpu", true)
      captured.functions.append(function)
      var node = AMDNode(number: captured.amd.nodes.count + 1, partition: 0)
      (node.address, node.vendorID, node.usableBytes) = (address, 0x1002, bytes)
      node.target = String(name.prefix { $0 != ":" })
      captured.amd.nodes.append(node)
      captured.amd.cards[address] = AMDCard(productName: block["Device Board Name (AMD)"])
    } else {
      var device = DriverReport.VulkanDevice(index: report.vulkan.devices.count)
      (device.name, device.address) = (name, place)
      if let bytes { device.heaps = [DriverReport.VulkanDevice.Heap(bytes: bytes, isDeviceLocal: true)] }
      report.vulkan = .devices(report.vulkan.devices + [device])
      captured.drivers = report
    }
  }
}
