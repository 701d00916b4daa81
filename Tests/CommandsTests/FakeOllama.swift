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

  struct CannotListen: Error {}

  let port: UInt16
  private let listener: Int32
  private let answer: Answer
  private let request = Mutex<String>("")

  init(_ answer: Answer) throws {
    self.answer = answer
    listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
    var length = socklen_t(MemoryLayout<sockaddr_in>.size)
    let descriptor = listener
    let isBound = withUnsafeMutablePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { raw in
        bind(descriptor, raw, length) == 0 && listen(descriptor, 4) == 0 && getsockname(descriptor, raw, &length) == 0
      }
    }
    guard isBound else { throw CannotListen() }
    port = UInt16(bigEndian: address.sin_port)
    var thread = pthread_t()
    let box = Unmanaged.passRetained(self)
    pthread_create(
      &thread, nil,
      { argument in
        if let argument { Unmanaged<FakeOllama>.fromOpaque(argument).takeRetainedValue().serve() }
        return nil
      }, box.toOpaque())
    pthread_detach(thread)
  }

  /// What the client sent: head and body.
  var received: String { request.withLock { $0 } }

  /// The value for `OLLAMA_HOST`.
  var host: String { "127.0.0.1:\(port)" }

  private func serve() {
    defer { close(listener) }
    let connection = accept(listener, nil, nil)
    guard connection >= 0 else { return }
    defer { close(connection) }
    readRequest(connection)
    switch answer {
    case .status(let status, let body):
      send(head(status, length: body.utf8.count) + body, to: connection)
    case .cutOff(let lines):
      let body = lines.joined(separator: "\n") + "\n"
      send(head(200, length: body.utf8.count + 1000) + body, to: connection)
    case .stalls(let lines):
      send(head(200, length: 1 << 20) + lines.joined(separator: "\n") + "\n", to: connection)
      var byte: UInt8 = 0
      while read(connection, &byte, 1) > 0 {}
    }
  }

  private func readRequest(_ connection: Int32) {
    var text = ""
    var buffer = [UInt8](repeating: 0, count: 4096)
    while !text.contains("}"), !(text.hasPrefix("GET ") && text.contains("\r\n\r\n")) {
      let count = read(connection, &buffer, buffer.count)
      guard count > 0 else { break }
      text += String(decoding: buffer[0..<count], as: UTF8.self)
    }
    request.withLock { $0 = text }
  }

  private func head(_ status: Int, length: Int) -> String {
    "HTTP/1.1 \(status) Status\r\nContent-Type: application/x-ndjson\r\nContent-Length: \(length)\r\n\r\n"
  }

  private func send(_ text: String, to connection: Int32) {
    var rest = Array(text.utf8)[...]
    while !rest.isEmpty {
      let count = rest.withUnsafeBytes {
        Glibc.send(connection, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
      }
      guard count > 0 else { return }
      rest = rest.dropFirst(count)
    }
  }
}
