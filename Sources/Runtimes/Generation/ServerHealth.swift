/// Whether a server that was started answers yet.
package enum ServerHealth {
  /// Asks llama-server's `/health`: 200 when the model is loaded, 503 before.
  package static func isReady(_ address: String, shouldStop: @escaping () -> Bool) -> Bool {
    let transfer = Transfer(receive: { _ in true }, shouldStop: shouldStop)
    return (try? transfer.get(address + "/health", avoidingProxies: true)) == 200
  }
}
