import Base

/// What the drivers told, live through the child processes or from a recording.
struct DriverReport: Equatable {
  var vulkan: Answer<VulkanDevice> = .notAsked
  var nvml: Answer<NVMLDevice> = .notAsked
  var nvidiaDriverVersion: String?
  var cudaVersion: String?

  /// The devices of one source, or why there are none.
  enum Answer<Device: Equatable>: Equatable {
    case devices([Device])
    case failed(reason: String)
    case notAsked

    var devices: [Device] { if case .devices(let devices) = self { devices } else { [] } }
  }

  struct VulkanDevice: Equatable {
    var index: Int
    var name: String?
    /// `integrated`, `discrete`, `virtual`, `cpu` or `other`.
    var type: String?
    var pciID: String?
    var address: PCIAddress?
    var driverName: String?
    var driverInfo: String?
    var heaps: [Heap] = []
    /// Features as words, for the accelerator's `features`.
    var features: [String: String] = [:]

    struct Heap: Equatable {
      var bytes: Int
      var isDeviceLocal: Bool
      var budgetBytes: Int?
      var usageBytes: Int?
    }
  }

  struct NVMLDevice: Equatable {
    var index: Int
    var name: String?
    var uuid: String?
    var address: PCIAddress?
    var pciID: String?
    var memoryTotalBytes: Int?
    var memoryFreeBytes: Int?
    var computeCapability: String?
    var memoryClockHz: Double?
    var memoryBusBits: Int?
    var powerLimitWatts: Double?
    var isDisplayActive = false
    var hasECC: Bool?
    var isPartitioned = false
    var processes: Int?
    var processesBytes: Int?
    var linkGeneration: Int?
    var linkLanes: Int?
    var cores: Int?
    var instances: [NVMLDevice] = []
    /// Why the device could not be opened.
    var error: String?
  }

  /// Reads what `document` wrote; nil when it is not one.
  init?(document root: JSONValue) {
    guard root.members != nil else { return nil }
    if let vulkan = root["vulkan"] {
      self.vulkan = Self.answer(vulkan) { Self.vulkanDevice($0) }
    }
    if let nvml = root["nvml"] {
      self.nvml = Self.answer(nvml) { Self.nvmlDevice($0) }
      nvidiaDriverVersion = nvml["driver_version"]?.string
      cudaVersion = nvml["cuda_version"]?.string
    }
  }

  init() {}

  /// The document put together from the children's documents.
  static func document(vulkan: JSONValue?, nvml: JSONValue?) -> JSONValue {
    var members: [JSONValue.Member] = [.init("schema", .string("plimsoll.drivers/1"))]
    if let vulkan { members.append(.init("vulkan", vulkan)) }
    if let nvml { members.append(.init("nvml", nvml)) }
    return .object(members)
  }

  private static func answer<Device>(
    _ value: JSONValue, device: (JSONValue) -> Device?
  ) -> Answer<Device> {
    if let error = value["error"]?.string { return .failed(reason: error) }
    guard let devices = value["devices"]?.array else { return .failed(reason: "the driver's answer has no devices") }
    return .devices(devices.compactMap(device))
  }

  private static func vulkanDevice(_ value: JSONValue) -> VulkanDevice? {
    guard value.members != nil else { return nil }
    var device = VulkanDevice(index: value["index"]?.integer ?? 0)
    device.name = value["name"]?.string
    device.type = value["type"]?.string
    device.pciID = value["pci_id"]?.string
    device.address = value["pci_address"]?.string.flatMap { PCIAddress($0) }
    device.driverName = value["driver_name"]?.string
    device.driverInfo = value["driver_info"]?.string
    device.heaps = (value["heaps"]?.array ?? []).compactMap { heap in
      guard let bytes = size(heap["bytes"]) else { return nil }
      return VulkanDevice.Heap(
        bytes: bytes, isDeviceLocal: heap["device_local"]?.bool ?? false, budgetBytes: size(heap["budget_bytes"]),
        usageBytes: size(heap["usage_bytes"]))
    }
    for key in ["cooperative_matrix", "float16", "int8", "integer_dot_product", "storage_16bit", "storage_8bit"] {
      if let flag = value[key]?.bool { device.features[key] = flag ? "true" : "false" }
    }
    if let size = value["subgroup_size"]?.integer { device.features["subgroup_size"] = String(size) }
    if let version = value["api_version"]?.string { device.features["vulkan"] = version }
    return device
  }

  private static func nvmlDevice(_ value: JSONValue) -> NVMLDevice? {
    guard value.members != nil else { return nil }
    var device = NVMLDevice(index: value["index"]?.integer ?? 0)
    device.name = value["name"]?.string
    device.uuid = value["uuid"]?.string
    device.address = value["pci_address"]?.string.flatMap { PCIAddress($0) }
    device.pciID = value["pci_id"]?.string
    device.memoryTotalBytes = size(value["memory_total_bytes"])
    device.memoryFreeBytes = size(value["memory_free_bytes"])
    device.computeCapability = value["compute_capability"]?.string
    device.memoryClockHz = value["memory_clock_hz"]?.number
    device.memoryBusBits = value["memory_bus_bits"]?.integer
    device.powerLimitWatts = value["power_limit_milliwatts"]?.number.map { $0 / 1000 }
    device.isDisplayActive = value["display_active"]?.bool ?? false
    device.hasECC = value["ecc"]?.bool
    device.isPartitioned = value["mig"]?.bool ?? false
    device.processes = value["processes"]?.integer
    device.processesBytes = size(value["processes_bytes"])
    device.linkGeneration = value["link_generation"]?.integer
    device.linkLanes = value["link_lanes"]?.integer
    device.cores = value["cores"]?.integer
    device.instances = (value["mig_instances"]?.array ?? []).compactMap { nvmlDevice($0) }
    device.error = value["error"]?.string
    return device
  }

  private static func size(_ value: JSONValue?) -> Int? {
    value?.integer.flatMap { (0..<1 << 56).contains($0) ? $0 : nil }
  }
}
