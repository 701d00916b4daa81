import Glibc
import Machines
import Memory

/// How a card computes prompts with weights that lie in main memory.
///
/// llama.cpp gives a card each product of a micro-batch that is not too small, wherever its weights are, and copies them there
/// each time: of experts those that the micro-batch's tokens chose. docs/speed.md has the formula.
struct PromptOffload: Sendable {
  let constants: OffloadConstants
  /// The rate of copies from main memory to the card.
  let bytesPerSecond: Double
  /// The part of a layer's experts that one token takes; 1 without experts.
  let expertShare: Double

  /// With what the link to the card carries; nil where it is not known.
  init(constants: OffloadConstants, linkBytesPerSecond: Double?, expertShare: Double) {
    (self.constants, self.expertShare) = (constants, expertShare)
    bytesPerSecond = (linkBytesPerSecond ?? constants.assumedLinkBytesPerSecond) * constants.linkShare
  }

  /// The first tokens of a prompt that the card computes: all but a last micro-batch of too few.
  func tokensOnCard(_ workload: Workload) -> Int {
    let batch = workload.effectiveMicroBatch
    guard batch >= constants.leastTokens else { return 0 }
    let last = workload.promptTokens % batch
    return workload.promptTokens - (last < constants.leastTokens ? last : 0)
  }

  /// Seconds of the copies for so many tokens of a prompt, in its micro-batches.
  func copySeconds(_ work: DeviceWork, tokens: Int, microBatch: Int) -> Double {
    let batch = max(1, microBatch)
    let stored = Double(work.bytesPerBatch)
    let experts = expertShare < 1 ? min(stored, (stored - Double(work.bytesPerToken)) / (1 - expertShare)) : 0
    let (full, last) = (Double(tokens / batch), tokens % batch)
    var bytes = (full + (last > 0 ? 1 : 0)) * (stored - experts)
    bytes += experts * (full * chosenShare(tokens: batch) + chosenShare(tokens: last))
    // Their keys and values lie there as well, and are copied for each micro-batch that sees them.
    bytes += work.cacheBytes(promptTokens: tokens) / Double(batch)
    return bytes / bytesPerSecond
  }

  /// The expected part of a layer's experts that at least one of so many tokens chose.
  ///
  /// Experts are not chosen alike: how often each is follows a gamma distribution.
  func chosenShare(tokens: Int) -> Double {
    let spread = constants.expertSpread
    return 1 - pow(1 + Double(tokens) * expertShare / spread, -spread)
  }
}
