/// Devices that are no use for a model: chips that only drive a display, and accelerators no runtime here can use.
enum UnusableAccelerators {
  /// Whether a device of another class than display and accelerator computes all the same.
  ///
  /// Makers chose system peripheral (0x08), processor (0x0B), signal processing (0x11) and none (0xFF).
  static func isAccelerator(vendorID: Int?, deviceID: Int?, deviceClass: Int) -> Bool {
    guard let vendorID, mayCompute(deviceClass: deviceClass) else { return false }
    // Qualcomm's modems have no class either; its cards for inference are the AI 100 and the AI 80.
    if vendorID == 0x17CB { return deviceID == 0xA100 || deviceID == 0xA080 }
    return accelerators[vendorID] != nil || isXDNA(vendorID: vendorID, deviceID: deviceID)
  }

  static func mayCompute(deviceClass: Int) -> Bool { [0x08, 0x0B, 0x11, 0xFF].contains(deviceClass >> 8) }

  /// AMD's NPUs have the class of its sensor hubs; the kernel's amdxdna goes by these ids.
  private static func isXDNA(vendorID: Int, deviceID: Int?) -> Bool {
    vendorID == 0x1022 && [0x1502, 0x17F0, 0x17F1, 0x17F2, 0x17F3].contains(deviceID)
  }

  /// Why the device cannot run models, or nil when it may.
  static func reason(vendorID: Int?, deviceID: Int?, deviceClass: Int?, driver: String?) -> String? {
    if isAscend(vendorID: vendorID, deviceClass: deviceClass) {
      return "plimsoll has no figures for the back end of Huawei's Ascend (CANN)"
    }
    if let vendorID, let chip = displayOnly[vendorID], deviceClass.map({ $0 >> 8 == 0x03 }) ?? true {
      return "\(chip) only drives a display"
    }
    if let driver, let chip = displayDrivers[driver] { return "\(chip) only drives a display" }
    if let vendorID, let maker = accelerators[vendorID] {
      return "llama.cpp and Ollama have no back end for \(maker)"
    }
    if let vendorID, isXDNA(vendorID: vendorID, deviceID: deviceID) {
      return "llama.cpp and Ollama have no back end for AMD XDNA NPUs"
    }
    if let deviceClass, deviceClass >> 8 == 0x12, vendorID != 0x10DE, vendorID != 0x1002 {
      switch vendorID {
      case 0x8086: return "llama.cpp and Ollama have no back end for Intel NPUs"
      case 0x1B36: return "it is a test device of the hypervisor"
      default: return "no runtime plimsoll knows can use it"
      }
    }
    return nil
  }

  /// Why a card is too old for every back end, or nil: NVIDIA's Vulkan begins with Kepler, Mesa's for Intel with the third
  /// generation.
  static func reasonOfAge(vendorID: Int?, deviceID: Int?, pciName: String?) -> String? {
    switch vendorID {
    case 0x10DE:
      let chip = (pciName ?? "").prefix { $0 != " " }
      let isOld = ["NV", "MCP", "C5", "C6", "C7", "G7", "G8", "G9", "GT2", "GF1"].contains { chip.hasPrefix($0) }
      return isOld ? "\(chip) is too old for CUDA and Vulkan of today" : nil
    case 0x8086:
      guard let deviceID else { return nil }
      let isOld = oldIntelGraphics.contains { $0.contains(deviceID) }
      return isOld ? "Intel's graphics before the third generation have no Vulkan" : nil
    default: return nil
    }
  }

  /// Device numbers up to Sandy Bridge (Mesa: include/pci_ids/i915_pci_ids.h and crocus_pci_ids.h).
  private static let oldIntelGraphics = [
    0x0042...0x0046, 0x0102...0x0126, 0x2562...0x2592, 0x2772...0x27AE, 0x2972...0x29D3, 0x2A02...0x2A43,
    0x2E02...0x2E93, 0x3577...0x3582, 0x358E...0x358E, 0xA001...0xA012,
  ]

  /// Makers whose display chips have no compute units.
  private static let displayOnly = [
    0x102B: "a Matrox chip", 0x1A03: "an ASPEED chip", 0x1AF4: "virtio-gpu", 0x1B36: "QXL", 0x1013: "a Cirrus chip",
    0x1234: "the Bochs display", 0x15AD: "VMware's display", 0x1414: "Hyper-V's display",
    0x80EE: "VirtualBox's display",
    0x18CA: "an XGI chip", 0x1039: "a SiS chip", 0x5333: "an S3 chip", 0x126F: "a Silicon Motion chip",
    0x19E5: "a HiSilicon management chip", 0x1D0F: "the cloud's display", 0x5853: "Xen's display",
  ]
  private static let displayDrivers = [
    "simple-framebuffer": "the firmware's frame buffer", "hibmc-drm": "a HiSilicon chip",
  ]

  /// Makers of accelerators that runtimes of other kinds drive.
  private static let accelerators = [
    0x1DA3: "Intel Gaudi", 0x1E60: "Hailo accelerators", 0x1AC1: "Google Coral", 0x1E52: "Tenstorrent accelerators",
    0x1EFB: "Flex Logix accelerators", 0x1F4B: "Axelera accelerators", 0x1CB5: "Groq accelerators",
    0x1EB1: "VeriSilicon NPUs", 0x1E57: "Kunlun accelerators", 0x1CC9: "Cambricon accelerators",
    0xCABC: "Cambricon accelerators", 0x1E3E: "Iluvatar accelerators", 0x1ED2: "FuriosaAI accelerators",
    0x1EFF: "Rebellions accelerators", 0x1BFD: "DeepX accelerators", 0x17CB: "Qualcomm Cloud AI",
  ]

  /// A Huawei Ascend card shares its maker's id with management chips; the class tells them apart.
  static func isAscend(vendorID: Int?, deviceClass: Int?) -> Bool {
    vendorID == 0x19E5 && deviceClass.map { $0 >> 8 == 0x12 } ?? false
  }
}
