import Base

/// Talks to a Hugging Face Hub or a mirror of one.
package struct HubClient {
  package let endpoint: HubEndpoint
  /// Asked about once a second; true stops what is under way.
  private let shouldStop: () -> Bool

  package init(_ endpoint: HubEndpoint, shouldStop: @escaping () -> Bool) {
    (self.endpoint, self.shouldStop) = (endpoint, shouldStop)
  }

  private static let mostRedirections = 8
  /// Bytes of the longest list of a repository's files.
  private static let longestList = 1 << 25
  /// A transfer in which nothing comes for so long has broken off.
  private static let silenceSeconds = 30

  /// The JSON at a path below the endpoint; `query` is part of the address.
  package func document(_ path: String) throws(HubProblem) -> JSONNode {
    let answer = AnswerBuffer(limit: Self.longestList)
    let head = try perform(
      endpoint.address + path, headers: [("Accept", "application/json")], receive: answer.take)
    guard head.status == 200 else { throw Self.refusal(head, answer.bytes) }
    guard let node = try? JSONNode(parsing: answer.bytes), node.isObject || node.isArray else {
      throw .unlikeHub("the answer is not JSON")
    }
    return node
  }

  /// What the head of a file says, without fetching it: redirections to the file's own place are not followed.
  package func head(of address: String) throws(HubProblem) -> TransferAnswer {
    var request = TransferRequest(address, avoidsProxies: HubEndpoint.isLoopback(address))
    request.isHead = true
    request.headers = headers(for: address)
    let head = try once(request, begin: { _ in true }, receive: { _ in true })
    guard head.status < 400 else { throw Self.refusal(head, []) }
    return head
  }

  /// Fetches a file from `offset` on: `begin` is told of the head and may stop, `receive` takes the bytes.
  package func fetch(
    _ address: String, from offset: Int, begin: @escaping (TransferAnswer) -> Bool,
    receive: @escaping (UnsafeRawBufferPointer) -> Bool
  ) throws(HubProblem) -> TransferAnswer {
    var refused: [UInt8] = []
    var isGood = false
    let head = try perform(
      address, headers: offset > 0 ? [("Range", "bytes=\(offset)-")] : [],
      begin: { head in
        isGood = head.status == 200 || head.status == 206
        return !isGood || begin(head)
      },
      receive: { chunk in
        if isGood { return receive(chunk) }
        if refused.count < 1 << 16 { refused += chunk }
        return true
      })
    guard isGood || head.status == 416 else { throw Self.refusal(head, refused) }
    return head
  }

  private func perform(
    _ address: String, headers: [(name: String, value: String)],
    begin: @escaping (TransferAnswer) -> Bool = { _ in true },
    receive: @escaping (UnsafeRawBufferPointer) -> Bool
  ) throws(HubProblem) -> TransferAnswer {
    var address = address
    for _ in 0...Self.mostRedirections {
      var request = TransferRequest(address, avoidsProxies: HubEndpoint.isLoopback(address))
      request.headers = headers + self.headers(for: address)
      request.silenceSeconds = Self.silenceSeconds
      var isRedirection = false
      let head = try once(
        request,
        begin: { head in
          isRedirection = (300..<400).contains(head.status)
          return isRedirection || begin(head)
        }, receive: { isRedirection || receive($0) })
      guard isRedirection else { return head }
      guard let next = head.headers["location"].flatMap({ HubEndpoint.target(of: $0, from: address) }) else {
        throw .unlikeHub("it redirects to no address")
      }
      address = next
    }
    throw .unlikeHub("it redirects without end")
  }

  private func headers(for address: String) -> [(name: String, value: String)] {
    endpoint.token(for: address).map { [("Authorization", "Bearer " + $0)] } ?? []
  }

  private func once(
    _ request: TransferRequest, begin: @escaping (TransferAnswer) -> Bool,
    receive: @escaping (UnsafeRawBufferPointer) -> Bool
  ) throws(HubProblem) -> TransferAnswer {
    do {
      return try Transfer(receive: receive, begin: begin, shouldStop: shouldStop).perform(request)
    } catch {
      throw error == .stopped ? .interrupted : .transfer(error)
    }
  }

  private static func refusal(_ head: TransferAnswer, _ body: [UInt8]) -> HubProblem {
    if head.status == 429 || head.status == 503 {
      return .busy(seconds: head.headers["retry-after"].flatMap(Double.init).map { max(0, $0) })
    }
    let told = (try? JSONParser.parse(body))?["error"]?.string ?? head.headers["x-error-message"]
    return .refused(status: head.status, message: told.map { String($0.prefix(300)) })
  }
}
