import Base

/// The process of this machine that listens on a port.
package enum ListeningProcess {
  /// Memory that is resident of it; nil when there is none, or another user's.
  package static func residentBytes(port: Int) -> Int? {
    let root = SystemRoot.live
    func text(_ path: String) -> String { (try? root.text(path).get()) ?? "" }
    let sockets = Set(ListeningSocket.tables.flatMap { inodes(of: port, in: text($0)) })
    guard !sockets.isEmpty else { return nil }
    for process in root.names(in: "/proc") where process.first?.isNumber == true {
      for descriptor in root.names(in: "/proc/\(process)/fd") {
        guard let target = root.link("/proc/\(process)/fd/\(descriptor)"), sockets.contains(target) else { continue }
        return residentBytes(status: text("/proc/\(process)/status"))
      }
    }
    return nil
  }

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
