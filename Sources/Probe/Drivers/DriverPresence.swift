import Base
import CSystem

/// Cheap checks that save starting a child when there is nothing to ask.
enum DriverPresence {
  static let vulkanLoader = "libvulkan.so.1"

  /// Why Vulkan need not be asked, or nil when a loader and a driver are installed.
  static func absenceOfVulkan(environment: [String: String]) -> String? {
    guard isInLoaderCache(vulkanLoader) || file(ofLibrary: vulkanLoader, environment: environment) != nil else {
      return "\(vulkanLoader) is not installed"
    }
    guard VulkanManifests.files(environment: environment).isEmpty else { return nil }
    return "no Vulkan driver is installed (no file in /usr/share/vulkan/icd.d)"
  }

  /// Why NVML need not be asked, or nil when the kernel has NVIDIA's driver.
  static func absenceOfNVIDIA(in root: SystemRoot) -> String? {
    let signs = ["/dev/nvidiactl", "/proc/driver/nvidia/version", "/usr/lib/wsl/lib/libnvidia-ml.so.1"]
    return signs.contains(where: root.exists) ? nil : "NVIDIA's kernel driver is not loaded"
  }

  private static func isInLoaderCache(_ name: String) -> Bool {
    guard case .success(let cache) = SystemRoot.live.bytes("/etc/ld.so.cache", limit: 1 << 24) else { return false }
    let wanted = Array(name.utf8) + [0]
    return cache.withUnsafeBytes { cache in
      wanted.withUnsafeBytes { wanted in
        plimsoll_find(cache.baseAddress, cache.count, wanted.baseAddress, wanted.count) != nil
      }
    }
  }

  /// The file of a library in the folders where the dynamic loader usually finds it; a path is its own file.
  static func file(ofLibrary name: String, environment: [String: String]) -> String? {
    if name.contains("/") { return name }
    let folders =
      (environment["LD_LIBRARY_PATH"]?.split(separator: ":").map(String.init) ?? []) + [
        "/usr/lib/x86_64-linux-gnu", "/usr/lib/aarch64-linux-gnu", "/usr/lib64", "/usr/lib", "/lib", "/usr/local/lib",
        "/usr/lib/wsl/lib",
      ]
    return folders.map { $0 + "/" + name }.first(where: SystemRoot.live.exists)
  }
}
