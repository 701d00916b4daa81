import Base
import Machines

/// AMD's cards and integrated graphics: amdgpu in sysfs and the kernel's KFD topology.
struct AMDAccelerators: AcceleratorVendor, Equatable {
  let vendor = Accelerator.Vendor.amd
  /// AMD's NPUs have the processors' id.
  let pciVendorIDs: Set = [0x1002, 0x1022]

  var cards: [PCIAddress: AMDCard] = [:]
  var nodes: [AMDNode] = []

  mutating func read(_ tree: AcceleratorTree) {
    for (address, card) in tree.cards where tree.driver(of: card) == "amdgpu" {
      cards[address] = AMDCard.read(at: card.path + "/device", in: tree.root)
    }
    nodes = AMDNode.all(in: tree.root, folder: tree.layout.kfdFolder)
  }

  /// Adds what another source tells of devices that this one does not know.
  mutating func add(_ other: AMDAccelerators) {
    cards.merge(other.cards) { own, _ in own }
    nodes += other.nodes.filter { node in !nodes.contains { $0.address == node.address } }
  }

  func functions(toldBy drivers: DriverReport) -> [PCIFunction] {
    nodes.compactMap { node in
      guard let address = node.address else { return nil }
      var function = PCIFunction(address: address, source: "kfd")
      (function.vendorID, function.deviceID) = (node.vendorID ?? 0x1002, node.deviceID)
      (function.driver, function.knowsDriver) = ("amdgpu", true)
      return function
    }
  }

  /// Each partition that the kernel shows is an accelerator of its own.
  func accelerators(
    of function: PCIFunction, _ start: AcceleratorDraft, vulkan: DriverReport.VulkanDevice?, in join: AcceleratorJoin
  ) -> [AcceleratorDraft] {
    let card = cards[function.address]
    let nodes = nodes.filter { $0.address == function.address }
    guard nodes.count > 1 else { return [accelerator(start, function, card, nodes.first, vulkan, 1, join)] }
    return nodes.enumerated().map { index, node in
      var draft = start
      if index > 0 { draft.accelerator.id += "/\(index)" }
      draft.accelerator.features["compute_partition"] = card?.computePartition
      return accelerator(draft, function, nil, node, index == 0 ? vulkan : nil, nodes.count, join)
    }
  }

  private func accelerator(
    _ start: AcceleratorDraft, _ function: PCIFunction, _ card: AMDCard?, _ node: AMDNode?,
    _ vulkan: DriverReport.VulkanDevice?, _ partitions: Int, _ join: AcceleratorJoin
  ) -> AcceleratorDraft {
    var draft = start
    let isIntegrated = isIntegrated(function, card, node, vulkan, join.table)
    if isIntegrated, let card, let own = card.vramTotalBytes {
      takeIntegratedMemory(card, carveOut: own, main: join.sources.memory, into: &draft)
    } else {
      if let total = card?.vramTotalBytes, total > 0 {
        draft.set(total: total, free: card?.vramUsedBytes.map { max(0, total - $0) }, from: "amdgpu")
      }
      draft.set(total: node?.usableBytes, free: nil, from: function.source)
      if !isIntegrated {
        draft.set(total: node?.memoryBytes, free: nil, from: "kfd")
        if let local = vulkan?.localMemory {
          draft.set(total: local.total, free: local.free, from: "vulkan")
        }
      }
    }
    draft.set(\.computeTarget, node?.target, key: "compute_target", from: "kfd")
    draft.accelerator.features["compute_units"] = node?.computeUnits.map(String.init)
    let total = isIntegrated ? nil : draft.accelerator.memoryTotalBytes.value.map { $0 * partitions }
    let match = join.match(
      function, memoryBytes: total, name: card?.productName ?? vulkan?.productName)
    if !isIntegrated, partitions == 1 { draft.set(total: match.memoryBytes, free: nil, from: "gpu table") }
    let target = draft.accelerator.computeTarget.value ?? match.gpu?.computeTarget
    let rate = isIntegrated ? nil : bandwidth(card, node, match).map { $0 / Double(partitions) }
    join.use(
      &draft, backends: BackendSupport.backends(vendor: .amd, target: target), isShared: isIntegrated, match: match,
      bandwidthFromDriver: rate)
    if rate == nil, partitions > 1 {
      draft.accelerator.bandwidthBytesPerSecond = draft.accelerator.bandwidthBytesPerSecond.map {
        $0 / Double(partitions)
      }
    }
    draft.accelerator.reason =
      partitions > 1
      ? "one of \(partitions) partitions of the device"
      : BackendSupport.remark(vendor: .amd, target: target)
    draft.set(name: card?.productName, from: "amdgpu")
    if match.candidates.count == 1 { draft.set(name: match.gpu?.name, from: "gpu table") }
    draft.set(name: vulkan?.productName, from: "vulkan")
    join.setName(&draft, match, function)
    if let reason = obstacle(function, vulkan) { draft.refuse(reason) }
    return draft
  }

