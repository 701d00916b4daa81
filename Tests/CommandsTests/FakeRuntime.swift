import Glibc
import Synchronization

/// A server on a port of this machine that answers each request by its path until the value goes.
final class FakeRuntime: Sendable {
  struct CannotListen: Error {}

  let port: UInt16
  private let listener: Int32
  private let answers: [String: (status: Int, body: String)]
  private let bodies = Mutex<[String]>([])

  /// `answers` by path; other paths get a 404.
  init(_ answers: [String: (status: Int, body: String)]) throws {
    self.answers = answers
    listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
    var length = socklen_t(MemoryLayout<sockaddr_in>.size)
    let descriptor = listener
    let isBound = withUnsafeMutablePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { raw in
        bind(descriptor, raw, length) == 0 && listen(descriptor, 16) == 0 && getsockname(descriptor, raw, &length) == 0
      }
    }
    guard isBound else { throw CannotListen() }
    port = UInt16(bigEndian: address.sin_port)
    var thread = pthread_t()
    pthread_create(
      &thread, nil,
      { argument in
        if let argument { Unmanaged<FakeRuntime>.fromOpaque(argument).takeRetainedValue().serve() }
        return nil
      }, Unmanaged.passRetained(self).toOpaque())
    pthread_detach(thread)
  }

  /// What was posted, in order.
  var posted: [String] { bodies.withLock { $0 } }

  /// Ends the server.
  func stop() { shutdown(listener, Int32(SHUT_RDWR)) }

  private func serve() {
    defer { close(listener) }
    while case let connection = accept(listener, nil, nil), connection >= 0 {
      answer(connection)
      close(connection)
    }
  }

  private func answer(_ connection: Int32) {
    var text = ""
    var buffer = [UInt8](repeating: 0, count: 1 << 16)
    while !isWhole(text) {
      let count = read(connection, &buffer, buffer.count)
      guard count > 0 else { return }
      text += String(decoding: buffer[0..<count], as: UTF8.self)
    }
    let path = text.split(separator: " ").dropFirst().first.map(String.init) ?? ""
    if let end = text.firstRange(of: "\r\n\r\n"), text.hasPrefix("POST") {
      bodies.withLock { $0.append(String(text[end.upperBound...])) }
    }
    let (status, body) = answers[path] ?? (404, "")
    let head = "HTTP/1.1 \(status) Status\r\nConnection: close\r\nContent-Length: \(body.utf8.count)\r\n\r\n"
    var rest = Array((head + body).utf8)[...]
    while !rest.isEmpty {
      let count = rest.withUnsafeBytes { Glibc.send(connection, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL)) }
      guard count > 0 else { return }
      rest = rest.dropFirst(count)
    }
  }

  private func isWhole(_ text: String) -> Bool {
    guard let end = text.firstRange(of: "\r\n\r\n") else { return false }
    let length = text[..<end.lowerBound].split(separator: "\r\n")
      .first { $0.lowercased().hasPrefix("content-length:") }?
      .split(separator: ":").last.flatMap { Int($0.drop { $0 == " " }) }
    return text[end.upperBound...].utf8.count >= length ?? 0
  }
}
