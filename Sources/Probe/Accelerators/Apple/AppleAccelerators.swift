import Machines

/// The graphics of Apple's chips under Asahi Linux, known by the device tree.
struct AppleAccelerators: AcceleratorVendor {
  let vendor = Accelerator.Vendor.apple
  let pciVendorIDs: Set = [0x106B]

  func accelerator(
    on board: DeviceTreeBoard, vulkan: DriverReport.VulkanDevice?, in join: AcceleratorJoin
  ) -> AcceleratorDraft? {
    guard let chip = board.compatible.lazy.compactMap(Self.chip).first else { return nil }
    var draft = AcceleratorDraft(id: DeviceTreeBoard.acceleratorID, vendor: vendor)
    draft.set(name: chip, from: "device tree")
    join.use(&draft, backends: [.vulkan], isShared: true, match: join.table.match(pciID: nil, name: chip))
    if vulkan == nil, join.sources.driversWereAsked { draft.refuse("no Vulkan driver shows Apple's graphics") }
    return draft
  }

  private static func chip(_ compatible: String) -> String? {
    compatible.hasPrefix("apple,") ? chips[String(compatible.dropFirst(6))] : nil
  }

  /// Apple's part numbers, as the device trees of Asahi Linux name them.
  private static let chips = [
    "t8103": "Apple M1", "t6000": "Apple M1 Pro", "t6001": "Apple M1 Max", "t6002": "Apple M1 Ultra",
    "t8112": "Apple M2", "t6020": "Apple M2 Pro", "t6021": "Apple M2 Max", "t6022": "Apple M2 Ultra",
    "t8122": "Apple M3", "t6030": "Apple M3 Pro", "t6031": "Apple M3 Max", "t6034": "Apple M3 Max",
    "t6032": "Apple M3 Ultra", "t8132": "Apple M4", "t6040": "Apple M4 Pro", "t6041": "Apple M4 Max",
  ]
}
