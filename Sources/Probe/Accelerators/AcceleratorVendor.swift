import Base
import Machines

/// One maker's accelerators: what its kernel drivers tell, and what follows from it.
///
/// A maker is a type of this kind in a folder of its own and one entry in `AcceleratorVendors.all`.
protocol AcceleratorVendor: Sendable {
  init()

  /// The maker as documents name it.
  var vendor: Accelerator.Vendor { get }
  /// The maker's ids on the PCI bus.
  var pciVendorIDs: Set<Int> { get }

  /// Reads what the maker's kernel drivers tell, beside what the bus and `/sys/class/drm` tell.
  mutating func read(_ tree: AcceleratorTree)

  /// Devices that the maker's own sources know by an address; the bus may not show them, as in a recording of one folder
  /// or under WSL.
  func functions(toldBy drivers: DriverReport) -> [PCIFunction]

  /// What a function on the bus is: one accelerator, or several where it is partitioned.
  func accelerators(
    of function: PCIFunction, _ start: AcceleratorDraft, vulkan: DriverReport.VulkanDevice?, in join: AcceleratorJoin
  ) -> [AcceleratorDraft]

  /// The accelerator of a board that has it on no bus; nil when the board carries none of this maker.
  func accelerator(
    on board: DeviceTreeBoard, vulkan: DriverReport.VulkanDevice?, in join: AcceleratorJoin
  ) -> AcceleratorDraft?
}

extension AcceleratorVendor {
  mutating func read(_ tree: AcceleratorTree) {}

  func functions(toldBy drivers: DriverReport) -> [PCIFunction] { [] }

  /// Usable where a Vulkan driver shows it.
  func accelerators(
    of function: PCIFunction, _ start: AcceleratorDraft, vulkan: DriverReport.VulkanDevice?, in join: AcceleratorJoin
  ) -> [AcceleratorDraft] {
    var draft = start
    draft.set(name: vulkan?.productName, from: "vulkan")
    if let vulkan, vulkan.type != "cpu" {
      if let local = vulkan.localMemory { draft.set(total: local.total, free: local.free, from: "vulkan") }
      let match = join.match(
        function, memoryBytes: draft.accelerator.memoryTotalBytes.value, name: vulkan.productName)
      join.use(&draft, backends: [.vulkan], isShared: vulkan.type == "integrated", match: match)
      join.setName(&draft, match, function)
    } else {
      draft.refuse("no runtime plimsoll knows can use it")
      join.finishUnusable(&draft, function)
    }
    return [draft]
  }

  func accelerator(
    on board: DeviceTreeBoard, vulkan: DriverReport.VulkanDevice?, in join: AcceleratorJoin
  ) -> AcceleratorDraft? { nil }
}

/// The makers that plimsoll knows.
enum AcceleratorVendors {
  static let all: [any AcceleratorVendor] = [
    AMDAccelerators(), AppleAccelerators(), BroadcomAccelerators(), IntelAccelerators(), NVIDIAAccelerators(),
    QualcommAccelerators(), OtherMakersAccelerators(),
  ]

  /// The maker of a device, by PCI vendor id.
  static func vendor(_ pciVendorID: Int?) -> Accelerator.Vendor {
    guard let pciVendorID else { return .other }
    return all.first { $0.pciVendorIDs.contains(pciVendorID) }?.vendor ?? .other
  }
}

/// Makers without sources of their own: Vulkan alone tells what their devices can do.
struct OtherMakersAccelerators: AcceleratorVendor {
  let vendor = Accelerator.Vendor.other
  let pciVendorIDs: Set<Int> = []
}