  /// Carve-out and lent memory together are what the device can use; the lent part must be free in main memory too.
  private func takeIntegratedMemory(
    _ card: AMDCard, carveOut: Int, main: Memory, into draft: inout AcceleratorDraft
  ) {
    let lent = card.gttTotalBytes ?? 0
    let freeCarveOut = max(0, carveOut - (card.vramUsedBytes ?? 0))
    let freeLent = max(0, lent - (card.gttUsedBytes ?? 0))
    draft.accelerator.carveOutBytes = carveOut
    draft.accelerator.lentBytes = lent
    draft.set(total: carveOut + lent, free: freeCarveOut + freeLent, from: "amdgpu")
    if let main = main.budgetBytes.value {
      draft.accelerator.budgetBytes = .known(max(0, freeCarveOut + min(freeLent, main) - Reserve.deviceBytes))
    } else {
      draft.accelerator.budgetBytes = .known(max(0, freeCarveOut - Reserve.deviceBytes))
    }
  }

  private func isIntegrated(
    _ function: PCIFunction, _ card: AMDCard?, _ node: AMDNode?, _ vulkan: DriverReport.VulkanDevice?,
    _ table: GPUTable
  ) -> Bool {
    if let type = vulkan?.type { return type == "integrated" }
    let known = function.id.map { table.gpus(pciID: $0) } ?? []
    if !known.isEmpty { return known.contains(where: \.isUnified) }
    // Of an unknown product the drivers tell.
    return card?.isIntegrated ?? node?.isIntegrated ?? (node.map { $0.processorCores > 0 } ?? false)
  }

  /// Memory clock times bus width, where the table knows what kind of memory it is.
  private func bandwidth(_ card: AMDCard?, _ node: AMDNode?, _ match: GPUMatch) -> Double? {
    let types = Set(match.candidates.map { $0.memoryType ?? "" })
    guard types.count == 1, let type = types.first, let factor = GPUFact.transfersPerClock(memoryType: type) else {
      return nil
    }
    let widths = Set(match.candidates.map(\.memoryBusBits))
    guard let bits = node?.memoryWidthBits ?? (widths.count == 1 ? widths.first ?? nil : nil),
      let clock = node?.memoryClockHz ?? card?.memoryClockHz
    else { return nil }
    let rate = clock * factor * Double(bits) / 8
    // A clock that is far from the product's is one that power saving or a virtual machine shows.
    if let known = match.bandwidthBytesPerSecond.value, abs(rate - known) > known * 0.25 { return nil }
    return rate
  }

  private func obstacle(_ function: PCIFunction, _ vulkan: DriverReport.VulkanDevice?) -> String? {
    if function.driver == "amdgpu" || vulkan != nil { return nil }
    if let driver = function.driver { return "amdgpu is not loaded: \(driver) is bound" }
    return function.knowsDriver ? "amdgpu is not loaded" : "the source does not tell whether a driver is loaded"
  }
}
