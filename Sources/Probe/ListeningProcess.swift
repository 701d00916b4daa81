import Base

/// The process of this machine that listens on a port.
package enum ListeningProcess {
  /// Memory that is resident of a process; nil when there is none.
  package static func residentBytes(identifier: Int) -> Int? {
    residentBytes(status: text("/proc/\(identifier)/status"))
  }

  /// Variables of its environment as it was started; nil when there is none, or another user's.
  package static func environment(identifier: Int) -> [String: String]? {
    guard let bytes = try? SystemRoot.live.bytes("/proc/\(identifier)/environ", limit: 1 << 20).get() else {
      return nil
    }
    let pairs = bytes.split(separator: 0).compactMap { entry -> (String, String)? in
      guard let sign = entry.firstIndex(of: UInt8(ascii: "=")) else { return nil }
      return (String(decoding: entry[..<sign], as: UTF8.self), String(decoding: entry[(sign + 1)...], as: UTF8.self))
    }
    return Dictionary(pairs, uniquingKeysWith: { first, _ in first })
  }

  /// Its number; nil when there is none, or another user's.
  package static func identifier(port: Int) -> Int? {
    let root = SystemRoot.live
    let sockets = Set(ListeningSocket.tables.flatMap { inodes(of: port, in: text($0)) })
    guard !sockets.isEmpty else { return nil }
    for process in root.names(in: "/proc") where process.first?.isNumber == true {
      for descriptor in root.names(in: "/proc/\(process)/fd") {
        guard let target = root.link("/proc/\(process)/fd/\(descriptor)"), sockets.contains(target) else { continue }
        return Int(process)
      }
    }
    return nil
  }

  private static func text(_ path: String) -> String { (try? SystemRoot.live.text(path).get()) ?? "" }

  /// Links that the descriptors of listening sockets are: `socket:[1234]`.
  static func inodes(of port: Int, in table: String) -> [String] {
    ListeningSocket.all(in: table).filter { $0.port == port }.compactMap { $0.inode.map { "socket:[\($0)]" } }
  }

  /// `VmRSS` of `/proc/PID/status`.
  static func residentBytes(status: String) -> Int? {
    let line = status.split(separator: "\n").first { $0.hasPrefix("VmRSS:") }
    let kibibytes = line?.split(whereSeparator: \.isWhitespace).dropFirst().first.flatMap { Int($0) }
    return kibibytes.flatMap { $0 > 0 && $0 < 1 << 50 ? $0 << 10 : nil }
  }
}
