import Glibc
import Synchronization

/// A server on a port of this machine that answers one request with bytes of the test's choice.
final class FakeOllama: Sendable {
  /// What it does after it has read the request.
  enum Answer: Sendable {
    case status(Int, String)
    /// An answer in lines that is cut off: more was promised than comes.
    case cutOff([String])
    /// The first lines, then nothing more.
    case stalls([String])
  }

  private let server: LoopbackServer
  private let request: Request

  private final class Request: Sendable {
    let text = Mutex<String>("")
  }

  init(_ answer: Answer) throws {
    let request = Request()
    self.request = request
    server = try LoopbackServer { connection in
      let text = LoopbackServer.request(from: connection) { text in
        text.contains("}") || text.hasPrefix("GET ") && text.contains("\r\n\r\n")
      }
      request.text.withLock { $0 = text }
      Self.give(answer, to: connection)
      return false
    }
  }

  var port: UInt16 { server.port }

  /// What the client sent: head and body.
  var received: String { request.text.withLock { $0 } }

  /// The value for `OLLAMA_HOST`.
  var host: String { "127.0.0.1:\(port)" }

  private static func give(_ answer: Answer, to connection: Int32) {
    switch answer {
    case .status(let status, let body):
      LoopbackServer.send(head(status, length: body.utf8.count) + body, to: connection)
    case .cutOff(let lines):
      let body = lines.joined(separator: "\n") + "\n"
      LoopbackServer.send(head(200, length: body.utf8.count + 1000) + body, to: connection)
    case .stalls(let lines):
      LoopbackServer.send(head(200, length: 1 << 20) + lines.joined(separator: "\n") + "\n", to: connection)
      var byte: UInt8 = 0
      while read(connection, &byte, 1) > 0 {}
    }
  }

  private static func head(_ status: Int, length: Int) -> String {
    "HTTP/1.1 \(status) Status\r\nContent-Type: application/x-ndjson\r\nContent-Length: \(length)\r\n\r\n"
  }
}
