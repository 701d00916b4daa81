import Base
import Runtimes

/// Where the Ollama server is, and what its problems mean to the user.
struct OllamaAccess {
  let surroundings: Surroundings

  func server() throws -> OllamaServer {
    let text = surroundings.nonEmpty("OLLAMA_HOST") ?? ""
    guard let server = OllamaServer(text) else {
      throw Failure(.usage, "OLLAMA_HOST is no address: '\(text)'", hint: "such as http://127.0.0.1:11434")
    }
    return server
  }

  /// What went wrong while the server was asked to `doing` something with a tag.
  static func failure(_ problem: OllamaProblem, doing: String, tag: String, server: OllamaServer) -> Failure {
    switch problem {
    case .noLibrary:
      Failure(.unavailable, "libcurl.so.4 is not there", hint: "install it: apt-get install libcurl4")
    case .notReachable(let reason):
      Failure(
        .unavailable, "Ollama is not reachable at \(server.address): \(reason)",
        hint: "start it with 'ollama serve', or set OLLAMA_HOST to where it runs")
    case .brokeOff(let reason):
      Failure(
        .unavailable, "\(server.address) broke off when asked to \(doing) \(tag): \(reason)",
        hint: "run the command again: Ollama goes on where it stopped")
    case .refused(let status, let message):
      Failure(
        .unavailable,
        "Ollama cannot \(doing) \(tag): \(message)" + (status == 200 ? "" : " (HTTP status \(status))"))
    case .interrupted:
      Interrupts.wasTerminated ? Failure(.terminated, "terminated") : Failure(.interrupted, "interrupted")
    }
  }
}
