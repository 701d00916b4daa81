import Base

/// `/proc/meminfo` in bytes by name (kernel: Documentation/filesystems/proc.rst).
struct MemInfo: Equatable, Sendable {
  private(set) var bytes: [String: Int] = [:]

  /// Parses the text of `/proc/meminfo`; lines that are not `Name: number [kB]` are passed over.
  static func parse(meminfo text: String) -> MemInfo {
    var info = MemInfo()
    for line in text.fields(at: "\n") {
      let parts = line.fields(at: ":", most: 2, keepsEmpty: true)
      guard parts.count == 2 else { continue }
      let words = parts[1].utf8.split { $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "\t") }
      guard let first = words.first, let number = Int(Substring(first)), number >= 0 else { continue }
      let (scaled, overflow) = number.multipliedReportingOverflow(by: words.count > 1 ? 1024 : 1)
      if !overflow, scaled <= 1 << 60 { info.bytes[String(parts[0])] = scaled }
    }
    return info
  }

  subscript(name: String) -> Int? { bytes[name] }

  /// Bytes of so many huge pages as a line counts.
  func bytes(pages name: String) -> Int? {
    guard let count = self[name], let size = self["Hugepagesize"] else { return nil }
    let (bytes, overflow) = count.multipliedReportingOverflow(by: size)
    return overflow || bytes > 1 << 60 ? nil : bytes
  }

  /// What the kernel says is available, or an approximation before Linux 3.14.
  ///
  /// Shared memory is counted as cached and cannot be dropped; before Linux 2.6.32, which does not tell it, nothing that is
  /// cached counts.
  var available: Int? {
    if let available = self["MemAvailable"] { return available }
    guard let free = self["MemFree"] else { return nil }
    let cached = self["Shmem"].map { max(0, (self["Cached"] ?? 0) - $0) } ?? 0
    return free + (self["Buffers"] ?? 0) + cached
  }
}
