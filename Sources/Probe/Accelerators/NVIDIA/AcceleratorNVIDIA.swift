import Base
import Machines

extension AcceleratorJoin {
  /// An NVIDIA card; where it is partitioned (MIG), its instances follow it.
  func nvidia(
    _ start: AcceleratorDraft, _ function: PCIFunction, _ vulkan: DriverReport.VulkanDevice?
  ) -> [AcceleratorDraft] {
    var draft = start
    let nvml = sources.drivers.nvml.devices.first { $0.address == function.address }
    let information = sources.nvidiaInformation[function.address]
    var instances: [AcceleratorDraft] = []
    var rate: Double?
    if let nvml {
      take(nvml, into: &draft)
      // The clock is that of commands; data moves at both edges.
      if let clock = nvml.memoryClockHz, let bits = nvml.memoryBusBits {
        rate = clock * 2 * Double(bits) / 8
      }
    }
    draft.set(name: information?["Model"], from: "/proc/driver/nvidia")
    draft.set(name: vulkan.flatMap { productName($0) }, from: "vulkan")
    if let local = vulkan.flatMap({ localMemory($0) }) {
      draft.set(total: local.total, free: local.free, from: "vulkan")
    }
    let match = match(
      function, memoryBytes: draft.accelerator.memoryTotalBytes.value, name: draft.accelerator.name.value)
    // A driver that is loaded but does not tell the size leaves the table's, where the product has but one.
    draft.set(total: match.memoryBytes, free: nil, from: "gpu table")
    let target = draft.accelerator.computeTarget.value ?? match.gpu?.computeTarget
    let isUnified = match.gpu?.isUnified ?? false
    let backends = BackendSupport.backends(vendor: .nvidia, target: target)
    use(&draft, backends: backends, isShared: isUnified, match: match, bandwidthFromDriver: rate)
    draft.accelerator.reason = BackendSupport.remark(vendor: .nvidia, target: target)
    setName(&draft, match, function)
    if let reason = obstacle(function, nvml: nvml, information: information, vulkan: vulkan) {
      draft.refuse(reason)
    } else if nvml == nil, !sources.isNVIDIADriverLoaded, function.driver != "nvidia", vulkan != nil {
      draft.accelerator.backends = [.vulkan]
    }
    if let nvml, nvml.isPartitioned {
      instances = nvml.instances.map { instance(of: draft, $0, whole: nvml) }
      draft.accelerator.reason = nil
      draft.refuse(instances.isEmpty ? "MIG is on and there is no instance" : "MIG is on: its instances are listed")
    }
    return [draft] + instances
  }

  private func take(_ device: DriverReport.NVMLDevice, into draft: inout AcceleratorDraft) {
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
      "driver_version": sources.drivers.nvidiaDriverVersion, "cuda_version": sources.drivers.cudaVersion,
      "power_limit_watts": device.powerLimitWatts.map { ByteSize.decimal($0, places: 0) },
      "ecc": device.hasECC.map { $0 ? "on" : "off" }, "mig": device.isPartitioned ? "on" : nil,
      "cuda_cores": device.cores.map(String.init), "processes": device.processes.map(String.init),
      "processes_bytes": device.processesBytes.map(String.init),
    ]
    for (key, value) in features { if let value { draft.accelerator.features[key] = value } }
  }

  /// Why the card cannot be used, or nil.
  private func obstacle(
    _ function: PCIFunction, nvml: DriverReport.NVMLDevice?, information: [String: String]?,
    vulkan: DriverReport.VulkanDevice?
  ) -> String? {
    if let nvml { return nvml.error.map { "NVML: \($0)" } }
    if vulkan != nil { return nil }
    if information != nil || sources.isNVIDIADriverLoaded || function.driver == "nvidia" {
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
