import Base
import Documents
import Memory
import Models
import Runtimes

/// Has an Ollama server fetch a model, looks afterwards at what came, and says what the plan needs beside.
struct OllamaPull {
  let surroundings: Surroundings
  let options: OutputOptions
  /// Whether to try where there is no room.
  let isForced: Bool
  let server: OllamaServer
  let client: OllamaClient
  let progress: PullProgress
  private let stall: Stall

  /// Why the transfer was stopped that is under way.
  private final class Stall {
    var reason: String?
    var failure: Failure?
  }

  init(surroundings: Surroundings, options: OutputOptions, isForced: Bool = false) throws {
    guard surroundings.allowsNetwork else { throw Failure(.failed, "the network is not allowed here") }
    (self.surroundings, self.options, self.isForced) = (surroundings, options, isForced)
    server = try OllamaAccess(surroundings: surroundings).server()
    let progress = PullProgress(console: surroundings.console, options: options)
    let stall = Stall()
    (self.progress, self.stall) = (progress, stall)
    client = OllamaClient(server: server) {
      progress.tick()
      if progress.isFetching, progress.silentSeconds > Self.longestSilence {
        stall.reason = "nothing came for \(Int(Self.longestSilence)) s"
      }
      return Interrupts.wasInterrupted || stall.reason != nil || stall.failure != nil
    }
    Interrupts.note()
  }

  /// Servers try a part that does not come again by themselves within a minute or so.
  private static let longestSilence = 120.0

  /// Pulls a target, with parameters for a model made of it where there are some.
  func pull(_ target: PullTarget, settings: PullSettings) throws {
    try progress.concluding {
      try fetch(target)
      try verify(target)
      try settings.apply(to: target.name, by: self)
    }
  }

  private func fetch(_ target: PullTarget) throws {
    if try has(target) {
      progress.tell(.status("\(target.name) is there already, with the digest that the catalogue knows"))
      return
    }
    let store = ServerStore(of: server, surroundings: surroundings)
    if let bytes = target.bytes, let store, let free = store.freeBytes, !isForced {
      let partial = target.artefact?.sha256.map(store.partialBytes) ?? 0
      try DownloadRoom.check(max(0, bytes - partial), of: target.name, free: free, at: store.folder)
    }
    try retrying("pull", target) { () throws(OllamaProblem) in
      try client.pull(target.name) { event in
        checkRoom(event, target, store)
        progress.show(event)
      }
    }
    progress.summarize()
  }

  /// Where nobody knew the size before, the server's own word is looked at.
  private func checkRoom(_ event: PullEvent, _ target: PullTarget, _ store: ServerStore?) {
    guard case .progress(_, _, let completed, let total) = event, target.bytes == nil, !isForced, let store,
      let free = store.freeBytes
    else { return }
    do {
      try DownloadRoom.check(total - completed, of: target.name, free: free, at: store.folder)
    } catch {
      stall.failure = error as? Failure
    }
  }

  /// Whether the server has the target with the digest that the catalogue knows.
  private func has(_ target: PullTarget) throws -> Bool {
    guard let entry = try entry(of: target), let digest = target.artefact?.sha256 else { return false }
    if entry["digest"]?.string.map({ $0 == digest || $0 == "sha256:" + digest }) ?? false { return true }
    guard let shown = try? client.show(target.name).value, !FoundModel.isStub(shown) else { return false }
    return FoundModel(shown: shown).sha256 == digest
  }

  /// What the server lists of a target; nil where it has none, a stub of the cloud, or does not say.
  func entry(of target: PullTarget) throws -> JSONValue? {
    let list: JSONValue
    do {
      list = try client.tags().value
    } catch .refused {
      return nil
    } catch {
      throw OllamaAccess.failure(error, doing: "name its models for", tag: target.name, server: server)
    }
    let wanted = Set([target.name, target.name.lowercased()].flatMap { [$0, $0 + ":latest"] })
    let entry = list["models"]?.array?.first { entry in
      [entry["name"], entry["model"]].contains { $0?.string.map(wanted.contains) ?? false }
    }
    return entry.flatMap { FoundModel.isStub($0) ? nil : $0 }
  }

  /// Asks until it succeeds, as long as trying again may help.
  func retrying(_ doing: String, _ target: PullTarget, _ body: () throws(OllamaProblem) -> Void) throws {
    var retries = Retries(progress)
    while true {
      do {
        return try body()
      } catch {
        if let failure = stall.failure { throw failure }
        let problem = stall.reason.map { OllamaProblem.brokeOff($0) } ?? error
        stall.reason = nil
        guard let reason = problem.reasonToRetry, try retries.wait(because: reason) else {
          throw OllamaAccess.failure(problem, doing: doing, tag: target.name, server: server, known: target.model)
        }
        progress.restart()
      }
    }
  }

  /// Looks at what the server has now.
  func verify(_ target: PullTarget) throws {
    let shown: JSONValue
    do {
      shown = try client.show(target.name).value
    } catch {
      if error == .interrupted {
        throw OllamaAccess.failure(error, doing: "describe", tag: target.name, server: server)
      }
      progress.tell(.status("not verified: \(server.address) does not describe \(target.name)"))
      return
    }
    if FoundModel.isStub(shown) {
      throw Failure(
        .nothingFits, "\(target.name) runs on Ollama's own servers: there are no weights on this machine",
        hint: "name a tag that does not end in cloud")
    }
    let verification = PullVerification(
      FoundModel(shown: shown), model: target.model, label: target.artefact?.label ?? target.fit?.quantization,
      artefact: target.artefact)
    progress.tell(.verified(verification.findings))
    guard verification.isAnother else { return }
    throw Failure(
      .nothingFits, "\(target.name) is not what was wanted: \(verification.text)",
      hint: "remove it with 'ollama rm \(target.name)', and look at the tags with 'plimsoll catalog show'")
  }
}

extension OllamaProblem {
  /// Why trying again may help; nil where it will not.
  fileprivate var reasonToRetry: String? {
    switch self {
    case .transfer(.brokeOff(let reason)): "it broke off: \(reason)"
    case .transfer(.notReachable(let reason)): "the server went away: \(reason)"
    case .refused(let status, let message) where status >= 500: "the server failed: \(message) (HTTP status \(status))"
    default: nil
    }
  }
}
