import CCurl
import Glibc

/// One HTTP request whose answer comes in pieces.
final class Transfer {
  /// Takes the next bytes of the answer; false stops the transfer.
  private let receive: (UnsafeRawBufferPointer) -> Bool
  /// Told of the head when all of it has come, before any bytes; false stops the transfer.
  private let begin: (TransferAnswer) -> Bool
  /// Asked about once a second; true stops the transfer.
  private let shouldStop: () -> Bool
  private var wasStopped = false
  private var answer = TransferAnswer(status: 0)
  private var send: ((UnsafeMutableRawBufferPointer) -> Int)?

  init(
    receive: @escaping (UnsafeRawBufferPointer) -> Bool, begin: @escaping (TransferAnswer) -> Bool = { _ in true },
    shouldStop: @escaping () -> Bool
  ) {
    (self.receive, self.begin, self.shouldStop) = (receive, begin, shouldStop)
  }

  /// Posts a JSON body and returns the status of the answer when all of it has come.
  func post(_ body: String, to address: String, avoidingProxies: Bool) throws(TransferProblem) -> Int {
    var request = TransferRequest(address, avoidsProxies: avoidingProxies)
    request.body = .json(body)
    // A server that says nothing for ten minutes has gone; verifying a large model may take some.
    request.silenceSeconds = 600
    return try perform(request).status
  }

  /// Gets what is at an address, and returns the status when all of it has come.
  func get(_ address: String, avoidingProxies: Bool) throws(TransferProblem) -> Int {
    try perform(TransferRequest(address, avoidsProxies: avoidingProxies)).status
  }

  /// Makes the request and returns the head of the answer when all of it has come; redirections are not followed.
  func perform(_ request: TransferRequest) throws(TransferProblem) -> TransferAnswer {
    guard let library = TransferLibrary(), let handle = library.makeTransfer() else { throw .noLibrary }
    defer { library.end(handle) }
    let headers = library.list(Self.lines(request))
    defer { library.free(list: headers) }
    let set = library.setopt
    plimsoll_curl_set_text(set, handle, CURLOPT_URL, request.address)
    plimsoll_curl_set_pointer(set, handle, CURLOPT_HTTPHEADER, headers)
    plimsoll_curl_set_text(set, handle, CURLOPT_USERAGENT, "plimsoll")
    plimsoll_curl_set_number(set, handle, CURLOPT_NOSIGNAL, 1)
    plimsoll_curl_set_number(set, handle, CURLOPT_CONNECTTIMEOUT, 10)
    plimsoll_curl_set_number(set, handle, CURLOPT_LOW_SPEED_LIMIT, 1)
    plimsoll_curl_set_number(set, handle, CURLOPT_LOW_SPEED_TIME, request.silenceSeconds)
    if request.avoidsProxies { plimsoll_curl_set_text(set, handle, CURLOPT_NOPROXY, "*") }
    if let file = Self.certificates { plimsoll_curl_set_text(set, handle, CURLOPT_CAINFO, file) }
    let own = Unmanaged.passUnretained(self).toOpaque()
    setBody(request, set, handle, own)
    setReceivers(set, handle, own)
    let code = library.perform(handle)
    if wasStopped { throw .stopped }
    let reason = library.reason(code)
    switch code {
    case CURLE_OK.rawValue:
      answer.status = plimsoll_curl_status(library.getinfo, handle)
      return answer
    case CURLE_COULDNT_CONNECT.rawValue, CURLE_COULDNT_RESOLVE_HOST.rawValue, CURLE_COULDNT_RESOLVE_PROXY.rawValue:
      throw .notReachable(reason)
    case CURLE_SSL_CONNECT_ERROR.rawValue: throw .notEncrypted(reason)
    case CURLE_PEER_FAILED_VERIFICATION.rawValue, CURLE_SSL_CACERT_BADFILE.rawValue: throw .untrusted(reason)
    case CURLE_UNSUPPORTED_PROTOCOL.rawValue, CURLE_WEIRD_SERVER_REPLY.rawValue: throw .notHTTP(reason)
    default: throw .brokeOff(reason)
    }
  }

