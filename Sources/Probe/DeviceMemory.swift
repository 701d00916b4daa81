import Base

/// What one process of this machine holds on accelerators.
package enum DeviceMemory: Equatable, Sendable {
  case bytes(Int)
  case unknown(reason: String)

  package var bytes: Int? { if case .bytes(let bytes) = self { bytes } else { nil } }
  package var reason: String? { if case .unknown(let reason) = self { reason } else { nil } }

  /// Asks NVML where NVIDIA's driver is loaded, the kernel otherwise: its compute driver of AMD's cards counts what each process
  /// holds (`/sys/class/kfd/kfd/proc/PID/vram_ID`), and the graphics drivers what each client does (`drm-…` lines of
  /// `/proc/PID/fdinfo`, kernel documentation "DRM client usage stats").
  ///
  /// `executable` is this program, which is started again to ask NVML.
  package init(
    of process: Int, root: SystemRoot = .live, executable: String?, environment: [String: String]
  ) {
    guard DriverPresence.absenceOfNVIDIA(in: root) == nil else {
      let bytes = Saturating.add(
        Self.computeBytes(of: process, in: root), Self.graphicsBytes(of: process, in: root))
      self = bytes > 0 ? .bytes(bytes) : .unknown(reason: "the kernel counts no device memory of process \(process)")
      return
    }
    guard let executable else {
      self = .unknown(reason: "NVML was not asked")
      return
    }
    let answer = DriverProcess.start(.processes, executable: executable, environment: environment).flatMap {
      $0.nvmlDocument()
    }
    switch answer {
    case .success(let document): self = NVMLProcesses.bytes(of: process, in: document)
    case .failure(let failure): self = .unknown(reason: failure.reason)
    }
  }

  /// What AMD's compute driver counts.
  static func computeBytes(of process: Int, in root: SystemRoot) -> Int {
    let folder = "/sys/class/kfd/kfd/proc/\(process)"
    return root.names(in: folder).filter { $0.hasPrefix("vram_") }.reduce(0) { sum, name in
      Saturating.add(sum, text("\(folder)/\(name)", in: root).flatMap { Int($0.prefix { $0.isNumber }) } ?? 0)
    }
  }

  /// What graphics drivers count for each client once: a process may have it open several times.
  static func graphicsBytes(of process: Int, in root: SystemRoot) -> Int {
    var clients: [String: Int] = [:]
    let folder = "/proc/\(process)/fdinfo"
    for name in root.names(in: folder) {
      guard let text = text("\(folder)/\(name)", in: root) else { continue }
      var (client, device, bytes) = ("", "", 0)
      for line in text.split(separator: "\n") {
        let parts = line.split(separator: ":", maxSplits: 1)
        guard parts.count == 2 else { continue }
        let value = parts[1].split(whereSeparator: \.isWhitespace)
        switch parts[0] {
        case "drm-client-id": client = value.joined()
        case "drm-pdev": device = value.joined()
        // `drm-memory-vram` by amdgpu, `drm-resident-vram0` or `-local0` by Intel's drivers.
        case "drm-memory-vram": bytes = max(bytes, size(value))
        case let key where key.hasPrefix("drm-resident-vram") || key.hasPrefix("drm-resident-local"):
          bytes = max(bytes, size(value))
        default: break
        }
      }
      if !client.isEmpty { clients["\(device) \(client)"] = bytes }
    }
    return clients.values.reduce(0, Saturating.add)
  }

  /// `123`, `123 KiB` or `123 MiB` in bytes.
  private static func size(_ words: [Substring]) -> Int {
    guard let number = words.first.flatMap({ Int($0) }), (0..<1 << 40).contains(number) else { return 0 }
    switch words.dropFirst().first {
    case "KiB": return number << 10
    case "MiB": return number << 20
    default: return number
    }
  }

  private static func text(_ path: String, in root: SystemRoot) -> String? { try? root.text(path).get() }
}
