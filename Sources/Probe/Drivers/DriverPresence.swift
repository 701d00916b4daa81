import Base
import CSystem

/// Cheap checks that save starting a child when there is nothing to ask.
enum DriverPresence {
  /// Why Vulkan need not be asked, or nil when a loader and a driver are installed.
  static func absenceOfVulkan(environment: [String: String]) -> String? {
    guard hasLibrary("libvulkan.so.1", environment: environment) else { return "libvulkan.so.1 is not installed" }
    for variable in ["VK_DRIVER_FILES", "VK_ICD_FILENAMES", "VK_ADD_DRIVER_FILES"] {
      if environment[variable]?.isEmpty == false { return nil }
    }
    var folders = ["/etc/vulkan/icd.d", "/usr/local/share/vulkan/icd.d", "/usr/share/vulkan/icd.d"]
    folders += environment["XDG_DATA_DIRS"]?.split(separator: ":").map { $0 + "/vulkan/icd.d" } ?? []
    if let home = environment["XDG_DATA_HOME"] { folders.append(home + "/vulkan/icd.d") }
    if let home = environment["HOME"] { folders.append(home + "/.local/share/vulkan/icd.d") }
    let isInstalled = folders.contains { folder in
      SystemRoot.live.names(in: folder).contains { $0.hasSuffix(".json") }
    }
    return isInstalled ? nil : "no Vulkan driver is installed (no file in /usr/share/vulkan/icd.d)"
  }

  /// Why NVML need not be asked, or nil when the kernel has NVIDIA's driver.
  static func absenceOfNVIDIA(in root: SystemRoot) -> String? {
    let signs = ["/dev/nvidiactl", "/proc/driver/nvidia/version", "/usr/lib/wsl/lib/libnvidia-ml.so.1"]
    return signs.contains(where: root.exists) ? nil : "NVIDIA's kernel driver is not loaded"
  }

  /// Whether the loader would find a library, by its cache and the usual folders.
  private static func hasLibrary(_ name: String, environment: [String: String]) -> Bool {
    if case .success(let cache) = SystemRoot.live.bytes("/etc/ld.so.cache", limit: 1 << 24) {
      let wanted = Array(name.utf8) + [0]
      let isFound = cache.withUnsafeBytes { cache in
        wanted.withUnsafeBytes { wanted in
          plimsoll_find(cache.baseAddress, cache.count, wanted.baseAddress, wanted.count) != nil
        }
      }
      if isFound { return true }
    }
    var folders = environment["LD_LIBRARY_PATH"]?.split(separator: ":").map(String.init) ?? []
    folders += [
      "/usr/lib/x86_64-linux-gnu", "/usr/lib/aarch64-linux-gnu", "/usr/lib64", "/usr/lib", "/lib", "/usr/local/lib",
    ]
    return folders.contains { SystemRoot.live.exists($0 + "/" + name) }
  }
}
