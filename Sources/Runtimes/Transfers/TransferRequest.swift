/// One HTTP request.
package struct TransferRequest {
  package enum Body {
    case none
    /// JSON, posted.
    case json(String)
    /// Bytes of a known number, posted as `next` gives them; it fills a buffer and returns how many, 0 at the end.
    case bytes(count: Int, next: (UnsafeMutableRawBufferPointer) -> Int)
  }

  package var address: String
  package var body = Body.none
  /// Asks for the head of the answer alone.
  package var isHead = false
  package var headers: [(name: String, value: String)] = []
  /// True for this very machine, which no proxy can reach.
  package var avoidsProxies = false
  /// Nothing for so long means that the server has gone.
  package var silenceSeconds = 30

  package init(_ address: String, avoidsProxies: Bool = false) {
    (self.address, self.avoidsProxies) = (address, avoidsProxies)
  }
}

/// The head of an answer.
package struct TransferAnswer {
  package var status: Int
  /// By name in lower case; of a header that comes twice the last counts.
  package var headers: [String: String]

  package init(status: Int, headers: [String: String] = [:]) { (self.status, self.headers) = (status, headers) }
}
