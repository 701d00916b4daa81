import Base
import CMicrohttpd
import Glibc

/// A server: takes connections on a socket and has a service answer what is asked.
package final class HTTPServer: Sendable {
  package enum Problem: Error { case noLibrary, notStarted }

  private let library: HTTPLibrary
  private let limits: ServerLimits
  private let watch: ConnectionWatch
  private let service: any HTTPService
  private let listener: Int32
  private nonisolated(unsafe) var daemon: HTTPLibrary.Daemon?

  /// Takes connections on a listening socket, which it closes in the end.
  ///
  /// `threads` answer at the same time.
  package init(
    listener: Int32, threads: Int, limits: ServerLimits, service: any HTTPService
  ) throws(Problem) {
    guard let library = HTTPLibrary() else { throw .noLibrary }
    (self.library, self.limits, self.service, self.listener) = (library, limits, service, listener)
    watch = ConnectionWatch(limits: limits)
    // The library's threads may look at it until `stop` has ended them.
    let settings = plimsoll_http_settings(
      listener: listener, threads: UInt32(threads), connections: UInt32(limits.connections),
      idle_seconds: UInt32(limits.idleSeconds), memory: limits.headBytes,
      context: Unmanaged.passUnretained(self).toOpaque(),
      access: { context, connection, _, method, _, data, count, exchange in
        guard let server = HTTPServer.of(context), let connection, let count else { return .NO }
        return server.access(
          connection, method, UnsafeRawBufferPointer(start: data, count: count.pointee), count, exchange?.pointee)
      },
      completed: { context, connection, exchange, _ in
        guard let server = HTTPServer.of(context), let connection else { return }
        if let box = exchange?.pointee { Unmanaged<Exchange>.fromOpaque(box).release() }
        exchange?.pointee = nil
        server.watch.waits(server.library.socket(of: connection))
      },
      connection: { context, connection, _, change in
        guard let server = HTTPServer.of(context), let connection else { return }
        let socket = server.library.socket(of: connection)
        if change == .CONNECTION_NOTIFY_STARTED { server.watch.waits(socket) } else { server.watch.closed(socket) }
      },
      begin: { context, target, connection in
        guard let server = HTTPServer.of(context), let target, let connection else { return nil }
        server.watch.begins(server.library.socket(of: connection))
        return Unmanaged.passRetained(Exchange(target: String(cString: target))).toOpaque()
      })
    daemon = library.start(settings)
    guard daemon != nil else { throw .notStarted }
  }

  /// Connections that are open.
  package var connections: Int { watch.open }

  /// Ends connections that take too long; to be called a few times a second.
  package func endLateConnections() { watch.endLate() }

  /// Takes no more connections, lets answers under way go out, and ends.
  package func stop() {
    guard let daemon else { return }
    library.quiesce(daemon)
    close(listener)
    let end = MonotonicClock.seconds() + limits.stopSeconds
    while watch.answering > 0, MonotonicClock.seconds() < end { usleep(5_000) }
    library.stop(daemon)
    self.daemon = nil
  }

  private static func of(_ context: UnsafeMutableRawPointer?) -> HTTPServer? {
    context.map { Unmanaged<HTTPServer>.fromOpaque($0).takeUnretainedValue() }
  }

  /// A request as it comes in; only the thread of its connection sees it.
  private final class Exchange {
    let target: String
    var head: HTTPRequest?
    var body: [UInt8] = []

    init(target: String) { self.target = target }
  }

  /// Called first with the headers, then with each piece of the body, then once more when there is none left.
  private func access(
    _ connection: HTTPLibrary.Connection, _ method: UnsafePointer<CChar>?, _ piece: UnsafeRawBufferPointer,
    _ count: UnsafeMutablePointer<Int>, _ box: UnsafeMutableRawPointer?
  ) -> MHD_Result {
    guard let box, let method else { return .NO }
    let exchange = Unmanaged<Exchange>.fromOpaque(box).takeUnretainedValue()
    guard var request = exchange.head else {
      let head = HTTPRequest(
        method: String(cString: method), target: exchange.target, headers: library.headers(of: connection))
      exchange.head = head
      guard let refusal = service.refusal(of: head) else { return .YES }
      watch.answers(library.socket(of: connection))
      return library.queue(refusal, on: connection)
    }
    if !piece.isEmpty {
      // What comes without a length may turn out to be too much.
      guard exchange.body.count + piece.count <= limits.bodyBytes else { return .NO }
      exchange.body += piece
      count.pointee = 0
      return .YES
    }
    request.body = exchange.body
    let socket = library.socket(of: connection)
    watch.answers(socket)
    let response = service.response(to: request)
    if response.events != nil { watch.answers(socket, isEndless: true) }
    return library.queue(response, on: connection)
  }
}
