import Base
import Glibc

/// The process of this machine that listens on a port.
package enum ListeningProcess {
  /// Memory that is resident of it; nil when there is none, or another user's.
  package static func residentBytes(port: Int) -> Int? {
    let sockets = Set(["/proc/net/tcp", "/proc/net/tcp6"].flatMap { inodes(of: port, in: text($0)) })
    guard !sockets.isEmpty else { return nil }
    for process in FileQuestions.names(in: "/proc") ?? [] where process.first?.isNumber == true {
      for descriptor in FileQuestions.names(in: "/proc/\(process)/fd") ?? [] {
        guard let target = linkTarget("/proc/\(process)/fd/\(descriptor)"), sockets.contains(target) else { continue }
        return residentBytes(status: text("/proc/\(process)/status"))
      }
    }
    return nil
  }

  /// Links that the descriptors of listening sockets are: `socket:[1234]`.
  static func inodes(of port: Int, in table: String) -> [String] {
    table.split(separator: "\n").compactMap { line in
      let words = line.split(separator: " ")
      guard words.count > 9, words[3] == "0A", let own = words[1].split(separator: ":").last,
        Int(own, radix: 16) == port
      else { return nil }
      return "socket:[\(words[9])]"
    }
  }

  /// `VmRSS` of `/proc/PID/status`.
  static func residentBytes(status: String) -> Int? {
    let line = status.split(separator: "\n").first { $0.hasPrefix("VmRSS:") }
    let kibibytes = line?.split(whereSeparator: \.isWhitespace).dropFirst().first.flatMap { Int($0) }
    return kibibytes.flatMap { $0 > 0 && $0 < 1 << 50 ? $0 << 10 : nil }
  }

  private static func text(_ path: String) -> String { (try? SystemRoot.live.text(path).get()) ?? "" }

  private static func linkTarget(_ path: String) -> String? {
    var buffer = [UInt8](repeating: 0, count: 256)
    let count = buffer.withUnsafeMutableBytes { bytes in
      bytes.baseAddress.map { readlink(path, $0, bytes.count) } ?? -1
    }
    return count > 0 ? String(decoding: buffer[..<count], as: UTF8.self) : nil
  }
}
