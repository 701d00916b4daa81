/// Whose reservations memory is counted by.
///
/// The same library computes in each; what is set aside before the first token differs. Compared with llama-server b10488
/// and with what Ollama 0.33 reports in `/api/ps`.
package enum Reservation: String, Sendable, CaseIterable {
  /// llama.cpp's library with its defaults: logits for every token of a micro-batch.
  case library
  /// llama.cpp's server: logits for its slots alone.
  case llamaServer = "llama-server"
  /// Ollama, which starts that server with micro-batches that grow with the context.
  case ollama
  /// vLLM, which runs checkpoints; what it sets aside is the overhead of its rows.
  case vllm

  /// What the server keeps of earlier prompts in main memory at most, beside what it reserves (`--cache-ram`, 8192 MiB
  /// unless told otherwise); Ollama's server has the same.
  package var promptCacheBytes: Int { self == .llamaServer || self == .ollama ? 8192 << 20 : 0 }

  /// Tokens of a micro-batch where the user names none and the context is so long.
  func microBatch(_ asked: Int, context: Int) -> Int {
    guard self == .ollama else { return asked }
    return max(asked, context > 32_768 ? 2048 : context > 4096 ? 1024 : 512)
  }
}

extension Fit {
  /// What llama-server must be told to keep of earlier prompts at most; nil where it need not be told.
  ///
  /// Where main memory has less left than the server would keep by itself, half of what is left.
  package var promptCacheLimitBytes: Int? {
    guard let share = placement.devices.first(where: { $0.backend == .cpu }), share.budgetBytes > 0 else { return nil }
    let left = max(0, share.budgetBytes - share.bytes)
    guard left < Reservation.llamaServer.promptCacheBytes else { return nil }
    return left / 2 / Self.promptCacheStep * Self.promptCacheStep
  }

  /// The server's flag counts mebibytes; these are enough for a prompt of some hundred tokens.
  private static let promptCacheStep = 64 << 20

  /// What a server may keep of earlier prompts in main memory beside, at most.
  package var promptCacheBytes: Int {
    let usual = workload.reservation.promptCacheBytes
    return workload.reservation == .llamaServer ? min(usual, promptCacheLimitBytes ?? usual) : usual
  }
}
