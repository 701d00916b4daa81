import Base
import Machines

extension Tables {
  static let accelerator = Table(
    "accelerator", "A GPU, NPU or other accelerator, joined over all sources that know it.", blank: Accelerator(),
    identity: "id"
  ) {
    Field("id", \.id, .text, "Stable within one machine: the PCI address, or a source with an index.")
    Field("name", fact: \.name, .text, "The product.")
    Field("vendor", \.vendor, .word, "The maker.")
    Field("pci_address", optional: \.pciAddress, .text, "`0000:01:00.0`; null when it is not on a PCI bus.")
    Field("pci_id", optional: \.pciID, .text, "Vendor and device, such as `10de:2684`.")
    Field("pci_name", optional: \.pciName, .text, "The name in the list of PCI ids.")
    Field("driver", fact: \.driver, .text, "The driver, with its version where it tells one.")
    Field("memory_kind", fact: \.memoryKind, .word, "How its memory relates to the machine's.")
    Field("memory_total_bytes", fact: \.memoryTotalBytes, .bytes, "All memory that it can use.")
    Field("memory_free_bytes", fact: \.memoryFreeBytes, .bytes, "What of it nobody uses now.")
    Field("budget_bytes", fact: \.budgetBytes, .bytes, "What a model may take now, after the reserve.")
    Field(
      "bandwidth_bytes_per_second", fact: \.bandwidthBytesPerSecond, .number(.bytesPerSecond),
      "Its memory's, theoretical.")
    Field("compute_target", fact: \.computeTarget, .text, "`8.9` for NVIDIA, `gfx1100` for AMD.")
    Field("fact_id", optional: \.factID, .text, "The entry of the GPU table that it was matched with.")
    Field(
      "memory_carve_out_bytes", optional: \.carveOutBytes, .bytes,
      "The part of the total that the firmware set aside for integrated graphics.")
    Field(
      "memory_lent_bytes", optional: \.lentBytes, .bytes,
      "The part of the total that the driver lends from main memory.")
    Field("backends", \.backends, .list(.word), mayLack: true, "Back ends of runtimes that can use it, best first.")
    Field("usable", \.isUsable, .flag, "Whether a runtime can use it.")
    Field("reason", optional: \.reason, .text, "Why it is not usable, or how it is limited.")
    Field("link", optional: \.link, link.codec, "Its PCI Express link; null when that is not known.")
    Field(
      "bridges", \.bridges, .list(bridge.codec), mayLack: true,
      "Bridges between it and the machine, the nearest first.")
    Field(
      "bar_bytes", \.barBytes, .list(.bytes), mayLack: true,
      "Sizes of the windows through which the processor sees it, zero where unused.")
    Field(
      "features", \.features, .map(.text), mayLack: true, "What speed and choice of back end depend on, in words.")
    Field("sources", \.sources, .map(.text), mayLack: true, "Where each fact was read, by its key.")
  }

  private static let bridge = Table("bridge", "A PCI bridge on the way to a device.", blank: PCIBridge()) {
    Field("pci_address", \.pciAddress, .text, "Its address.")
    Field("link", \.link, link.codec, "Its own link: the slowest of them bounds the device's.")
  }

  private static let link = Table("pci_link", "A PCI Express link, now and at most.", blank: PCILink()) {
    Field("transfers_per_second", optional: \.transfersPerSecond, .number, "Per lane, such as 16e9 for PCIe 4.0.")
    Field("lanes", optional: \.lanes, .count, "Lanes in use.")
    Field(
      "maximum_transfers_per_second", optional: \.maximumTransfersPerSecond, .number, "The highest rate per lane.")
    Field("maximum_lanes", optional: \.maximumLanes, .count, "Lanes that there are.")
  }
}
