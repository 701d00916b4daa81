/// Why a transfer did not end well.
package enum TransferProblem: Error, Equatable {
  /// There is no libcurl on the machine.
  case noLibrary
  /// Nobody listens there.
  case notReachable(String)
  /// The connection broke off.
  case brokeOff(String)
  /// TLS was asked for and nobody at the other end speaks it.
  case notEncrypted(String)
  /// What answers is no HTTP, as where TLS is spoken and was not asked for.
  case notHTTP(String)
  /// The server's certificate is not trusted here.
  case untrusted(String)
  /// The receiver of the answer asked to stop.
  case stopped
}
