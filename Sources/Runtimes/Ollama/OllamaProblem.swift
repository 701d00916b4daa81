/// Why a request to Ollama did not succeed.
package enum OllamaProblem: Error, Equatable {
  case noLibrary
  case notReachable(String)
  case brokeOff(String)
  /// TLS was asked for and nobody at the other end speaks it.
  case notEncrypted(String)
  /// What answers is no HTTP, as where TLS is spoken and was not asked for.
  case notHTTP(String)
  case untrusted(String)
  /// The server answered, with an error.
  case refused(status: Int, message: String)
  /// What was answered is nothing that Ollama says, such as a page of HTML.
  case unlikeOllama(String)
  case interrupted

  /// What a transfer's problem means; `stopped` where its receiver or the user ended it.
  init(_ problem: TransferProblem, stopped: @autoclosure () -> OllamaProblem) {
    switch problem {
    case .noLibrary: self = .noLibrary
    case .notReachable(let reason): self = .notReachable(reason)
    case .brokeOff(let reason): self = .brokeOff(reason)
    case .notEncrypted(let reason): self = .notEncrypted(reason)
    case .notHTTP(let reason): self = .notHTTP(reason)
    case .untrusted(let reason): self = .untrusted(reason)
    case .stopped: self = stopped()
    }
  }
}
