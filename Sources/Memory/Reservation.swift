import Base

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
  package var promptCacheBytes: Int { startsServer ? 8192 << 20 : 0 }

  /// Checkpoints that the server keeps of each slot's prompt at most, beside that (`--ctx-checkpoints`, 32 unless told otherwise).
  var contextCheckpoints: Int { startsServer ? 32 : 0 }

  private var startsServer: Bool { self == .llamaServer || self == .ollama }

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
    guard let left = mainBytesLeft.map({ max(0, $0 - checkpointsBytes(contextCheckpointLimit)) }),
      left < Reservation.llamaServer.promptCacheBytes
    else { return nil }
    return left / 2 / Self.promptCacheStep * Self.promptCacheStep
  }

  /// How many checkpoints of a slot's prompt llama-server must be told to keep at most; nil where it need not be told.
  ///
  /// Where all of them could take more than half of what main memory has left, as many as do not, but one: without any a model
  /// that cannot cut its cache back reads the whole conversation again with each question.
  package var contextCheckpointLimit: Int? {
    guard let left = mainBytesLeft, checkpointsBytes(1) > 0 else { return nil }
    let most = left / 2 / checkpointsBytes(1)
    return most < Reservation.llamaServer.contextCheckpoints ? max(1, most) : nil
  }

  /// What a server may keep of earlier prompts in main memory beside, at most.
  package var promptCacheBytes: Int {
    let reservation = workload.reservation
    let isTold = reservation == .llamaServer
    let prompts = min(reservation.promptCacheBytes, (isTold ? promptCacheLimitBytes : nil) ?? .max)
    let checkpoints = min(reservation.contextCheckpoints, (isTold ? contextCheckpointLimit : nil) ?? .max)
    return Saturating.add(prompts, checkpointsBytes(checkpoints))
  }

  /// Nil where the row has nothing in main memory.
  private var mainBytesLeft: Int? {
    placement.devices.first { $0.backend == .cpu && $0.budgetBytes > 0 }.map { max(0, $0.budgetBytes - $0.bytes) }
  }

  /// Of so many in every slot; nil for as many as the server keeps by itself.
  private func checkpointsBytes(_ count: Int?) -> Int {
    Saturating.multiply(
      contextCheckpointBytes, count ?? Reservation.llamaServer.contextCheckpoints, workload.sequences)
  }

  /// The server's flag counts mebibytes; these are enough for a prompt of some hundred tokens.
  private static let promptCacheStep = 64 << 20
}
