/// Why a request to Ollama did not succeed.
package enum OllamaProblem: Error, Equatable {
  case transfer(TransferProblem)
  /// The server answered, with an error.
  case refused(status: Int, message: String)
  /// What was answered is nothing that Ollama says, such as a page of HTML.
  case unlikeOllama(String)
  case interrupted

  /// What a transfer's problem means; `stopped` where its receiver or the user ended it.
  init(_ problem: TransferProblem, stopped: @autoclosure () -> OllamaProblem) {
    self = problem == .stopped ? stopped() : .transfer(problem)
  }

  /// The connection broke off, or what came ended too early.
  package static func brokeOff(_ reason: String) -> OllamaProblem { .transfer(.brokeOff(reason)) }
}
