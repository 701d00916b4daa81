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

  /// What the server keeps of earlier prompts in main memory at most, beside what it reserves (`--cache-ram`, 8192 MiB
  /// unless told otherwise); Ollama's server has the same.
  package var promptCacheBytes: Int { self == .library ? 0 : 8192 << 20 }

  /// Tokens of a micro-batch where the user names none and the context is so long.
  func microBatch(_ asked: Int, context: Int) -> Int {
    guard self == .ollama else { return asked }
    return max(asked, context > 32_768 ? 2048 : context > 4096 ? 1024 : 512)
  }
}
