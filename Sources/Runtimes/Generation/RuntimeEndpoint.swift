import Base

/// A running server that writes text: Ollama, or anything that speaks OpenAI's completions.
package struct RuntimeEndpoint {
  package enum Kind: Sendable { case ollama, completions }

  package let kind: Kind
  package let server: OllamaServer
  private let shouldStop: () -> Bool
  /// Bytes of the longest answer that is taken whole.
  private static let longestAnswer = 1 << 24

  package init(_ kind: Kind, _ server: OllamaServer, shouldStop: @escaping () -> Bool) {
    (self.kind, self.server, self.shouldStop) = (kind, server, shouldStop)
  }

  /// The address of a path; OpenAI's paths stand below `/v1`, which an address may already name.
  private func address(_ path: String) -> String {
    kind == .completions && server.path.isEmpty ? server.address + "/v1" + path : server.address + path
  }

  /// Has the model write, and tells how long that took.
  package func generate(_ request: GenerationRequest) throws(OllamaProblem) -> GenerationTurn {
    let body = kind == .ollama ? OllamaStream.body(request) : CompletionStream.body(request)
    let start = MonotonicClock.nanoseconds()
    var (ollama, completion, splitter) = (OllamaStream(), CompletionStream(), LineSplitter())
    func take(_ line: [UInt8]) {
      let seconds = Double(MonotonicClock.nanoseconds() - start) / 1e9
      if kind == .ollama { ollama.take(line, at: seconds) } else { completion.take(line, at: seconds) }
    }
    let status = try perform { transfer throws(TransferProblem) in
      try transfer.post(
        body, to: address(kind == .ollama ? "/api/generate" : "/completions"), avoidingProxies: server.isLoopback)
    } receive: { chunk in
      guard let lines = splitter.lines(chunk) else { return false }
      lines.forEach(take)
      return true
    }
    if !splitter.remainder.isEmpty { take(splitter.remainder) }
    let error = kind == .ollama ? ollama.error : completion.error
    guard status == 200, error == nil else {
      throw .refused(status: status, message: error ?? "HTTP status \(status)")
    }
    guard let turn = kind == .ollama ? ollama.turn : completion.turn else {
      throw .brokeOff("the answer ended before it was whole")
    }
    return turn
  }

  /// A document that the server tells, such as `/api/ps` or `/models`, or answers to a JSON text that is posted.
  package func document(_ path: String, posting body: String? = nil) throws(OllamaProblem) -> JSONValue {
    let answer = AnswerBuffer(limit: Self.longestAnswer)
    let status = try perform { transfer throws(TransferProblem) in
      if let body { return try transfer.post(body, to: address(path), avoidingProxies: server.isLoopback) }
      return try transfer.get(address(path), avoidingProxies: server.isLoopback)
    } receive: {
      answer.take($0)
    }
    let value = try? JSONParser.parse(answer.bytes)
    guard status == 200 else {
      let told = value?["error"]?["message"]?.string ?? value?["error"]?.string
      throw .refused(status: status, message: told ?? "no reason given")
    }
    guard let value else { throw .brokeOff("the answer is not JSON") }
    return value
  }

  private func perform(
    _ request: (Transfer) throws(TransferProblem) -> Int, receive: @escaping (UnsafeRawBufferPointer) -> Bool
  ) throws(OllamaProblem) -> Int {
    var isTooLong = false
    let transfer = Transfer(
      receive: { chunk in
        isTooLong = !receive(chunk)
        return !isTooLong
      }, shouldStop: shouldStop)
    do {
      return try request(transfer)
    } catch {
      throw OllamaProblem(error, stopped: isTooLong ? .brokeOff("the answer is too long") : .interrupted)
    }
  }
}
