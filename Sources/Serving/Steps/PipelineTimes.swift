/// Stages one after the other, each with a part of the layers: every stage computes another part of the batch.
///
/// A round of a stage for its part takes a stage's share of a step, so that a token of all sequences takes one step of a
/// part of them, and the hops between stages. A prompt goes through the stages while others follow it.
struct PipelineTimes: BatchTimes {
  let stage: any BatchTimes
  let stages: Int
  /// Of the hops between stages those that go from node to node.
  let networkHops: Int
  let link: NodeLink
  /// Bytes per token that go from stage to stage.
  let tokenBytes: Double
  /// Of hops inside a node.
  let innerBytesPerSecond: Double

  /// What a pipeline reaches where prompts and answers of all lengths never fill every stage; set, not fitted.
  private static let filled = 0.85
  /// Seconds of a hop inside a node besides its bytes.
  private static let innerLatency = 20e-6

  func step(sequences: Double, depth: Double) -> StepTime {
    let part = max(1, sequences / Double(stages))
    var time = stage.step(sequences: part, depth: depth)
    let inner = Double(stages - 1 - networkHops) * (Self.innerLatency + part * tokenBytes / innerBytesPerSecond)
    // The last stage tells the first which token it was.
    let network = networkHops == 0 ? 0 : Double(networkHops) * link.seconds(bytes: part * tokenBytes) + link.latency
    time.seconds = time.seconds / Self.filled + inner + network
    time.exchange += inner
    time.network += network
    return time
  }

  /// Of one token of a sequence: a hop from node to node is a message, and so is the token that the last stage tells.
  var use: LinkUse {
    guard networkHops > 0 else { return .none }
    return LinkUse(
      seconds: step(sequences: 1, depth: 1).network, bytes: Double(networkHops) * tokenBytes, waits: networkHops + 1)
  }

  func prompt(tokens: Int) -> PromptTime {
    let bytes = Double(tokens) * tokenBytes
    var time = stage.prompt(tokens: tokens)
    let inner = Double(stages - 1 - networkHops) * (Self.innerLatency + bytes / innerBytesPerSecond)
    let network = Double(networkHops) * link.seconds(bytes: bytes)
    time.latency += inner + network
    time.occupied = max(
      time.occupied / Double(stages) / Self.filled,
      bytes / (networkHops > 0 ? link.bytesPerSecond : innerBytesPerSecond))
    time.exchange += inner
    time.network += network
    return time
  }
}
