import Base
import Machines

/// NVIDIA's cards and Jetson modules: NVML, or what the kernel's driver tells in `/proc/driver/nvidia`.
struct NVIDIAAccelerators: AcceleratorVendor {
  let vendor = Accelerator.Vendor.nvidia
  let pciVendorIDs: Set = [0x10DE]

  /// `/proc/driver/nvidia/gpus/<address>/information`.
  private var information: [PCIAddress: [String: String]] = [:]
  private var isDriverLoaded = false

  mutating func read(_ tree: AcceleratorTree) {
    let folder = "/proc/driver/nvidia"
    isDriverLoaded = tree.root.exists(folder + "/version")
    for name in tree.root.names(in: folder + "/gpus") {
      guard let address = PCIAddress(name),
        let text = try? tree.root.text(folder + "/gpus/\(name)/information", limit: 1 << 16).get()
      else { continue }
      information[address] = KeyValueText.pairs(text, separator: ":")
    }
  }

  func functions(toldBy drivers: DriverReport) -> [PCIFunction] {
    drivers.nvml.devices.compactMap { device in
      guard let address = Self.address(of: device), !Jetson.isOwnGPU(device) else { return nil }
      var function = PCIFunction(address: address, source: "nvml")
      let ids = device.pciID?.split(separator: ":").compactMap { Hexadecimal.value($0, below: 1 << 16) } ?? []
      function.vendorID = 0x10DE
      if ids.count == 2 { function.deviceID = ids[1] }
      (function.driver, function.knowsDriver) = ("nvidia", true)
      return function
    }
  }

  /// Where a device is; some print-outs only tell that it is one of several.
  private static func address(of device: DriverReport.NVMLDevice) -> PCIAddress? {
    device.address ?? (device.error == nil ? .unplaced(device.index) : nil)
  }

  func accelerator(
    on board: DeviceTreeBoard, vulkan: DriverReport.VulkanDevice?, in join: AcceleratorJoin
  ) -> AcceleratorDraft? {
    guard Jetson.isOne(board) else { return nil }
    let drivers = join.sources.drivers
    return Jetson.accelerator(on: board, nvml: drivers.nvml.devices.first(where: Jetson.isOwnGPU), in: join)
  }

  /// A card; where it is partitioned (MIG), its instances follow it.
  func accelerators(
    of function: PCIFunction, _ start: AcceleratorDraft, vulkan: DriverReport.VulkanDevice?, in join: AcceleratorJoin
  ) -> [AcceleratorDraft] {
    let drivers = join.sources.drivers
    var draft = start
    let nvml = drivers.nvml.devices.first { Self.address(of: $0) == function.address }
    let information = information[function.address]
    var instances: [AcceleratorDraft] = []
    var rate: Double?
    if let nvml {
      take(nvml, drivers, into: &draft)
      // The clock is that of commands; data moves at both edges.
      if let clock = nvml.memoryClockHz, let bits = nvml.memoryBusBits {
        rate = clock * 2 * Double(bits) / 8
      }
    }
    draft.set(name: information?["Model"], from: "/proc/driver/nvidia")
    draft.set(name: vulkan?.productName, from: "vulkan")
    if let local = vulkan?.localMemory {
      draft.set(total: local.total, free: local.free, from: "vulkan")
    }
    let match = join.match(
      function, memoryBytes: draft.accelerator.memoryTotalBytes.value, name: draft.accelerator.name.value)
    let isUnified = match.gpu?.isUnified ?? false
    // CUDA may take all of a memory that is both's. Else a driver that is loaded but does not tell the size leaves the
    // table's, where the product has but one.
    if isUnified { draft.set(total: join.sources.memory.totalBytes.value, free: nil, from: "main memory") }
    draft.set(total: match.memoryBytes, free: nil, from: "gpu table")
    let target = draft.accelerator.computeTarget.value ?? match.gpu?.computeTarget
    let backends = BackendSupport.backends(vendor: .nvidia, target: target)
    join.use(&draft, backends: backends, isShared: isUnified, match: match, bandwidthFromDriver: rate)
    draft.accelerator.reason = BackendSupport.remark(vendor: .nvidia, target: target)
    join.setName(&draft, match, function)
    if let reason = obstacle(function, nvml, vulkan, join.sources) {
      draft.refuse(reason)
    } else if nvml == nil, !isDriverLoaded, function.driver != "nvidia", vulkan != nil {
      draft.accelerator.backends = [.vulkan]
    }
    if let nvml, nvml.isPartitioned {
      instances = nvml.instances.map { instance(of: draft, $0, whole: nvml) }
      draft.accelerator.reason = nil
      draft.refuse(instances.isEmpty ? "MIG is on and there is no instance" : "MIG is on: its instances are listed")
    }
    return [draft] + instances
  }

