/// Which back ends of llama.cpp and its kin drive which devices.
package enum BackendSupport {
  /// The oldest CUDA compute capability that runtimes of today are built for.
  static let oldestComputeCapability = 5.0

  /// LLVM targets that ROCm's libraries are built for (ROCm 6.4 to 7, with what Ollama's build adds).
  static let rocmTargets: Set = [
    "gfx906", "gfx908", "gfx90a", "gfx940", "gfx941", "gfx942", "gfx950", "gfx1030", "gfx1100", "gfx1101", "gfx1102",
    "gfx1150", "gfx1151", "gfx1200", "gfx1201",
  ]

  /// The back ends for a device, best first; empty when nothing can use it.
  ///
  /// `target` is a compute capability such as `8.9` or an LLVM target such as `gfx1100`, where known.
  package static func backends(vendor: Accelerator.Vendor, target: String?, architecture: String? = nil) -> [Backend] {
    switch vendor {
    case .nvidia:
      if let target, let capability = Double(target), capability < oldestComputeCapability { return [.vulkan] }
      return [.cuda, .vulkan]
    case .amd:
      guard let target, rocmTargets.contains(target) else { return [.vulkan] }
      return [.rocm, .vulkan]
    case .intel:
      // SYCL needs Xe graphics; older generations have Vulkan at most.
      if let architecture, architecture.hasPrefix("Gaudi") { return [] }
      guard let architecture, architecture.hasPrefix("Xe") || architecture.hasPrefix("Generation 12") else {
        return [.vulkan]
      }
      return [.sycl, .vulkan]
    case .apple: return [.metal]
    case .qualcomm, .broadcom: return [.vulkan]
    case .other: return []
    }
  }

  /// A remark when a device is too old for the best back end of its vendor, or nil.
  package static func remark(vendor: Accelerator.Vendor, target: String?) -> String? {
    guard let target else { return nil }
    switch vendor {
    case .nvidia:
      guard let capability = Double(target), capability < oldestComputeCapability else { return nil }
      return "compute capability \(target) is too old for CUDA builds of today (5.0 and later); Vulkan only"
    case .amd:
      return rocmTargets.contains(target) ? nil : "ROCm's libraries are not built for \(target); Vulkan only"
    default: return nil
    }
  }
}
