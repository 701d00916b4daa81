import Base
import Machines

extension AcceleratorJoin {
  /// The Vulkan device at an address, or the only one with the function's id where the driver tells no address.
  func vulkanDevice(for function: PCIFunction) -> DriverReport.VulkanDevice? {
    let devices = sources.drivers.vulkan.devices.filter { $0.type != "cpu" }
    if let device = devices.first(where: { $0.address == function.address }) { return device }
    let same = devices.filter { $0.address == nil && $0.pciID != nil && $0.pciID == function.id }
    return same.count == 1 && sources.functions.count(where: { $0.id == function.id }) == 1 ? same.first : nil
  }

  func takeFeatures(_ draft: inout AcceleratorDraft, _ device: DriverReport.VulkanDevice) {
    draft.accelerator.features = device.features
    draft.accelerator.features["vulkan_driver"] = device.driverName
    draft.vulkanIndex = device.index
  }

  /// Devices that sit on no PCI bus: boards, Vulkan devices of other kinds, software renderers.
  func withoutBus(seen: Set<PCIAddress>) -> [AcceleratorDraft] {
    var drafts: [AcceleratorDraft] = []
    let joined = Set(sources.functions.compactMap { vulkanDevice(for: $0)?.index })
    var rest = sources.drivers.vulkan.devices.filter { device in
      !joined.contains(device.index) && device.address.map { !seen.contains($0) } ?? true
    }
    if let draft = boardAccelerator(vulkan: rest.first { $0.type != "cpu" }) {
      drafts.append(draft)
      rest.removeAll { $0.index == draft.vulkanIndex }
    }
    for device in rest {
      let ids = device.pciID?.split(separator: ":").compactMap { Hexadecimal.value($0, below: 1 << 16) } ?? []
      var draft = AcceleratorDraft(id: "vulkan\(device.index)", vendor: AcceleratorVendors.vendor(ids.first))
      takeFeatures(&draft, device)
      draft.set(name: device.name, from: "vulkan")
      draft.set(\.driver, device.driverName, key: "driver", from: "vulkan")
      if device.type == "cpu" {
        draft.accelerator.vendor = .other
        draft.refuse("a software renderer on the processor")
      } else {
        draft.set(total: device.localMemory?.total, free: device.localMemory?.free, from: "vulkan")
        let match = table.match(
          pciID: nil, memoryBytes: draft.accelerator.memoryTotalBytes.value, name: device.productName)
        if ids.count == 2 { draft.accelerator.pciID = device.pciID }
        let isIntegrated = device.type.map { $0 == "integrated" } ?? match.gpu?.isUnified ?? false
        use(&draft, backends: [.vulkan], isShared: isIntegrated, match: match)
        if device.type == nil, match.gpu == nil {
          draft.accelerator.memoryKind = .unknown(reason: "the source does not tell the kind of device")
        }
      }
      drafts.append(draft)
    }
    return drafts
  }

  private func boardAccelerator(vulkan: DriverReport.VulkanDevice?) -> AcceleratorDraft? {
    guard let board = sources.board else { return nil }
    for vendor in sources.vendors {
      guard var draft = vendor.accelerator(on: board, vulkan: vulkan, in: self) else { continue }
      if let vulkan { takeFeatures(&draft, vulkan) }
      return draft
    }
    return nil
  }

  /// Marks a device usable, with the budget of its kind of memory.
  func use(
    _ draft: inout AcceleratorDraft, backends: [Backend], isShared: Bool, match: GPUMatch,
    bandwidthFromDriver: Double? = nil
  ) {
    draft.accelerator.isUsable = true
    draft.accelerator.backends = backends
    guard isShared else {
      draft.set(\.memoryKind, .dedicated, key: "memory_kind", from: "driver")
      draft.complete(with: match, bandwidthFromDriver: bandwidthFromDriver)
      draft.setDedicatedBudget()
      return
    }
    let hasOwnRate = match.gpu?.isUnified == true && match.bandwidthBytesPerSecond.value != nil
    draft.set(\.memoryKind, hasOwnRate ? .unified : .shared, key: "memory_kind", from: "driver")
    setSharedMemory(&draft)
    if !hasOwnRate, let rate = sources.memory.bandwidthBytesPerSecond.value {
      draft.set(\.bandwidthBytesPerSecond, rate, key: "bandwidth_bytes_per_second", from: "main memory")
    }
    draft.complete(with: match, bandwidthFromDriver: bandwidthFromDriver)
    if !hasOwnRate, draft.accelerator.bandwidthBytesPerSecond.value == nil {
      let reason = sources.memory.bandwidthBytesPerSecond.reason ?? "it is not known"
      draft.accelerator.bandwidthBytesPerSecond = .unknown(reason: "it uses main memory: \(reason)")
    }
  }

  /// Total and budget of a device in main memory, where no driver has told them.
  private func setSharedMemory(_ draft: inout AcceleratorDraft) {
    let main = sources.memory
    let share = main.totalBytes.map { Int(Double($0) * Reserve.unifiedShare) }
    if case .unknown = draft.accelerator.memoryTotalBytes {
      draft.set(\.memoryTotalBytes, share.value, key: "memory_total_bytes", from: "share of main memory")
    }
    guard case .unknown = draft.accelerator.budgetBytes else { return }
    guard let total = draft.accelerator.memoryTotalBytes.value, let budget = main.budgetBytes.value else {
      draft.accelerator.budgetBytes = .unknown(reason: main.budgetBytes.reason ?? "main memory is not known")
      return
    }
    let free = draft.accelerator.memoryFreeBytes.value ?? total
    draft.accelerator.budgetBytes = .known(max(0, min(free - Reserve.deviceBytes, budget)))
  }
}

extension DriverReport.VulkanDevice {
  /// Whether the processor draws, by the names of Mesa's and Google's renderers; profiles do not tell the kind of device.
  var isSoftware: Bool {
    ["llvmpipe", "lavapipe", "SwiftShader"].contains { name?.contains($0) == true }
  }

  /// The name without the code name that Mesa adds in brackets.
  var productName: String? {
    name.map { name in trimmed(name.prefix { $0 != "(" || name.hasPrefix("(") }) }
  }

  /// The largest heap that is the device's own, and what of it is free by the driver's budget.
  ///
  /// The window through which the processor sees all of the memory is listed as a heap of its own by some drivers.
  var localMemory: (total: Int, free: Int?)? {
    heaps.filter(\.isDeviceLocal).max { $0.bytes < $1.bytes }.map { heap in
      (heap.bytes, heap.budgetBytes.map { max(0, $0 - (heap.usageBytes ?? 0)) })
    }
  }
}
