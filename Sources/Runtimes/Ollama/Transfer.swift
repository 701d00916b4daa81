import CCurl

/// Why a transfer did not end well.
package enum TransferProblem: Error, Equatable {
  /// There is no libcurl on the machine.
  case noLibrary
  /// Nobody listens there.
  case notReachable(String)
  /// The connection broke off.
  case brokeOff(String)
  /// The receiver of the answer asked to stop.
  case stopped
}

/// One HTTP request whose answer comes in pieces.
final class Transfer {
  /// Takes the next bytes of the answer; false stops the transfer.
  private let receive: (UnsafeRawBufferPointer) -> Bool
  /// Asked about once a second; true stops the transfer.
  private let shouldStop: () -> Bool
  private var wasStopped = false

  init(receive: @escaping (UnsafeRawBufferPointer) -> Bool, shouldStop: @escaping () -> Bool) {
    self.receive = receive
    self.shouldStop = shouldStop
  }

  /// Posts a JSON body and returns the status of the answer when all of it has come.
  func post(_ body: String, to address: String, avoidingProxies: Bool) throws(TransferProblem) -> Int {
    // A server that says nothing for ten minutes has gone; verifying a large model may take some.
    try perform(address, body: body, avoidingProxies: avoidingProxies, silenceSeconds: 600)
  }

  /// Gets what is at an address, and returns the status when all of it has come.
  func get(_ address: String, avoidingProxies: Bool) throws(TransferProblem) -> Int {
    try perform(address, body: nil, avoidingProxies: avoidingProxies, silenceSeconds: 30)
  }

  private func perform(
    _ address: String, body: String?, avoidingProxies: Bool, silenceSeconds: Int
  ) throws(TransferProblem) -> Int {
    guard let library = TransferLibrary(), let handle = library.makeTransfer() else { throw .noLibrary }
    defer { library.end(handle) }
    let header = body == nil ? nil : library.header("Content-Type: application/json")
    defer { if let header { library.free(header: header) } }
    let set = library.setopt
    plimsoll_curl_set_text(set, handle, CURLOPT_URL, address)
    if let body, let header {
      plimsoll_curl_set_text(set, handle, CURLOPT_COPYPOSTFIELDS, body)
      plimsoll_curl_set_pointer(set, handle, CURLOPT_HTTPHEADER, header)
    }
    plimsoll_curl_set_text(set, handle, CURLOPT_USERAGENT, "plimsoll")
    plimsoll_curl_set_number(set, handle, CURLOPT_NOSIGNAL, 1)
    plimsoll_curl_set_number(set, handle, CURLOPT_CONNECTTIMEOUT, 10)
    plimsoll_curl_set_number(set, handle, CURLOPT_LOW_SPEED_LIMIT, 1)
    plimsoll_curl_set_number(set, handle, CURLOPT_LOW_SPEED_TIME, silenceSeconds)
    if avoidingProxies { plimsoll_curl_set_text(set, handle, CURLOPT_NOPROXY, "*") }
    let own = Unmanaged.passUnretained(self).toOpaque()
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
    plimsoll_curl_set_number(set, handle, CURLOPT_NOPROGRESS, 0)
    plimsoll_curl_set_pointer(set, handle, CURLOPT_XFERINFODATA, own)
    plimsoll_curl_set_progress(set, handle) { context, _, _, _, _ in
      guard let context else { return 1 }
      let transfer = Unmanaged<Transfer>.fromOpaque(context).takeUnretainedValue()
      guard transfer.shouldStop() else { return 0 }
      transfer.wasStopped = true
      return 1
    }
    let code = library.perform(handle)
    if wasStopped { throw .stopped }
    switch code {
    case CURLE_OK.rawValue: return plimsoll_curl_status(library.getinfo, handle)
    case CURLE_COULDNT_CONNECT.rawValue, CURLE_COULDNT_RESOLVE_HOST.rawValue, CURLE_COULDNT_RESOLVE_PROXY.rawValue:
      throw .notReachable(library.reason(code))
    default: throw .brokeOff(library.reason(code))
    }
  }
}
