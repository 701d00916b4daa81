/// A request of a client.
package struct HTTPRequest: Sendable {
  package var method: String
  /// Nil where it cannot be understood.
  package var target: RequestTarget?
  /// The last value of each header, its name in lower case.
  package var headers: [String: String]
  package var body: [UInt8] = []

  package init(method: String, target: String, headers: [String: String] = [:], body: [UInt8] = []) {
    (self.method, self.target, self.headers, self.body) = (method, RequestTarget(target), headers, body)
  }

  /// Whether it only reads.
  package var isReading: Bool { method == "GET" || method == "HEAD" }
}

/// An answer to a client.
package struct HTTPResponse: Sendable {
  package var status: Int
  package var headers: [(name: String, value: String)]
  package var body: [UInt8]
  /// What follows the headers instead of the body, for as long as it goes on.
  package var events: EventStream?

  package init(_ status: Int, _ headers: [(name: String, value: String)] = [], body: [UInt8] = []) {
    (self.status, self.headers, self.body) = (status, headers, body)
  }

  package init(_ status: Int, type: String, text: String) {
    self.init(status, [("Content-Type", type)], body: Array(text.utf8))
  }
}

/// What answers the requests of a server; called from several threads.
package protocol HTTPService: Sendable {
  /// Why a request is not even read to its end, by its headers; nil where it is.
  func refusal(of head: HTTPRequest) -> HTTPResponse?
  func response(to request: HTTPRequest) -> HTTPResponse
}

/// What a server lets a client take.
package struct ServerLimits: Sendable {
  /// Connections at once.
  package var connections = 16_000
  /// Bytes of a request line with its headers.
  var headBytes = 32 << 10
  /// Bytes of a request's body.
  package var bodyBytes = 64 << 10
  /// Until a connection on which nothing comes is closed.
  var idleSeconds = 15
  /// Until a request must have come as a whole, however slowly it comes.
  var arrivalSeconds = 20.0
  /// Until an answer must have been taken.
  var takingSeconds = 120.0
  /// How long a stop waits for answers under way.
  var stopSeconds = 5.0

  package init() {}
}
