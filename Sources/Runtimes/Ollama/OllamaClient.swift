import Base

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
    try stream("/api/pull", .object(["model": .string(tag), "stream": true]), report: report)
  }

  /// Asks the server to make a model, of another one or of blobs that it has, with parameters of its own.
  ///
  /// https://docs.ollama.com/api/create; `files` has digests such as `sha256:…` by name.
  package func create(
    _ name: String, from base: String? = nil, files: [String: String] = [:], parameters: [JSONValue.Member],
    report: @escaping (PullEvent) -> Void
  ) throws(OllamaProblem) {
    var members = [JSONValue.Member("model", .string(name)), JSONValue.Member("stream", true)]
    if let base { members.append(JSONValue.Member("from", .string(base))) }
    if !files.isEmpty {
      let named = files.sorted { $0.key < $1.key }.map { JSONValue.Member($0.key, .string($0.value)) }
      members.append(JSONValue.Member("files", .object(named)))
    }
    if !parameters.isEmpty { members.append(JSONValue.Member("parameters", .object(parameters))) }
    try stream("/api/create", .object(members), report: report)
  }

  /// Bytes of the longest answer that is taken whole: licences and templates are long, a list of tensors is some 200 kB.
  private static let longestAnswer = 1 << 24

  /// What the server knows of a model (`POST /api/show`); `isVerbose` with lists of any length, the vocabulary's too.
  package func show(_ tag: String, isVerbose: Bool = false) throws(OllamaProblem) -> JSONNode {
    var request = request("/api/show")
    request.body = .json(JSONWriter.line(.object(["model": .string(tag), "verbose": .bool(isVerbose)])))
    return try document(request)
  }

  /// The models that the server has (`GET /api/tags`).
  package func tags() throws(OllamaProblem) -> JSONNode { try document(request("/api/tags")) }

  /// Loads a model to stay, or with `isUnloading` drops it: a request without a prompt (`POST /api/generate`).
  package func load(
    _ tag: String, options: [JSONValue.Member] = [], isUnloading: Bool = false
  ) throws(OllamaProblem) {
    var request = request("/api/generate")
    request.silenceSeconds = 600
    request.body = .json(
      JSONWriter.line(
        .object([
          "model": .string(tag), "stream": false, "keep_alive": .integer(isUnloading ? 0 : -1),
          "options": .object(options),
        ])))
    let answer = try document(request).value
    if let message = answer["error"]?.string { throw .refused(status: 200, message: message) }
  }

  /// Whether the server has a blob of a digest such as `sha256:…`.
  package func hasBlob(_ digest: String) throws(OllamaProblem) -> Bool {
    var request = request("/api/blobs/" + digest)
    request.isHead = true
    return try answer(request).status == 200
  }

  /// Gives the server a blob; `next` fills a buffer with the bytes that follow and returns how many, 0 at the end.
  package func upload(
    _ digest: String, count: Int, next: @escaping (UnsafeMutableRawBufferPointer) -> Int
  ) throws(OllamaProblem) {
    var request = request("/api/blobs/" + digest)
    request.body = .bytes(count: count, next: next)
    request.silenceSeconds = 600
    let (status, bytes) = try answer(request)
    guard status == 200 || status == 201 else {
      throw .refused(status: status, message: Self.message(bytes) ?? "no reason given")
    }
  }

  private func request(_ path: String) -> TransferRequest {
    TransferRequest(server.address + path, avoidsProxies: server.isLoopback)
  }

  /// The status and the whole text of an answer.
  private func answer(_ request: TransferRequest) throws(OllamaProblem) -> (status: Int, bytes: [UInt8]) {
    let answer = AnswerBuffer(limit: Self.longestAnswer)
    do {
      return (try Transfer(receive: answer.take, shouldStop: shouldStop).perform(request).status, answer.bytes)
    } catch {
      throw OllamaProblem(
        error, stopped: answer.isTooLong ? .unlikeOllama("the answer is too long") : .interrupted)
    }
  }

  private func document(_ request: TransferRequest) throws(OllamaProblem) -> JSONNode {
    let (status, bytes) = try answer(request)
    guard status == 200 else {
      throw .refused(status: status, message: Self.message(bytes) ?? "no reason given")
    }
    guard let value = try? JSONNode(parsing: bytes), value.value.members != nil else {
      throw .unlikeOllama("the answer is not JSON")
    }
    return value
  }

  private static func message(_ bytes: [UInt8]) -> String? { (try? JSONParser.parse(bytes))?["error"]?.string }

  /// Posts what is answered in lines; returns only after a success that nothing follows.
  private func stream(
    _ path: String, _ body: JSONValue, report: @escaping (PullEvent) -> Void
  ) throws(OllamaProblem) {
    let answer = EventStream(report: report)
    var request = request(path)
    request.body = .json(JSONWriter.line(body))
    // A server that says nothing for ten minutes has gone; verifying a large model may take some.
    request.silenceSeconds = 600
    let status: Int
    let transfer = Transfer(
      receive: { answer.take($0) },
      begin: { head in
        answer.isRefusal = head.status != 200
        return true
      }, shouldStop: shouldStop)
    do {
      status = try transfer.perform(request).status
    } catch {
      throw OllamaProblem(error, stopped: answer.reasonToStop)
    }
    answer.finish()
    if let message = answer.error { throw .refused(status: status, message: message) }
    guard status == 200 else {
      throw .refused(status: status, message: answer.refusal ?? "no reason given")
    }
    if answer.isForeign { throw answer.reasonToStop }
    guard answer.succeeded else { throw .brokeOff("the answer ended without saying success") }
    report(.success)
  }
}
