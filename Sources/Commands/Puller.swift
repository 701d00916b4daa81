import Base
import Runtimes

/// Asks Ollama for a model, and turns what goes wrong into failures.
struct Puller {
  let surroundings: Surroundings
  let options: OutputOptions

  func pull(_ tag: String) throws {
    guard surroundings.allowsNetwork else { throw Failure(.failed, "the network is not allowed here") }
    let server = try OllamaAccess(surroundings: surroundings).server()
    Interrupts.note()
    let progress = PullProgress(console: surroundings.console, options: options)
    let client = OllamaClient(server: server) { Interrupts.wasInterrupted }
    do {
      try client.pull(tag) { progress.show($0) }
      progress.end()
    } catch {
      progress.end()
      var failure = OllamaAccess.failure(error, doing: "pull", tag: tag, server: server)
      failure.isOneLine = true
      throw failure
    }
  }
}
