import Base

/// The capabilities of one Vulkan device in the form of the Vulkan Profiles, as `vulkaninfo --json` and gpuinfo.org write it.
enum VulkanProfile {
  /// The device; nil when the document is no profile.
  ///
  /// The form has no memory heaps and no bus address.
  static func devices(_ value: JSONValue) -> CapturedDevices? {
    guard let capabilities = value["capabilities"]?.members, let profile = value["profiles"]?.members?.first?.value
    else { return nil }
    let blocks = capabilities.map(\.value)
    func structures(_ part: String, _ name: String) -> [JSONValue] {
      blocks.flatMap { $0[part]?.members ?? [] }.filter { $0.key.hasPrefix(name) }.map(\.value)
    }
    let properties = structures("properties", "VkPhysicalDeviceProperties").first
    var device = DriverReport.VulkanDevice(index: 0)
    device.name = properties?["deviceName"]?.string ?? name(label: profile["label"]?.string)
    device.type = properties?["deviceType"].flatMap(type)
    if let vendor = id(properties?["vendorID"]) {
      device.pciID = [vendor, id(properties?["deviceID"])].compactMap(\.self).joined(separator: ":")
    }
    if device.isSoftware { device.type = "cpu" }
    device.features["vulkan"] = profile["api-version"]?.string
    let sizes =
      (structures("properties", "VkPhysicalDeviceSubgroupProperties")
      + structures("properties", "VkPhysicalDeviceVulkan11Properties")).compactMap { $0["subgroupSize"]?.integer }
    device.features["subgroup_size"] = sizes.first.map { String($0) }
    let extensions = Set(blocks.flatMap { ($0["extensions"]?.members ?? []).map(\.key) })
    device.features["cooperative_matrix"] = word(extensions.contains("VK_KHR_cooperative_matrix"))
    let features = blocks.flatMap { $0["features"]?.members ?? [] }.map(\.value)
    for (key, flag) in flags {
      device.features[key] = word(features.contains { $0[flag]?.bool == true })
    }
    var captured = CapturedDevices(drivers: DriverReport())
    captured.drivers?.vulkan = .devices([device])
    return captured
  }

  private static let flags = [
    ("float16", "shaderFloat16"), ("int8", "shaderInt8"), ("integer_dot_product", "shaderIntegerDotProduct"),
    ("storage_16bit", "storageBuffer16BitAccess"), ("storage_8bit", "storageBuffer8BitAccess"),
  ]

  private static func word(_ flag: Bool) -> String { flag ? "true" : "false" }

  private static func id(_ value: JSONValue?) -> String? {
    value?.integer.flatMap { (1..<0x10000).contains($0) ? Hexadecimal.text($0, digits: 4) : nil }
  }

  /// `AMD Radeon RX 7800 XT (RADV NAVI32)` in `AMD Radeon RX 7800 XT (RADV NAVI32) driver 24.0.99 on Arch unknown`.
  private static func name(label: String?) -> String? {
    guard let label else { return nil }
    guard let rest = label.range(after: " driver ") else { return label }
    return String(label.dropLast(rest.count + " driver ".count))
  }

  /// The kind, written as a word of the specification or as its number.
  private static func type(_ value: JSONValue) -> String? {
    let kinds = ["OTHER", "INTEGRATED_GPU", "DISCRETE_GPU", "VIRTUAL_GPU", "CPU"]
    let words = ["other", "integrated", "discrete", "virtual", "cpu"]
    if let number = value.integer { return words.indices.contains(number) ? words[number] : nil }
    return kinds.firstIndex { value.string == "VK_PHYSICAL_DEVICE_TYPE_" + $0 }.map { words[$0] }
  }
}
