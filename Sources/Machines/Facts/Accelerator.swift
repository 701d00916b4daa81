import Base

/// A GPU, NPU or other accelerator, joined over all sources that know it.
package struct Accelerator: Sendable, Equatable {
  /// Stable within one machine: the PCI address where there is one, otherwise a source with an index.
  package var id: String
  package var name: Known<String> = .unread
  package var vendor: Vendor
  /// `0000:01:00.0`; nil when the device is not on a PCI bus.
  package var pciAddress: String?
  /// Vendor and device, such as `10de:2684`; nil when the device is not on a PCI bus.
  package var pciID: String?
  /// The name in the list of PCI ids, such as `AD102 [GeForce RTX 4090]`; nil when the list has none.
  package var pciName: String?
  package var driver: Known<String> = .unread
  package var memoryKind: Known<MemoryKind> = .unread
  package var memoryTotalBytes: Known<Int> = .unread
  package var memoryFreeBytes: Known<Int> = .unread
  /// The part of the total that the firmware set aside for integrated graphics; nil for other devices.
  package var carveOutBytes: Int?
  /// The part of the total that the driver lends from main memory (GTT); nil when it lends none.
  package var lentBytes: Int?
  /// What a model may take on this device now, after other processes and the display's reserve.
  package var budgetBytes: Known<Int> = .unread
  package var bandwidthBytesPerSecond: Known<Double> = .unread
  /// The entry of the GPU table this device was matched with, such as `nvidia-geforce-rtx-4090`.
  package var factID: String?
  package var link: PCILink?
  /// The bridges between the device and the machine, the device's own first; empty when they are not known.
  package var bridges: [PCIBridge] = []
  /// Sizes of the windows through which the processor sees the device (base address registers), zero where unused.
  package var barBytes: [Int] = []
  /// Driver facts that speed and choice of back end depend on, as plain words, such as `subgroup_size: 64`.
  package var features: [String: String] = [:]
  /// `8.9` for NVIDIA, `gfx1100` for AMD.
  package var computeTarget: Known<String> = .unread
  /// The back ends of runtimes that can use the device, best first.
  package var backends: [Backend] = []
  package var isUsable = false
  /// Why the device is not usable, or a remark on how it is limited.
  package var reason: String?
  /// Where each fact was read, by JSON key, such as `memory_total_bytes: nvml`.
  package var sources: [String: String] = [:]

  package init(id: String = "", vendor: Vendor = .other) {
    self.id = id
    self.vendor = vendor
  }

  package enum Vendor: String, Sendable, CaseIterable {
    case nvidia, amd, intel, apple, qualcomm, broadcom, other
  }

  /// How a device's memory relates to the machine's.
  package enum MemoryKind: String, Sendable, CaseIterable {
    /// Memory of its own.
    case dedicated
    /// One memory for processor and device, all of it reachable by both at full speed.
    case unified
    /// A part of the main memory lent to the device (integrated graphics).
    case shared
  }
}

/// A device's link to the machine.
package struct PCILink: Sendable, Equatable {
  /// Transfers per second and lane, such as 16e9 for PCI Express 4.0.
  package var transfersPerSecond: Double?
  package var lanes: Int?
  package var maximumTransfersPerSecond: Double?
  package var maximumLanes: Int?

  package init(
    transfersPerSecond: Double? = nil, lanes: Int? = nil, maximumTransfersPerSecond: Double? = nil,
    maximumLanes: Int? = nil
  ) {
    self.transfersPerSecond = transfersPerSecond
    self.lanes = lanes
    self.maximumTransfersPerSecond = maximumTransfersPerSecond
    self.maximumLanes = maximumLanes
  }
}

/// A bridge on the way from a device to the machine: the slowest of them bounds the device's link.
package struct PCIBridge: Sendable, Equatable {
  package var pciAddress: String
  package var link: PCILink

  package init(pciAddress: String = "", link: PCILink = PCILink()) {
    self.pciAddress = pciAddress
    self.link = link
  }
}

/// The back end with which a runtime drives a device.
package enum Backend: String, Sendable, CaseIterable {
  case cuda, rocm, vulkan, sycl, metal, cpu
}