  private func take(
    _ device: DriverReport.NVMLDevice, _ drivers: DriverReport, into draft: inout AcceleratorDraft
  ) {
    draft.set(name: device.name, from: "nvml")
    draft.set(\.driver, "nvidia", key: "driver", from: "nvml")
    draft.set(total: device.memoryTotalBytes, free: device.memoryFreeBytes, from: "nvml")
    draft.set(\.computeTarget, device.computeCapability, key: "compute_target", from: "nvml")
    draft.identifiers = (device.uuid.map { [$0] } ?? []) + device.instances.compactMap(\.uuid)
    draft.drivesDisplay = draft.drivesDisplay || device.isDisplayActive
    if draft.accelerator.link == nil, let lanes = device.linkLanes, let generation = device.linkGeneration,
      (1..<PCIFunction.Link.generations.count).contains(generation)
    {
      draft.accelerator.link = PCILink(
        transfersPerSecond: PCIFunction.Link.generations[generation], lanes: lanes)
      draft.accelerator.sources["link"] = "nvml"
    }
    let features: [String: String?] = [
      "driver_version": drivers.nvidiaDriverVersion, "cuda_version": drivers.cudaVersion,
      "power_limit_watts": device.powerLimitWatts.map { ByteSize.decimal($0, places: 0) },
      "ecc": device.hasECC.map { $0 ? "on" : "off" }, "mig": device.isPartitioned ? "on" : nil,
      "cuda_cores": device.cores.map(String.init), "processes": device.processes.map(String.init),
      "processes_bytes": device.processesBytes.map(String.init),
    ]
    for (key, value) in features { if let value { draft.accelerator.features[key] = value } }
  }

  /// Why the card cannot be used, or nil.
  private func obstacle(
    _ function: PCIFunction, _ nvml: DriverReport.NVMLDevice?, _ vulkan: DriverReport.VulkanDevice?,
    _ sources: AcceleratorSources
  ) -> String? {
    if let nvml { return nvml.error.map { "NVML: \($0)" } }
    if vulkan != nil { return nil }
    if information[function.address] != nil || isDriverLoaded || function.driver == "nvidia" {
      // The kernel has the driver; a recording need not have asked its library.
      guard sources.driversWereAsked else { return nil }
      if case .failed(let reason) = sources.drivers.nvml { return "NVIDIA's library cannot be used: \(reason)" }
      return "NVIDIA's library does not list it"
    }
    if let driver = function.driver { return "NVIDIA's driver is not loaded: \(driver) is bound" }
    return function.knowsDriver
      ? "NVIDIA's driver is not loaded" : "the source does not tell whether a driver is loaded"
  }

  private func instance(
    of whole: AcceleratorDraft, _ device: DriverReport.NVMLDevice, whole card: DriverReport.NVMLDevice
  ) -> AcceleratorDraft {
    var draft = whole
    draft.accelerator.id += "/mig\(device.index)"
    draft.accelerator.name = Known(device.name, otherwise: "NVML does not name the instance")
    draft.identifiers = (device.uuid.map { [$0] } ?? []) + (card.uuid.map { [$0] } ?? [])
    draft.accelerator.isUsable = true
    draft.accelerator.reason = "one of \(card.instances.count) MIG instances; a process can use one of them"
    draft.accelerator.backends = [.cuda]
    let missing = "NVML does not tell the instance's memory"
    draft.accelerator.memoryTotalBytes = Known(device.memoryTotalBytes, otherwise: missing)
    draft.accelerator.memoryFreeBytes = Known(device.memoryFreeBytes, otherwise: missing)
    draft.setDedicatedBudget()
    // Bandwidth is shared out like memory.
    if let own = device.memoryTotalBytes, let all = card.memoryTotalBytes, all > 0 {
      draft.accelerator.bandwidthBytesPerSecond = draft.accelerator.bandwidthBytesPerSecond.map {
        $0 * min(1, Double(own) / Double(all))
      }
    }
    return draft
  }
}
