import Base
import Memory
import Probe
import Runtimes

/// A running server, and what it says of the model that it runs.
struct RuntimeUnderTest {
  let endpoint: RuntimeEndpoint
  let surroundings: Surroundings

  /// The server at `address`, which speaks OpenAI's completions; without an address Ollama's.
  init(address: String?, surroundings: Surroundings) throws {
    guard surroundings.allowsNetwork else { throw Failure(.failed, "the network is not allowed here") }
    self.surroundings = surroundings
    let stop = { Interrupts.wasInterrupted }
    guard let address else {
      endpoint = RuntimeEndpoint(.ollama, try OllamaAccess(surroundings: surroundings).server(), shouldStop: stop)
      return
    }
    guard address.hasPrefix("http://") || address.hasPrefix("https://"), let server = OllamaServer(address) else {
      throw Failure(.usage, "'\(address)' is no address of a server", hint: "such as http://127.0.0.1:8080")
    }
    endpoint = RuntimeEndpoint(.completions, server, shouldStop: stop)
  }

  var name: String { endpoint.kind == .ollama ? "ollama" : "openai-compatible" }

  /// Whose reservations the plan must count.
  var reservation: Reservation { endpoint.kind == .ollama ? .ollama : .llamaServer }

  /// The server's version, where it tells.
  func version() throws -> String? {
    guard endpoint.kind == .ollama else { return nil }
    return try asked("tell its version") { () throws(OllamaProblem) in try endpoint.document("/api/version") }[
      "version"]?
      .string
  }

  /// The model that a server of completions runs: the only one, or the first that it names.
  func servedModel() throws -> String {
    let list = try asked("name its models") { () throws(OllamaProblem) in
      try endpoint.document(endpoint.kind == .ollama ? "/api/ps" : "/models")
    }
    let entry = (list["data"] ?? list["models"])?.array?.first
    guard let name = entry?["id"]?.string ?? entry?["model"]?.string ?? entry?["name"]?.string else {
      throw Failure(
        .usage, "\(endpoint.server.address) runs no model now", hint: "name one: 'plimsoll verify qwen3:8b'")
    }
    return name
  }

  /// Memory in all and on accelerators, and the context, of the model that runs.
  func memory(of model: String) throws -> (total: Int?, vram: Int?, context: Int?) {
    guard endpoint.kind == .ollama else {
      let isHere = endpoint.server.isLoopback
      return (isHere ? ListeningProcess.residentBytes(port: endpoint.server.port) : nil, nil, nil)
    }
    let list = try asked("say what it runs") { () throws(OllamaProblem) in try endpoint.document("/api/ps") }
    let entries = list["models"]?.array ?? []
    let entry = entries.first { $0["name"]?.string == model || $0["model"]?.string == model } ?? entries.first
    return (entry?["size"]?.integer, entry?["size_vram"]?.integer, entry?["context_length"]?.integer)
  }

  func generate(_ request: GenerationRequest) throws -> GenerationTurn {
    try asked("run \(request.model)") { () throws(OllamaProblem) in try endpoint.generate(request) }
  }

  /// A question with its whole answer.
  func ask(_ model: String, _ prompt: String, tokens: Int) throws -> ChatExchange {
    try asked("answer as \(model)") { () throws(OllamaProblem) in try endpoint.ask(model, prompt, tokens: tokens) }
  }

  private func asked<Answer>(_ doing: String, _ body: () throws(OllamaProblem) -> Answer) throws -> Answer {
    do {
      return try body()
    } catch {
      throw failure(error, doing)
    }
  }

  private func failure(_ problem: OllamaProblem, _ doing: String) -> Failure {
    let address = endpoint.server.address
    if endpoint.kind == .ollama { return OllamaAccess.failure(problem, doing: doing, tag: "", server: endpoint.server) }
    switch problem {
    case .transfer(.notReachable(let reason)):
      return Failure(
        .unavailable, "no server is reachable at \(address): \(reason)",
        hint: "start one, such as 'llama-server -hf REPOSITORY', and name its address with --endpoint")
    case .refused(let status, let message):
      return Failure(.unavailable, "\(address) cannot \(doing): \(message) (HTTP status \(status))")
    case .transfer(.brokeOff(let reason)):
      return Failure(.unavailable, "\(address) broke off when asked to \(doing): \(reason)")
    case .transfer, .interrupted, .unlikeOllama:
      return OllamaAccess.failure(problem, doing: doing, tag: "", server: endpoint.server)
    }
  }
}
