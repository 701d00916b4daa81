import Base
import Glibc
import Memory
import Speed

/// Steps of llama.cpp: the one of `plimsoll fit` at one sequence, and what further sequences add to it.
///
/// The kernels for many columns read more slowly than that for one; distinct experts are read beside; each further
/// sequence brings its cache, its products at a share of the rate of prompts, and waits. One after the other would be the
/// longest. `catalog/tools/serving_llama.py` has the same formula.
package struct LlamaTimes: BatchTimes {
  let bases: [BatchBasis]
  let constants: LlamaConstants
  /// The part of the experts that one token takes; 1 without experts.
  let expertShare: Double
  /// The workload's prompt, which the bases speak of.
  let promptTokens: Int
  /// Seconds that a token waits for other nodes, by the number of sequences: a hop each.
  let network: (hops: Int, link: NodeLink, tokenBytes: Double)?

  package func step(sequences: Double, depth: Double) -> StepTime {
    var time = StepTime(seconds: 0, bandwidth: 0, arithmetic: 0, exchange: 0)
    for basis in bases {
      let part = seconds(basis, sequences: sequences, depth: depth)
      time.seconds += part.total
      time.bandwidth += part.total - part.arithmetic
      time.arithmetic += part.arithmetic
    }
    if let network {
      time.network = Double(network.hops) * network.link.seconds(bytes: sequences * network.tokenBytes)
      time.seconds += time.network
    }
    return time
  }

  private func seconds(
    _ basis: BatchBasis, sequences: Double, depth: Double
  ) -> (total: Double, arithmetic: Double) {
    let alone = basis.alone.estimate
    guard sequences > 1 else { return (alone, 0) }
    let expertBytes =
      expertShare < 1 ? Double(basis.work.bytesPerBatch - basis.work.bytesPerToken) / (1 - expertShare) : 0
    let isMixed = expertBytes > 0
    let kernel = isMixed ? constants.expertKernelCost : constants.kernelCost
    let more = expertBytes * (1 - pow(1 - expertShare, sequences) - expertShare)
    let cache =
      basis.work.cacheBytes(depth: Int(depth)) + Double(basis.work.recurrentBytesPerToken)
    let products =
      basis.prompt.estimate / Double(max(1, promptTokens))
      / (isMixed ? constants.expertBatchShare : constants.batchShare)
    let further =
      cache / basis.cacheBytesPerSecond + products + Double(basis.layers) * constants.sequenceLayer
      + Double(basis.work.recurrentLayers) * constants.sequenceRecurrentLayer
    let together =
      alone * (1 + kernel * (1 - 1 / sequences))
      + constants.expertReads * more / basis.weightBytesPerSecond + (sequences - 1) * further
    let oneByOne = sequences * alone
    return together < oneByOne ? (together, (sequences - 1) * products) : (oneByOne, 0)
  }

  package func prompt(tokens: Int) -> PromptTime {
    let seconds = bases.reduce(0) { $0 + $1.prompt.estimate } * Double(tokens) / Double(max(1, promptTokens))
    let wait = network.map { Double($0.hops) * $0.link.seconds(bytes: Double(tokens) * $0.tokenBytes) } ?? 0
    return PromptTime(occupied: seconds + wait, latency: seconds + wait, network: wait)
  }

  /// The band of a step of one sequence, as factors: what `fit` prints.
  var aloneBand: (slower: Double, faster: Double) {
    let sums = bases.reduce((0.0, 0.0, 0.0)) {
      ($0.0 + $1.alone.estimate, $0.1 + $1.alone.low, $0.2 + $1.alone.high)
    }
    return (slower: sums.2 / sums.0, faster: sums.0 / sums.1)
  }
}