  /// A file of certificates that the user trusts, which libcurl asks for but does not look for.
  private static var certificates: String? {
    for name in ["CURL_CA_BUNDLE", "SSL_CERT_FILE"] {
      if let text = getenv(name), text.pointee != 0 { return String(cString: text) }
    }
    return nil
  }

  private static func lines(_ request: TransferRequest) -> [String] {
    // Without the empty one libcurl waits a second for leave to send a long body.
    let own = if case .json = request.body { ["Content-Type: application/json", "Expect:"] } else { ["Expect:"] }
    return own + request.headers.map { "\($0.name): \($0.value)" }
  }

  private func setBody(
    _ request: TransferRequest, _ set: UnsafeMutableRawPointer, _ handle: UnsafeMutableRawPointer,
    _ own: UnsafeMutableRawPointer
  ) {
    switch request.body {
    case .none: if request.isHead { plimsoll_curl_set_number(set, handle, CURLOPT_NOBODY, 1) }
    case .json(let text): plimsoll_curl_set_text(set, handle, CURLOPT_COPYPOSTFIELDS, text)
    case .bytes(let count, let next):
      send = next
      plimsoll_curl_set_number(set, handle, CURLOPT_POST, 1)
      plimsoll_curl_set_size(set, handle, CURLOPT_POSTFIELDSIZE_LARGE, Int64(count))
      plimsoll_curl_set_pointer(set, handle, CURLOPT_READDATA, own)
      plimsoll_curl_set_reader(set, handle) { buffer, size, count, context in
        guard let buffer, let context else { return 0 }
        let transfer = Unmanaged<Transfer>.fromOpaque(context).takeUnretainedValue()
        return transfer.send?(UnsafeMutableRawBufferPointer(start: buffer, count: size * count)) ?? 0
      }
    }
  }

  private func setReceivers(
    _ set: UnsafeMutableRawPointer, _ handle: UnsafeMutableRawPointer, _ own: UnsafeMutableRawPointer
  ) {
    plimsoll_curl_set_pointer(set, handle, CURLOPT_WRITEDATA, own)
    plimsoll_curl_set_writer(set, handle) { bytes, size, count, context in
      guard let bytes, let context else { return 0 }
      let transfer = Unmanaged<Transfer>.fromOpaque(context).takeUnretainedValue()
      let (total, overflow) = size.multipliedReportingOverflow(by: count)
      guard !overflow, transfer.receive(UnsafeRawBufferPointer(start: bytes, count: total)) else {
        transfer.wasStopped = true
        return 0
      }
      return total
    }
    plimsoll_curl_set_pointer(set, handle, CURLOPT_HEADERDATA, own)
    plimsoll_curl_set_header_writer(set, handle) { bytes, size, count, context in
      guard let bytes, let context else { return 0 }
      let transfer = Unmanaged<Transfer>.fromOpaque(context).takeUnretainedValue()
      let line = UnsafeRawBufferPointer(start: bytes, count: size * count)
      guard transfer.take(header: String(decoding: line, as: UTF8.self)) else {
        transfer.wasStopped = true
        return 0
      }
      return size * count
    }
    plimsoll_curl_set_number(set, handle, CURLOPT_NOPROGRESS, 0)
    plimsoll_curl_set_pointer(set, handle, CURLOPT_XFERINFODATA, own)
    plimsoll_curl_set_progress(set, handle) { context, _, _, _, _ in
      guard let context else { return 1 }
      let transfer = Unmanaged<Transfer>.fromOpaque(context).takeUnretainedValue()
      guard transfer.shouldStop() else { return 0 }
      transfer.wasStopped = true
      return 1
    }
  }

  /// Takes a line of the head: the first says the status, an empty one ends it.
  private func take(header line: String) -> Bool {
    let text = line.prefix { $0 != "\r" && $0 != "\n" && $0 != "\r\n" }
    if text.hasPrefix("HTTP/") {
      answer = TransferAnswer(status: text.split(separator: " ").dropFirst().first.flatMap { Int($0) } ?? 0)
    } else if text.isEmpty {
      // The head of an answer that only announces the real one.
      return answer.status < 200 || begin(answer)
    } else if let colon = text.firstIndex(of: ":") {
      let value = text[text.index(after: colon)...].drop { $0 == " " }
      answer.headers[text[..<colon].lowercased()] = String(value)
    }
    return true
  }
}
