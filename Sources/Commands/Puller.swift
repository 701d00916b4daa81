import FitCalculator
import ModelCatalog
import OllamaClient
import SystemAccess

/// Asks Ollama for a model, and turns what goes wrong into failures.
struct Puller {
  let surroundings: Surroundings
  let options: OutputOptions

  func pull(_ tag: String) throws {
    guard surroundings.allowsNetwork else { throw Failure(.failed, "the network is not allowed here") }
    let server = try server()
    Interrupts.note()
    let progress = PullProgress(console: surroundings.console, options: options)
    let client = OllamaClient(server: server) { Interrupts.wasInterrupted }
    do {
      try client.pull(tag) { progress.show($0) }
      progress.end()
    } catch {
      progress.end()
      throw Self.failure(error, tag: tag, server: server)
    }
  }

  func server() throws -> OllamaServer {
    let text = surroundings.nonEmpty("OLLAMA_HOST") ?? ""
    guard let server = OllamaServer(text) else {
      throw Failure(.usage, "OLLAMA_HOST is no address: '\(text)'", hint: "such as http://127.0.0.1:11434")
    }
    return server
  }

  static func failure(_ problem: OllamaProblem, tag: String, server: OllamaServer) -> Failure {
    var failure: Failure
    switch problem {
    case .noLibrary:
      failure = Failure(.unavailable, "libcurl.so.4 is not there", hint: "install it: apt-get install libcurl4")
    case .notReachable(let reason):
      failure = Failure(
        .unavailable, "Ollama is not reachable at \(server.address): \(reason)",
        hint: "start it with 'ollama serve', or set OLLAMA_HOST to where it runs")
    case .brokeOff(let reason):
      failure = Failure(
        .unavailable, "pulling \(tag) from \(server.address) broke off: \(reason)",
        hint: "run the command again: Ollama goes on where it stopped")
    case .refused(let status, let message):
      let place = status == 200 ? "" : " (HTTP status \(status))"
      failure = Failure(.unavailable, "Ollama cannot pull \(tag): \(message)\(place)")
    case .interrupted: failure = Failure(.interrupted, "interrupted")
    }
    failure.isOneLine = true
    return failure
  }

  /// What Ollama is asked for: the tag of the row, or the GGUF repository that Ollama takes too.
  static func name(of model: Model, fit: Fit) -> String? {
    if let tag = fit.ollamaTag { return tag }
    return model.ggufRepositories.first.map { "hf.co/\($0):\(fit.quantization)" }
  }
}
