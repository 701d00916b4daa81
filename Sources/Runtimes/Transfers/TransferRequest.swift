/// One HTTP request.
struct TransferRequest {
  enum Body {
    case none
    /// JSON, posted.
    case json(String)
    /// Bytes of a known number, posted as `next` gives them; it fills a buffer and returns how many, 0 at the end.
    case bytes(count: Int, next: (UnsafeMutableRawBufferPointer) -> Int)
  }

  var address: String
  var body = Body.none
  /// Asks for the head of the answer alone.
  var isHead = false
  var headers: [(name: String, value: String)] = []
  /// True for this very machine, which no proxy can reach.
  var avoidsProxies = false
  /// Nothing for so long means that the server has gone.
  var silenceSeconds = 30

  init(_ address: String, avoidsProxies: Bool = false) {
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
