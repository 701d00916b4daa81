import Base

/// Why a request to Ollama did not succeed.
package enum OllamaProblem: Error, Equatable {
  case noLibrary
  case notReachable(String)
  case brokeOff(String)
  /// The server answered, with an error.
  case refused(status: Int, message: String)
  case interrupted

  /// What a transfer's problem means; `stopped` where its receiver or the user ended it.
  init(_ problem: TransferProblem, stopped: @autoclosure () -> OllamaProblem) {
    switch problem {
    case .noLibrary: self = .noLibrary
    case .notReachable(let reason): self = .notReachable(reason)
    case .brokeOff(let reason): self = .brokeOff(reason)
    case .stopped: self = stopped()
    }
  }
}

/// Talks to an Ollama server.
package struct OllamaClient {
  package let server: OllamaServer
  /// Asked about once a second; true stops what is under way.
  private let shouldStop: () -> Bool

  package init(server: OllamaServer, shouldStop: @escaping () -> Bool) {
    self.server = server
    self.shouldStop = shouldStop
  }

  /// Whether the library that talks to servers is installed.
  package static var hasLibrary: Bool { TransferLibrary() != nil }

  /// Asks the server to pull a model and reports each event; returns only after the server's final success.
  package func pull(_ tag: String, report: @escaping (PullEvent) -> Void) throws(OllamaProblem) {
    let body = JSONWriter.line(.object(["model": .string(tag), "stream": true]))
    let answer = Answer(report: report)
    let status = try post(body, path: "/api/pull", answer: answer)
    answer.finish()
    if let message = answer.error { throw .refused(status: status, message: message) }
    guard status == 200 else { throw .refused(status: status, message: "HTTP status \(status)") }
    guard answer.succeeded else { throw .brokeOff("the answer ended without saying success") }
    report(.success)
  }

  /// Bytes of the longest description of a model: licences and templates are long, a list of tensors is some 200 kB.
  private static let mostDescription = 1 << 24

  /// What the server knows of a model (`POST /api/show`); `isVerbose` with lists of any length, the vocabulary's too.
  package func show(_ tag: String, isVerbose: Bool = false) throws(OllamaProblem) -> JSONNode {
    let body = JSONWriter.line(.object(["model": .string(tag), "verbose": .bool(isVerbose)]))
    let answer = Answer(whole: Self.mostDescription)
    let status = try post(body, path: "/api/show", answer: answer)
    guard let value = try? JSONNode(parsing: answer.bytes) else {
      throw .brokeOff("the answer is not JSON")
    }
    guard status == 200 else {
      throw .refused(status: status, message: value.value["error"]?.string ?? "HTTP status \(status)")
    }
    return value
  }

  private func post(_ body: String, path: String, answer: Answer) throws(OllamaProblem) -> Int {
    let transfer = Transfer(receive: { answer.take($0) }, shouldStop: shouldStop)
    do {
      return try transfer.post(body, to: server.address + path, avoidingProxies: server.isLoopback)
    } catch {
      throw OllamaProblem(error, stopped: answer.reasonToStop)
    }
  }
}

/// What has come of an answer so far.
private final class Answer {
  private(set) var succeeded = false
  private(set) var error: String?
  private(set) var isTooLong = false
  private(set) var bytes: [UInt8] = []
  private let wholeLimit: Int
  private let report: (PullEvent) -> Void
  private var splitter = LineSplitter()

  /// An answer in lines.
  init(report: @escaping (PullEvent) -> Void) { (self.report, wholeLimit) = (report, 0) }

  /// An answer that is taken whole, up to a limit in bytes.
  init(whole limit: Int) { (report, wholeLimit) = ({ _ in }, limit) }

  func take(_ chunk: UnsafeRawBufferPointer) -> Bool {
    if wholeLimit > 0 {
      guard bytes.count + chunk.count <= wholeLimit else {
        isTooLong = true
        return false
      }
      bytes += chunk
      return true
    }
    guard let lines = splitter.lines(chunk) else {
      isTooLong = true
      return false
    }
    for line in lines { take(line: line) }
    return error == nil
  }

  /// Why the transfer was stopped: an error among the lines, a line without end, or the user.
  var reasonToStop: OllamaProblem {
    if let error { return .refused(status: 200, message: error) }
    return isTooLong ? .brokeOff("a line of the answer is too long") : .interrupted
  }

  func finish() {
    if !splitter.remainder.isEmpty { take(line: splitter.remainder) }
  }

  private func take(line: [UInt8]) {
    let event = PullEvent(line: line)
    switch event {
    case .success:
      // Reported when nothing follows.
      succeeded = true
      return
    case .error(let message):
      error = error ?? message
      return
    case .unknown: break
    // Only a success that nothing follows is one.
    case .status, .progress: succeeded = false
    }
    report(event)
  }
}
