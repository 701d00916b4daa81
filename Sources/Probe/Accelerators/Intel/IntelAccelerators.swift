import Base
import Machines

/// Intel's graphics, integrated or Arc: i915 and xe in sysfs.
struct IntelAccelerators: AcceleratorVendor {
  let vendor = Accelerator.Vendor.intel
  /// The second is Habana's.
  let pciVendorIDs: Set = [0x8086, 0x1DA3]

  private var cards: [PCIAddress: IntelCard] = [:]

  mutating func read(_ tree: AcceleratorTree) {
    for (address, card) in tree.cards where ["i915", "xe"].contains(tree.driver(of: card)) {
      cards[address] = IntelCard.read(at: card.path, in: tree.root)
    }
  }

  func accelerators(
    of function: PCIFunction, _ start: AcceleratorDraft, vulkan: DriverReport.VulkanDevice?, in join: AcceleratorJoin
  ) -> [AcceleratorDraft] {
    var draft = start
    let card = cards[function.address]
    let known = function.id.map { join.table.gpus(pciID: $0) } ?? []
    let isDiscrete =
      vulkan.map { $0.type == "discrete" }
      ?? (card?.localMemoryBytes != nil || known.contains { !$0.isUnified })
    if isDiscrete {
      draft.set(total: card?.localMemoryBytes, free: card?.localMemoryFreeBytes, from: function.driver ?? "sysfs")
      if let local = vulkan?.localMemory {
        draft.set(total: local.total, free: local.free, from: "vulkan")
      }
    } else if let local = vulkan?.localMemory {
      draft.set(total: local.total, free: local.free, from: "vulkan")
    }
    let match = join.match(
      function, memoryBytes: isDiscrete ? draft.accelerator.memoryTotalBytes.value : nil,
      name: vulkan?.productName)
    if isDiscrete { draft.set(total: match.memoryBytes, free: nil, from: "gpu table") }
    let architecture = match.gpu?.architecture ?? match.candidates.first?.architecture
    let backends = BackendSupport.backends(vendor: .intel, target: nil, architecture: architecture)
    join.use(&draft, backends: backends, isShared: !isDiscrete, match: match)
    if let tiles = card?.tiles, tiles > 1 { draft.accelerator.features["tiles"] = String(tiles) }
    if match.candidates.count == 1 { draft.set(name: match.gpu?.name, from: "gpu table") }
    draft.set(name: vulkan?.productName, from: "vulkan")
    join.setName(&draft, match, function)
    if let reason = obstacle(function, vulkan, join.sources) { draft.refuse(reason) }
    return [draft]
  }

  private func obstacle(
    _ function: PCIFunction, _ vulkan: DriverReport.VulkanDevice?, _ sources: AcceleratorSources
  ) -> String? {
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
}
