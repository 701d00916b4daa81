/// Takes out of recorded files what names a person, a place or one particular device.
enum Redaction {
  static func redacted(_ bytes: [UInt8], path: String) -> [UInt8] {
    switch path {
    case "/proc/version": words(bytes, first: 3)
    case "/proc/self/mountinfo": lines(bytes) { String($0).range(after: " - cgroup") == nil ? nil : String($0) }
    case "/proc/net/tcp", "/proc/net/tcp6": lines(bytes, listening)
    case "/proc/cpuinfo": lines(bytes) { $0.hasPrefix("Serial") ? nil : String($0) }
    case "/sys/firmware/dmi/tables/DMI": SMBIOSTable(bytes: bytes).withMemoryModulesOnly()
    // Beyond the standard header stands the device's serial number, which often is a MAC address.
    case _ where path.hasPrefix("/sys/bus/pci/") && path.hasSuffix("/config"): Array(bytes.prefix(64))
    default: path.hasPrefix("/proc/driver/nvidia/") ? lines(bytes, withoutUUID) : bytes
    }
  }

  private static func lines(_ bytes: [UInt8], _ keep: (Substring) -> String?) -> [UInt8] {
    let text = String(decoding: bytes, as: UTF8.self)
    let kept = text.split(separator: "\n", omittingEmptySubsequences: false).compactMap(keep)
    return Array(kept.joined(separator: "\n").utf8)
  }

  private static func words(_ bytes: [UInt8], first count: Int) -> [UInt8] {
    let words = String(decoding: bytes, as: UTF8.self).split(separator: " ").prefix(count)
    return Array(words.joined(separator: " ").utf8)
  }

  /// Sockets that listen, with their port but without addresses, users and inodes.
  private static func listening(_ line: Substring) -> String? {
    let words = line.split(separator: " ")
    guard words.count > 3, words[3] == "0A", let port = words[1].split(separator: ":").last else { return nil }
    return "0: 0:\(port) 0:0 0A"
  }

  private static func withoutUUID(_ line: Substring) -> String? {
    let lower = line.lowercased()
    return lower.range(after: "uuid") != nil || lower.range(after: "serial") != nil ? nil : String(line)
  }
}
