import Machines

/// Qualcomm's graphics and accelerators: Vulkan alone tells what they can do.
struct QualcommAccelerators: AcceleratorVendor {
  let vendor = Accelerator.Vendor.qualcomm
  let pciVendorIDs: Set = [0x17CB, 0x5143]
}
