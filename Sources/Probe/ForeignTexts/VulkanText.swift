import Base

/// What `vulkaninfo` and `vulkaninfo --summary` print as text.
enum VulkanText {
  static func devices(_ text: String) -> CapturedDevices? {
    guard text.contains("deviceName"), text.contains("GPU") else { return nil }
    var found: [Int: DriverReport.VulkanDevice] = [:]
    var current: Int?
    var place: [String: Int] = [:]
    for line in text.split(whereSeparator: \.isNewline) {
      let line = trimmed(line)
      if let number = heading(line) {
        (current, place) = (number, [:])
        if found[number] == nil { found[number] = DriverReport.VulkanDevice(index: number) }
      } else if let number = current, var device = found[number] {
        take(line, &place, &device)
        found[number] = device
      }
    }
    let devices = found.values.filter { $0.name != nil }.sorted { $0.index < $1.index }.map { device in
      var device = device
      if device.isSoftware { device.type = "cpu" }
      return device
    }
    guard !devices.isEmpty else { return nil }
    var report = DriverReport()
    report.vulkan = .devices(devices)
    return CapturedDevices(drivers: report)
  }

  /// `GPU0:`, or in older versions `GPU id : 0 (name)` and `GPU id = 0 (name)`.
  private static func heading(_ line: String) -> Int? {
    guard line.hasPrefix("GPU") else { return nil }
    if line.hasSuffix(":") { return Int(line.dropFirst(3).dropLast()) }
    guard line.hasPrefix("GPU id") else { return nil }
    return Int(line.dropFirst(6).drop { !$0.isNumber }.prefix { $0.isNumber })
  }

  private static func take(_ line: String, _ place: inout [String: Int], _ device: inout DriverReport.VulkanDevice) {
    if line.hasPrefix("memoryHeaps["), device.heaps.count < 16 {
      device.heaps.append(DriverReport.VulkanDevice.Heap(bytes: 0, isDeviceLocal: false))
    }
    if line.hasPrefix("VK_KHR_cooperative_matrix") { device.features["cooperative_matrix"] = "true" }
    if line.hasSuffix("MEMORY_HEAP_DEVICE_LOCAL_BIT"), let last = device.heaps.indices.last {
      device.heaps[last].isDeviceLocal = true
    }
    let parts = line.split(separator: "=", maxSplits: 1)
    guard parts.count == 2 else { return }
    let (key, value) = (trimmed(parts[0]), trimmed(parts[1]))
    let number = Int(value.prefix { $0.isASCII && $0.isNumber })
    switch key {
    case "deviceName": device.name = device.name ?? value
    case "deviceType":
      let kinds = ["INTEGRATED": "integrated", "DISCRETE": "discrete", "VIRTUAL": "virtual", "TYPE_CPU": "cpu"]
      device.type = kinds.first { value.contains($0.key) }?.value ?? "other"
    case "vendorID", "deviceID":
      // The ids of one device follow each other.
      guard let id = Hexadecimal.value(value.prefix { $0 != " " }, below: 1 << 16) else { return }
      place[key] = id
      if let vendor = place["vendorID"], let product = place["deviceID"] {
        device.pciID = Hexadecimal.text(vendor, digits: 4) + ":" + Hexadecimal.text(product, digits: 4)
      }
    case "apiVersion": device.features["vulkan"] = version(value)
    case "driverName": device.driverName = value
    case "driverInfo": device.driverInfo = value
    case "subgroupSize": device.features["subgroup_size"] = number.map(String.init)
    case "pciDomain", "pciBus", "pciDevice", "pciFunction":
      place[key] = number
      if let domain = place["pciDomain"], let bus = place["pciBus"], let slot = place["pciDevice"],
        let function = place["pciFunction"], domain < 1 << 31, bus < 256, slot < 32, function < 8
      {
        device.address = PCIAddress(domain: domain, bus: bus, device: slot, function: function)
      }
    case "size", "budget", "usage":
      guard let last = device.heaps.indices.last, let number, number < 1 << 56 else { return }
      if key == "size" { device.heaps[last].bytes = number }
      if key == "budget" { device.heaps[last].budgetBytes = number }
      if key == "usage" { device.heaps[last].usageBytes = number }
    default:
      if let flag = flags[key], ["true", "false"].contains(value) { device.features[flag] = value }
    }
  }

  private static let flags = [
    "shaderFloat16": "float16", "shaderInt8": "int8", "shaderIntegerDotProduct": "integer_dot_product",
    "storageBuffer16BitAccess": "storage_16bit", "storageBuffer8BitAccess": "storage_8bit",
  ]

  /// `1.3.255`, also out of `4206847 (1.3.255)`.
  private static func version(_ text: String) -> String? {
    let candidates = text.split { " ()".contains($0) }
    return candidates.first { $0.split(separator: ".").count == 3 }.map(String.init)
  }
}
