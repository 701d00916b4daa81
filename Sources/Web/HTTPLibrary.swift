import CMicrohttpd
import Glibc

/// libmicrohttpd, opened when a server is started.
///
/// Its functions may be called from every thread.
struct HTTPLibrary: @unchecked Sendable {
  typealias Connection = OpaquePointer
  typealias Daemon = OpaquePointer
  private typealias Response = OpaquePointer

  private let startFunction: UnsafeMutableRawPointer
  private let infoFunction: UnsafeMutableRawPointer
  private let stopFunction: @convention(c) (Daemon?) -> Void
  private let quiesceFunction: @convention(c) (Daemon?) -> Int32
  private let makeResponse: @convention(c) (Int, UnsafeMutableRawPointer?, MHD_ResponseMemoryMode) -> Response?
  private let makeStream:
    @convention(c) (
      UInt64, Int, MHD_ContentReaderCallback?, UnsafeMutableRawPointer?, MHD_ContentReaderFreeCallback?
    ) -> Response?
  private let suspendConnection: @convention(c) (Connection?) -> Void
  private let resumeConnection: @convention(c) (Connection?) -> Void
  private let addHeader: @convention(c) (Response?, UnsafePointer<CChar>, UnsafePointer<CChar>) -> MHD_Result
  private let queueResponse: @convention(c) (Connection?, UInt32, Response?) -> MHD_Result
  private let destroyResponse: @convention(c) (Response?) -> Void
  private let readValues:
    @convention(c) (Connection?, MHD_ValueKind, MHD_KeyValueIterator?, UnsafeMutableRawPointer?) -> Int32

  /// Opens the library; nil when it or one of its functions is missing.
  init?() {
    guard let handle = dlopen("libmicrohttpd.so.12", RTLD_NOW | RTLD_LOCAL),
      let start = dlsym(handle, "MHD_start_daemon"), let info = dlsym(handle, "MHD_get_connection_info"),
      let stop = dlsym(handle, "MHD_stop_daemon"), let quiesce = dlsym(handle, "MHD_quiesce_daemon"),
      let make = dlsym(handle, "MHD_create_response_from_buffer"), let add = dlsym(handle, "MHD_add_response_header"),
      let queue = dlsym(handle, "MHD_queue_response"), let destroy = dlsym(handle, "MHD_destroy_response"),
      let values = dlsym(handle, "MHD_get_connection_values"),
      let stream = dlsym(handle, "MHD_create_response_from_callback"),
      let suspend = dlsym(handle, "MHD_suspend_connection"), let resume = dlsym(handle, "MHD_resume_connection")
    else { return nil }
    (startFunction, infoFunction) = (start, info)
    stopFunction = unsafeBitCast(stop, to: (@convention(c) (Daemon?) -> Void).self)
    quiesceFunction = unsafeBitCast(quiesce, to: (@convention(c) (Daemon?) -> Int32).self)
    makeResponse = unsafeBitCast(
      make, to: (@convention(c) (Int, UnsafeMutableRawPointer?, MHD_ResponseMemoryMode) -> Response?).self)
    makeStream = unsafeBitCast(
      stream,
      to: (@convention(c) (
        UInt64, Int, MHD_ContentReaderCallback?, UnsafeMutableRawPointer?, MHD_ContentReaderFreeCallback?
      ) -> Response?).self)
    suspendConnection = unsafeBitCast(suspend, to: (@convention(c) (Connection?) -> Void).self)
    resumeConnection = unsafeBitCast(resume, to: (@convention(c) (Connection?) -> Void).self)
    addHeader = unsafeBitCast(
      add, to: (@convention(c) (Response?, UnsafePointer<CChar>, UnsafePointer<CChar>) -> MHD_Result).self)
    queueResponse = unsafeBitCast(queue, to: (@convention(c) (Connection?, UInt32, Response?) -> MHD_Result).self)
    destroyResponse = unsafeBitCast(destroy, to: (@convention(c) (Response?) -> Void).self)
    readValues = unsafeBitCast(
      values,
      to: (@convention(c) (Connection?, MHD_ValueKind, MHD_KeyValueIterator?, UnsafeMutableRawPointer?) -> Int32).self)
  }

  func start(_ settings: plimsoll_http_settings) -> Daemon? {
    withUnsafePointer(to: settings) { plimsoll_http_start(startFunction, $0) }
  }

  /// Takes no new connections; the listening socket is the caller's to close.
  func quiesce(_ daemon: Daemon) { _ = quiesceFunction(daemon) }

  /// Ends its threads and closes what is still open.
  func stop(_ daemon: Daemon) { stopFunction(daemon) }

  /// The descriptor of a connection; -1 when it is not told.
  func socket(of connection: Connection) -> Int32 { plimsoll_http_socket(infoFunction, connection) }

  /// The headers of a request, names in lower case; of several with one name the last.
  func headers(of connection: Connection) -> [String: String] {
    var headers: [String: String] = [:]
    withUnsafeMutablePointer(to: &headers) { pointer in
      _ = readValues(
        connection, .HEADER_KIND,
        { context, _, name, value in
          let headers = context?.assumingMemoryBound(to: [String: String].self)
          if let name { headers?.pointee[String(cString: name).lowercased()] = value.map { String(cString: $0) } ?? "" }
          return .YES
        }, pointer)
    }
    return headers
  }

  /// Answers a request.
  func queue(_ response: HTTPResponse, on connection: Connection) -> MHD_Result {
    let made = response.events.map { stream($0, on: connection) } ?? buffer(response.body)
    guard let made else { return .NO }
    defer { destroyResponse(made) }
    for header in response.headers { _ = addHeader(made, header.name, header.value) }
    return queueResponse(connection, UInt32(response.status), made)
  }

  private func buffer(_ body: [UInt8]) -> Response? {
    body.withUnsafeBytes { bytes in
      makeResponse(bytes.count, UnsafeMutableRawPointer(mutating: bytes.baseAddress), .RESPMEM_MUST_COPY)
    }
  }

  /// What a response of events is given whenever it can send something.
  private final class Sending {
    let events: EventStream
    let library: HTTPLibrary
    /// Not a pointer, so that other threads may hold it.
    let connection: UInt

    init(_ events: EventStream, _ library: HTTPLibrary, _ connection: Connection) {
      (self.events, self.library, self.connection) = (events, library, UInt(bitPattern: connection))
    }

    func read(into buffer: UnsafeMutableRawBufferPointer) -> Int {
      let (library, connection) = (library, connection)
      let count = events.read(
        into: buffer, wait: { library.suspendConnection(Connection(bitPattern: connection)) },
        resume: { library.resumeConnection(Connection(bitPattern: connection)) })
      // The end of the stream.
      return count ?? -1
    }
  }

  private func stream(_ events: EventStream, on connection: Connection) -> Response? {
    let box = Unmanaged.passRetained(Sending(events, self, connection)).toOpaque()
    let made = makeStream(
      // A size that is not known.
      .max, 4096,
      { context, _, buffer, count in
        guard let context else { return -1 }
        return Unmanaged<Sending>.fromOpaque(context).takeUnretainedValue().read(
          into: UnsafeMutableRawBufferPointer(start: buffer, count: count))
      }, box,
      { context in
        guard let context else { return }
        Unmanaged<Sending>.fromOpaque(context).takeRetainedValue().events.leave()
      })
    if made == nil { Unmanaged<Sending>.fromOpaque(box).release() }
    return made
  }
}
