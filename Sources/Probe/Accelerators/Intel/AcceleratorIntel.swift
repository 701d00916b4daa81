import Base
import Machines

extension AcceleratorJoin {
  /// Intel graphics, integrated or Arc.
  func intel(
    _ start: AcceleratorDraft, _ function: PCIFunction, _ vulkan: DriverReport.VulkanDevice?
  ) -> AcceleratorDraft {
    var draft = start
    let card = sources.intelCards[function.address]
    let known = function.id.map { table.gpus(pciID: $0) } ?? []
    let isDiscrete =
      vulkan.map { $0.type == "discrete" }
      ?? (card?.localMemoryBytes != nil || known.contains { !$0.isUnified })
    if isDiscrete {
      draft.set(total: card?.localMemoryBytes, free: card?.localMemoryFreeBytes, from: function.driver ?? "sysfs")
      if let local = vulkan.flatMap({ localMemory($0) }) {
        draft.set(total: local.total, free: local.free, from: "vulkan")
      }
    } else if let local = vulkan.flatMap({ localMemory($0) }) {
      draft.set(total: local.total, free: local.free, from: "vulkan")
    }
    let match = match(
      function, memoryBytes: isDiscrete ? draft.accelerator.memoryTotalBytes.value : nil,
      name: vulkan.flatMap { productName($0) })
    if isDiscrete { draft.set(total: match.memoryBytes, free: nil, from: "gpu table") }
    let architecture = match.gpu?.architecture ?? match.candidates.first?.architecture
    let backends = BackendSupport.backends(vendor: .intel, target: nil, architecture: architecture)
    use(&draft, backends: backends, isShared: !isDiscrete, match: match)
    if let tiles = card?.tiles, tiles > 1 { draft.accelerator.features["tiles"] = String(tiles) }
    if match.candidates.count == 1 { draft.set(name: match.gpu?.name, from: "gpu table") }
    draft.set(name: vulkan.flatMap { productName($0) }, from: "vulkan")
    setName(&draft, match, function)
    if let reason = obstacle(function, vulkan) { draft.refuse(reason) }
    return draft
  }

  private func obstacle(_ function: PCIFunction, _ vulkan: DriverReport.VulkanDevice?) -> String? {
    if vulkan != nil { return nil }
    if function.driver == "i915" || function.driver == "xe" {
      guard sources.driversWereAsked else { return nil }
      switch sources.drivers.vulkan {
      case .devices: return "no Vulkan driver shows it"
      case .failed, .notAsked: return nil
      }
    }
    if let driver = function.driver { return "neither i915 nor xe is loaded: \(driver) is bound" }
    return function.knowsDriver
      ? "neither i915 nor xe is loaded" : "the source does not tell whether a driver is loaded"
  }

  /// Graphics of other makers: usable where a Vulkan driver shows them.
  func other(
    _ start: AcceleratorDraft, _ function: PCIFunction, _ vulkan: DriverReport.VulkanDevice?
  ) -> AcceleratorDraft {
    var draft = start
    draft.set(name: vulkan.flatMap { productName($0) }, from: "vulkan")
    if let vulkan, vulkan.type != "cpu" {
      if let local = localMemory(vulkan) { draft.set(total: local.total, free: local.free, from: "vulkan") }
      let match = match(function, memoryBytes: draft.accelerator.memoryTotalBytes.value, name: productName(vulkan))
      use(&draft, backends: [.vulkan], isShared: vulkan.type == "integrated", match: match)
      setName(&draft, match, function)
    } else {
      draft.refuse("no runtime plimsoll knows can use it")
      finishUnusable(&draft, function)
    }
    return draft
  }
}
