import Base
import Glibc

/// What the answer of the Vulkan drivers depends on: as long as it is the same, they need not be asked again.
enum DriverIdentity {
  /// Beginnings of variables that change what the loader and the drivers do.
  private static let variables = [
    "VK_", "MESA", "RADV_", "ACO_", "ANV_", "INTEL_", "AMD_", "NVK_", "TU_", "DRI_", "DISABLE_", "ENABLE_", "__GL",
    "__NV", "NODEVICE", "LIBGL", "LP_", "LD_", "XDG_",
  ]

  /// The loader, the drivers with their manifests, the running kernel, the device nodes with what this user may do with
  /// them, and the variables, a line each; nil when the kernel does not say since when it runs.
  static func ofVulkan(environment: [String: String]) -> String? {
    guard let boot = try? SystemRoot.live.text("/proc/sys/kernel/random/boot_id", limit: 64).get(), !boot.isEmpty else {
      return nil
    }
    var lines = ["boot \(boot)"]
    let manifests = VulkanManifests.files(environment: environment)
    let libraries = [DriverPresence.vulkanLoader] + manifests.compactMap(VulkanManifests.library)
    for file in manifests + libraries.compactMap({ DriverPresence.file(ofLibrary: $0, environment: environment) }) {
      lines.append(state(of: file))
    }
    for folder in ["/dev/dri", "/dev"] {
      for name in SystemRoot.live.names(in: folder) where folder == "/dev/dri" || isDevice(name) {
        let path = folder + "/" + name
        lines.append("\(path) \(access(path, R_OK | W_OK) == 0 ? "may" : "may not") be used")
      }
    }
    let set = environment.filter { variable in variables.contains { variable.key.hasPrefix($0) } }
    lines += set.map { "\($0.key)=\($0.value)" }.sorted()
    return lines.joined(separator: "\n")
  }

  private static func isDevice(_ name: String) -> Bool {
    ["nvidia", "kfd", "dxg", "mali", "kgsl"].contains { name.hasPrefix($0) }
  }

  /// Path, size and time of change of a file.
  private static func state(of path: String) -> String {
    var status = stat()
    guard stat(path, &status) == 0 else { return "\(path) is not there" }
    return "\(path) \(status.st_size) \(status.st_mtim.tv_sec).\(status.st_mtim.tv_nsec)"
  }
}
