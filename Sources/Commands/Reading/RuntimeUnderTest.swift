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

  /// What a running model holds.
  struct ModelMemory {
    var total: Int?
    /// Of that, on accelerators.
    var vram: Int?
    /// Why what it holds on accelerators is not known, where a part of the plan is there.
    var unknownReason: String?
    /// The context that the model was loaded with, where the runtime tells.
    var context: Int?
  }

  /// Memory of the model that runs: what Ollama says, or what the process of another server holds on this machine.
  func memory(of model: String, isOnAccelerator: Bool) throws -> ModelMemory {
    guard endpoint.kind == .ollama else { return processMemory(isOnAccelerator: isOnAccelerator) }
    let list = try asked("say what it runs") { () throws(OllamaProblem) in try endpoint.document("/api/ps") }
    let entries = list["models"]?.array ?? []
    let entry = entries.first { $0["name"]?.string == model || $0["model"]?.string == model } ?? entries.first
    return ModelMemory(
      total: entry?["size"]?.integer, vram: entry?["size_vram"]?.integer, context: entry?["context_length"]?.integer)
  }

  private func processMemory(isOnAccelerator: Bool) -> ModelMemory {
    guard endpoint.server.isLoopback, let process = ListeningProcess.identifier(port: endpoint.server.port) else {
      return ModelMemory(unknownReason: isOnAccelerator ? "the server's process is not one of this machine's" : nil)
    }
    let resident = ListeningProcess.residentBytes(identifier: process)
    guard isOnAccelerator else { return ModelMemory(total: resident) }
    let held = DeviceMemory(
      of: process, executable: surroundings.executable, environment: surroundings.environment)
    return ModelMemory(
      total: held.bytes.flatMap { bytes in resident.map { $0 + bytes } }, vram: held.bytes, unknownReason: held.reason)
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
