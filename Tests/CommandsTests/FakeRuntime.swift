import Synchronization

/// A server on a port of this machine that answers each request by its path until it is stopped.
final class FakeRuntime: Sendable {
  private let server: LoopbackServer
  private let posts: Posts

  private final class Posts: Sendable {
    let bodies = Mutex<[String]>([])
  }

  /// `answers` by path; other paths get a 404.
  init(_ answers: [String: (status: Int, body: String)]) throws {
    let posts = Posts()
    self.posts = posts
    server = try LoopbackServer { connection in
      let text = LoopbackServer.request(from: connection, isWhole: Self.isWhole)
      if let end = text.firstRange(of: "\r\n\r\n"), text.hasPrefix("POST") {
        posts.bodies.withLock { $0.append(String(text[end.upperBound...])) }
      }
      let (status, body) = answers[text.split(separator: " ").dropFirst().first.map(String.init) ?? ""] ?? (404, "")
      let head = "HTTP/1.1 \(status) Status\r\nConnection: close\r\nContent-Length: \(body.utf8.count)\r\n\r\n"
      LoopbackServer.send(head + body, to: connection)
      return true
    }
  }

  var port: UInt16 { server.port }

  /// What was posted, in order.
  var posted: [String] { posts.bodies.withLock { $0 } }

  /// Ends the server.
  func stop() { server.stop() }

  private static func isWhole(_ text: String) -> Bool {
    guard let end = text.firstRange(of: "\r\n\r\n") else { return false }
    let length = text[..<end.lowerBound].split(separator: "\r\n")
      .first { $0.lowercased().hasPrefix("content-length:") }?
      .split(separator: ":").last.flatMap { Int($0.drop { $0 == " " }) }
    return text[end.upperBound...].utf8.count >= length ?? 0
  }
}
