import Base
import Glibc

/// A socket on which connections are taken.
package struct ServerSocket: Sendable {
  package let descriptor: Int32
  /// Where it is reached, such as `127.0.0.1:8717` or `[::1]:8717`; a path for a local socket.
  package let place: String
  /// Whether only programs of this machine reach it.
  package let isLoopback: Bool
  package let isLocalSocket: Bool

  /// Listens at a numeric address; port 0 takes one that is free.
  package static func listen(address: String, port: Int) -> Result<ServerSocket, SystemError> {
    var hints = addrinfo()
    hints.ai_flags = AI_NUMERICHOST | AI_NUMERICSERV | AI_PASSIVE
    hints.ai_socktype = Int32(SOCK_STREAM.rawValue)
    var found: UnsafeMutablePointer<addrinfo>?
    guard getaddrinfo(address, String(port), &hints, &found) == 0, let found else {
      return .failure(SystemError(number: EADDRNOTAVAIL))
    }
    defer { freeaddrinfo(found) }
    let kind = Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue) | Int32(SOCK_NONBLOCK.rawValue)
    let descriptor = socket(found.pointee.ai_family, kind, 0)
    guard descriptor >= 0 else { return .failure(SystemError(number: errno)) }
    var isOn: Int32 = 1
    setsockopt(descriptor, SOL_SOCKET, SO_REUSEADDR, &isOn, socklen_t(MemoryLayout<Int32>.size))
    guard bind(descriptor, found.pointee.ai_addr, found.pointee.ai_addrlen) == 0, Glibc.listen(descriptor, 4096) == 0
    else {
      let number = errno
      close(descriptor)
      return .failure(SystemError(number: number))
    }
    guard let socket = ServerSocket(listening: descriptor) else { return .failure(SystemError(number: EINVAL)) }
    return .success(socket)
  }

  /// The socket that systemd has opened and hands over (sd_listen_fds(3)); nil where it has not.
  ///
  /// The words for it are taken out of the environment, so that no child believes them to be its own.
  package static func activated(_ environment: [String: String]) -> ServerSocket? {
    guard environment["LISTEN_PID"] == String(getpid()), let count = environment["LISTEN_FDS"].flatMap({ Int($0) }),
      count >= 1
    else { return nil }
    for name in ["LISTEN_PID", "LISTEN_FDS", "LISTEN_FDNAMES"] { unsetenv(name) }
    let first: Int32 = 3
    _ = fcntl(first, F_SETFD, FD_CLOEXEC)
    _ = fcntl(first, F_SETFL, fcntl(first, F_GETFL) | O_NONBLOCK)
    return ServerSocket(listening: first)
  }

  /// What a socket that listens tells of itself; nil for another descriptor.
  private init?(listening descriptor: Int32) {
    var (listens, size) = (Int32(0), socklen_t(MemoryLayout<Int32>.size))
    guard getsockopt(descriptor, SOL_SOCKET, SO_ACCEPTCONN, &listens, &size) == 0, listens == 1 else { return nil }
    var storage = sockaddr_storage()
    var length = socklen_t(MemoryLayout<sockaddr_storage>.size)
    var (host, service) = ([CChar](repeating: 0, count: 64), [CChar](repeating: 0, count: 16))
    let isNamed = withUnsafeMutablePointer(to: &storage) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { address in
        getsockname(descriptor, address, &length) == 0
          && (Int32(address.pointee.sa_family) == AF_UNIX
            || getnameinfo(
              address, length, &host, socklen_t(host.count), &service, socklen_t(service.count),
              NI_NUMERICHOST | NI_NUMERICSERV) == 0)
      }
    }
    guard isNamed else { return nil }
    self.descriptor = descriptor
    isLocalSocket = Int32(storage.ss_family) == AF_UNIX
    let (name, port) = (Self.text(host), Self.text(service))
    let isWide = Int32(storage.ss_family) == AF_INET6
    place = isLocalSocket ? "a local socket" : (isWide ? "[\(name)]" : name) + ":" + port
    isLoopback = isLocalSocket || (isWide ? name == "::1" : name.hasPrefix("127."))
  }

  private static func text(_ characters: [CChar]) -> String {
    String(decoding: characters.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }
}
