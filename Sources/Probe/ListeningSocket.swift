/// A line of `/proc/net/tcp` or `tcp6` for a socket that listens (state 0A).
struct ListeningSocket {
  /// The port in hexadecimal, as the kernel writes it.
  let portDigits: Substring
  /// The socket's inode; nil where the line is a recording's, which leaves it out.
  let inode: Substring?

  /// The kernel's tables.
  static let tables = ["/proc/net/tcp", "/proc/net/tcp6"]

  /// Nil for the head line, and for sockets in another state.
  init?(_ line: Substring) {
    let words = line.split(separator: " ")
    guard words.count > 3, words[3] == "0A", let digits = words[1].split(separator: ":").last else { return nil }
    portDigits = digits
    inode = words.count > 9 ? words[9] : nil
  }

  var port: Int? { Int(portDigits, radix: 16).flatMap { (1...65_535).contains($0) ? $0 : nil } }

  /// The sockets of a whole table.
  static func all(in table: String) -> [ListeningSocket] {
    table.split(separator: "\n").compactMap(ListeningSocket.init)
  }
}
