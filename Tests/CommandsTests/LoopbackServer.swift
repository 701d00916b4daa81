import Glibc

/// A port of this machine on which a thread takes connections, one after the other.
final class LoopbackServer: Sendable {
  struct CannotListen: Error {}

  let port: UInt16
  private let listener: Int32
  private let answer: @Sendable (Int32) -> Bool

  /// `answer` is given each connection and says whether to take another.
  init(answer: @escaping @Sendable (Int32) -> Bool) throws {
    self.answer = answer
    (listener, port) = try Self.listening()
    var thread = pthread_t()
    let box = Unmanaged.passRetained(self)
    pthread_create(
      &thread, nil,
      { argument in
        if let argument { Unmanaged<LoopbackServer>.fromOpaque(argument).takeRetainedValue().serve() }
        return nil
      }, box.toOpaque())
    pthread_detach(thread)
  }

  /// A socket that listens on a free port, and that children inherit.
  static func listening() throws -> (descriptor: Int32, port: UInt16) {
    let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
    var length = socklen_t(MemoryLayout<sockaddr_in>.size)
    let isBound = withUnsafeMutablePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { raw in
        bind(descriptor, raw, length) == 0 && listen(descriptor, 16) == 0 && getsockname(descriptor, raw, &length) == 0
      }
    }
    guard isBound else {
      close(descriptor)
      throw CannotListen()
    }
    return (descriptor, UInt16(bigEndian: address.sin_port))
  }

  /// Ends the server.
  func stop() { shutdown(listener, Int32(SHUT_RDWR)) }

  private func serve() {
    defer { close(listener) }
    while case let connection = accept(listener, nil, nil), connection >= 0 {
      let goesOn = answer(connection)
      close(connection)
      if !goesOn { return }
    }
  }

  /// Reads until `isWhole`, or until the client says no more.
  static func request(from connection: Int32, isWhole: (String) -> Bool) -> String {
    var text = ""
    var buffer = [UInt8](repeating: 0, count: 1 << 16)
    while !isWhole(text) {
      let count = read(connection, &buffer, buffer.count)
      guard count > 0 else { break }
      text += String(decoding: buffer[0..<count], as: UTF8.self)
    }
    return text
  }

  static func send(_ text: String, to connection: Int32) { send(Array(text.utf8), to: connection) }

  static func send(_ bytes: [UInt8], to connection: Int32) {
    var rest = bytes[...]
    while !rest.isEmpty {
      let count = rest.withUnsafeBytes { Glibc.send(connection, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL)) }
      guard count > 0 else { return }
      rest = rest.dropFirst(count)
    }
  }
}
