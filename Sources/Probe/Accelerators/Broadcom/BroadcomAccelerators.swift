import Machines

/// VideoCore, the graphics of the Raspberry Pi.
struct BroadcomAccelerators: AcceleratorVendor {
  let vendor = Accelerator.Vendor.broadcom
  let pciVendorIDs: Set = [0x14E4]

  func accelerator(
    on board: DeviceTreeBoard, vulkan: DriverReport.VulkanDevice?, in join: AcceleratorJoin
  ) -> AcceleratorDraft? {
    guard board.compatible.contains(where: { $0.hasPrefix("raspberrypi,") || $0.hasPrefix("brcm,bcm2") }) else {
      return nil
    }
    var draft = AcceleratorDraft(id: DeviceTreeBoard.acceleratorID, vendor: vendor)
    draft.set(name: "VideoCore of \(board.model)", from: "device tree")
    draft.set(\.memoryKind, .shared, key: "memory_kind", from: "device tree")
    draft.refuse("VideoCore lacks what llama.cpp's Vulkan back end needs")
    return draft
  }
}
