/// Reads the `/metrics` page of a runtime.
package struct MetricsClient {
  /// Bytes of the largest page: vLLM's has some hundred thousand.
  private static let largest = 1 << 24

  package let address: String
  private let avoidsProxies: Bool
  private let shouldStop: () -> Bool

  /// `avoidsProxies` is true for this very machine, which no proxy can reach.
  package init(address: String, avoidsProxies: Bool, shouldStop: @escaping () -> Bool) {
    (self.address, self.avoidsProxies, self.shouldStop) = (address, avoidsProxies, shouldStop)
  }

  package func page() throws(TransferProblem) -> MetricsText {
    let answer = AnswerBuffer(limit: Self.largest)
    let transfer = Transfer(receive: answer.take, shouldStop: shouldStop)
    let status = try transfer.get(address, avoidingProxies: avoidsProxies)
    guard status == 200 else { throw .brokeOff("HTTP status \(status)") }
    return MetricsText(String(decoding: answer.bytes, as: UTF8.self))
  }
}
