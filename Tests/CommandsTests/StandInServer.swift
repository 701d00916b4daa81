import Glibc
import Synchronization

/// A server on a port of this machine that answers each request as a test says, until it is stopped.
final class StandInServer: Sendable {
  struct Request: Sendable {
    let method: String
    /// With its query.
    let path: String
    /// By name in lower case.
    let headers: [String: String]
    let body: [UInt8]

    var text: String { String(decoding: body, as: UTF8.self) }
  }

  struct Reply: Sendable {
    /// What follows what is sent.
    enum Ending: Sendable {
      case whole
      /// Less comes than was promised.
      case cutOff
      /// More is promised, and nothing comes.
      case stalls
      /// The connection is reset.
      case resets
    }

    var status = 200
    var headers: [String: String] = [:]
    var body: [UInt8] = []
    var ending = Ending.whole
    /// Bytes that are sent at once; nil: all.
    var pieceBytes: Int?

    init(_ status: Int, headers: [String: String] = [:], _ body: String = "") {
      (self.status, self.headers, self.body) = (status, headers, Array(body.utf8))
    }
  }

  private let server: LoopbackServer
  private let log: Log

  private final class Log: Sendable {
    let requests = Mutex<[Request]>([])
  }

  init(_ answer: @escaping @Sendable (Request) -> Reply) throws {
    let log = Log()
    self.log = log
    server = try LoopbackServer { connection in
      guard let request = Self.request(from: connection) else { return true }
      log.requests.withLock { $0.append(request) }
      Self.give(answer(request), isHead: request.method == "HEAD", to: connection)
      return true
    }
  }

  deinit { server.stop() }

  var port: UInt16 { server.port }

  /// What was asked, in order.
  var requests: [Request] { log.requests.withLock { $0 } }

  /// The paths that were asked for, in order, such as `POST /api/pull`.
  var asked: [String] { requests.map { "\($0.method) \($0.path)" } }

  private static func request(from connection: Int32) -> Request? {
    var bytes: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 1 << 16)
    var end: Int?
    var length = 0
    var lines: [String] = []
    while end == nil || bytes.count < (end ?? 0) + length {
      let count = read(connection, &buffer, buffer.count)
      guard count > 0 else { return nil }
      bytes += buffer[0..<count]
      if bytes[0] == 0x16 {
        // A handshake of TLS, which servers of plain HTTP take for a bad request.
        LoopbackServer.send("HTTP/1.0 400 Bad Request\r\n\r\n", to: connection)
        return nil
      }
      guard end == nil, let found = bytes.firstRange(of: Array("\r\n\r\n".utf8)) else { continue }
      end = found.upperBound
      lines = String(decoding: bytes[..<found.lowerBound], as: UTF8.self).split(separator: "\r\n").map(String.init)
      length =
        lines.first { $0.lowercased().hasPrefix("content-length:") }
        .flatMap { Int($0.drop { $0 != ":" }.dropFirst().drop { $0 == " " }) } ?? 0
    }
    let words = lines.first?.split(separator: " ").map(String.init) ?? []
    guard words.count >= 2 else { return nil }
    let headers = lines.dropFirst().compactMap { line -> (String, String)? in
      guard let colon = line.firstIndex(of: ":") else { return nil }
      return (line[..<colon].lowercased(), String(line[line.index(after: colon)...].drop { $0 == " " }))
    }
    return Request(
      method: words[0], path: words[1], headers: Dictionary(headers, uniquingKeysWith: { $1 }),
      body: Array(bytes[(end ?? 0)...]))
  }

  private static func give(_ reply: Reply, isHead: Bool, to connection: Int32) {
    let promised = reply.ending == .whole ? reply.body.count : reply.body.count + 1000
    var head = "HTTP/1.1 \(reply.status) Status\r\nConnection: close\r\n"
    if reply.headers["Content-Length"] == nil { head += "Content-Length: \(promised)\r\n" }
    for (name, value) in reply.headers { head += "\(name): \(value)\r\n" }
    LoopbackServer.send(head + "\r\n", to: connection)
    if isHead { return }
    var rest = reply.body[...]
    while !rest.isEmpty {
      LoopbackServer.send(Array(rest.prefix(reply.pieceBytes ?? rest.count)), to: connection)
      rest = rest.dropFirst(reply.pieceBytes ?? rest.count)
      if reply.pieceBytes != nil { usleep(500) }
    }
    switch reply.ending {
    case .whole, .cutOff: break
    case .stalls:
      var byte: UInt8 = 0
      while read(connection, &byte, 1) > 0 {}
    case .resets:
      // What was sent must arrive before the reset throws it away.
      usleep(50_000)
      var now = linger(l_onoff: 1, l_linger: 0)
      setsockopt(connection, SOL_SOCKET, SO_LINGER, &now, socklen_t(MemoryLayout<linger>.size))
    }
  }
}
