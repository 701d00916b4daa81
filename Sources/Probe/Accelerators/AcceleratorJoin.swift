import Base
import Machines

/// Joins what the sources say about one machine's accelerators; pure.
struct AcceleratorJoin {
  let sources: AcceleratorSources
  let table: GPUTable
  let environment: [String: String]

  /// The accelerators in the order of their addresses, those without one at the end.
  func accelerators() -> [Accelerator] {
    var drafts: [AcceleratorDraft] = []
    var seen: Set<PCIAddress> = []
    var functions = sources.functions
    for function in sources.functionsBesideTheBus
    where !functions.contains(where: { $0.address == function.address }) {
      functions.append(function)
    }
    functions.sort { $0.address < $1.address }
    for function in functions where seen.insert(function.address).inserted {
      drafts += join(function)
    }
    drafts += withoutBus(seen: seen)
    hide(&drafts)
    return drafts.map(\.accelerator)
  }

  private func join(_ function: PCIFunction) -> [AcceleratorDraft] {
    let vendor = sources.vendor(of: function)
    let id = function.address.isPlaced ? function.address.description : "\(vendor.vendor)\(function.address.bus)"
    var draft = AcceleratorDraft(id: id, vendor: vendor.vendor)
    describe(&draft, function)
    let vulkan = vulkanDevice(for: function)
    if let vulkan { takeFeatures(&draft, vulkan) }
    if function.isSilent {
      draft.refuse("it does not answer on the bus (all ones)")
      finishUnusable(&draft, function)
      return [draft]
    }
    if vulkan == nil,
      let reason = UnusableAccelerators.reasonOfAge(
        vendorID: function.vendorID, deviceID: function.deviceID, pciName: draft.accelerator.pciName)
    {
      draft.refuse(reason)
      finishUnusable(&draft, function)
      return [draft]
    }
    if let reason = UnusableAccelerators.reason(
      vendorID: function.vendorID, deviceID: function.deviceID, deviceClass: function.deviceClass,
      driver: function.driver)
    {
      draft.refuse(reason)
      finishUnusable(&draft, function)
      return [draft]
    }
    return vendor.accelerators(of: function, draft, vulkan: vulkan, in: self)
  }

  /// What the bus tells: ids, driver, link.
  private func describe(_ draft: inout AcceleratorDraft, _ function: PCIFunction) {
    if function.address.isPlaced {
      draft.accelerator.pciAddress = function.address.description
      draft.accelerator.sources["pci_address"] = function.source
    }
    draft.accelerator.pciID = function.id
    if let id = function.id {
      draft.accelerator.sources["pci_id"] = function.source
      draft.accelerator.pciName = sources.pciNames[id]
    }
    if let driver = function.driver ?? sources.computeDrivers[function.address] {
      draft.set(\.driver, driver, key: "driver", from: "sysfs")
    } else if function.knowsDriver {
      draft.accelerator.driver = .unknown(reason: "no driver is bound")
    }
    if let link = function.link {
      draft.accelerator.link = PCILink(link)
      draft.accelerator.sources["link"] = function.source
    }
    draft.accelerator.bridges = function.bridges.map {
      PCIBridge(pciAddress: $0.address.description, link: PCILink($0.link))
    }
    if function.barBytes.contains(where: { $0 > 0 }) {
      draft.accelerator.barBytes = function.barBytes
      draft.accelerator.sources["bar_bytes"] = function.source
    }
    draft.set(name: function.productName, from: function.source)
    draft.set(total: function.memoryTotalBytes, free: nil, from: function.source)
    draft.drivesDisplay = sources.cards[function.address]?.drivesDisplay ?? false
  }

  /// The match in the table for what is known so far.
  func match(_ function: PCIFunction, memoryBytes: Int?, name: String?) -> GPUMatch {
    table.match(pciID: function.id, revision: function.revision, memoryBytes: memoryBytes, name: name)
  }

  /// The product's name where it is certain, then the list of PCI ids, then the bare id.
  func setName(_ draft: inout AcceleratorDraft, _ match: GPUMatch, _ function: PCIFunction) {
    if match.candidates.count == 1 { draft.set(name: match.gpu?.name, from: "gpu table") }
    draft.set(name: draft.accelerator.pciName, from: "pci.ids")
    let names = match.candidates.prefix(4).map(\.name)
    draft.set(name: names.isEmpty ? nil : names.joined(separator: " / "), from: "gpu table")
    draft.set(name: function.id.map { "PCI device \($0)" }, from: function.source)
  }

  /// A device that is shown and not counted: it still has a name.
  func finishUnusable(_ draft: inout AcceleratorDraft, _ function: PCIFunction) {
    if let id = function.id, let npu = table.npus.first(where: { $0.pciID == id }) {
      draft.set(name: npu.name, from: "gpu table")
    }
    setName(&draft, match(function, memoryBytes: nil, name: nil), function)
  }
}

extension PCILink {
  fileprivate init(_ link: PCIFunction.Link) {
    self.init(
      transfersPerSecond: link.transfersPerSecond, lanes: link.lanes,
      maximumTransfersPerSecond: link.maximumTransfersPerSecond, maximumLanes: link.maximumLanes)
  }
}
