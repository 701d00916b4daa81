import Base
import Documents
import Models
import Runtimes

/// llama-server as a child, from its start to its end.
struct LlamaServerRun {
  /// The program's path.
  let program: String
  let host: String
  let port: Int
  let surroundings: Surroundings
  let isSilent: Bool

  /// Where programs on this machine reach it.
  var endpoint: String {
    let own = ["0.0.0.0": "127.0.0.1", "::": "[::1]"][host] ?? host
    return "http://\(own.contains(":") && !own.hasPrefix("[") ? "[\(own)]" : own):\(port)"
  }

  /// The words behind the program's name.
  func words(_ plan: RunPlan, path: String) -> [String] {
    var own = RunSettings()
    (own[.alias], own[.host], own[.port]) = (plan.model.id, host, String(port))
    return ["-m", path] + plan.command.llamaFlags + own.words(RuntimeFacts.flags(of: "llama.cpp")).words
  }

  /// Refuses a port on which somebody listens.
  func checkPort() throws {
    guard ListeningPorts.own()?.contains(port) ?? false else { return }
    throw Failure(
      .unavailable, "somebody listens on port \(port) already",
      hint: "name another one with --port, or end that program")
  }

  func become(_ words: [String]) -> Failure {
    Failure(.unavailable, "\(program) cannot be started: \(ChildServer.become(program, words).description)")
  }

  func start(_ words: [String]) throws -> ChildServer {
    switch ChildServer.start(program, words, isSilent: isSilent) {
    case .success(let child): return child
    case .failure(let error):
      throw Failure(.unavailable, "\(program) cannot be started: \(error.description)")
    }
  }

  /// Waits until it answers; nil when the user asked to stop, a failure when it ended or took too long.
  func wait(for child: ChildServer, seconds limit: Double) throws -> Double? {
    let start = MonotonicClock.seconds()
    while true {
      let seconds = MonotonicClock.seconds() - start
      if let end = child.end {
        throw Failure(
          .unavailable, "\(program) \(end) before it answered",
          hint: isSilent ? "without --quiet it says why" : "its last lines say why")
      }
      if ServerHealth.isReady(endpoint, shouldStop: { Interrupts.wasInterrupted }) { return seconds }
      if seconds > limit {
        throw Failure(
          .unavailable, "\(program) does not answer at \(endpoint) after \(Int(limit)) s",
          hint: "--wait gives it longer")
      }
      guard Interrupts.sleep(seconds: 0.1) else { return nil }
    }
  }
}
