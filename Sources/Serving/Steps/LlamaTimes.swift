import Base
import Glibc
import Memory
import Speed

/// Steps of llama.cpp: the one of `plimsoll fit` at one sequence, and what further sequences add to it.
///
/// On a GPU the kernels for many columns read more slowly than that for one; distinct experts are read beside; each further
/// sequence brings its cache, its products at a share of the rate of prompts, a recurrent state that is moved several times,
/// and waits. `catalog/tools/serving_llama.py` has the same formula. On a processor each further sequence is another column
/// in the same products, which take the less for it the more there are. One after the other would be the longest.
struct LlamaTimes: BatchTimes {
  let bases: BatchBases
  let constants: LlamaConstants
  /// The part of the experts that one token takes; 1 without experts.
  let expertShare: Double
  /// What each token sends from card to card where they share layers; nil where they do not.
  var exchange: (tokenBytes: Double, bytesPerSecond: Double)?
  /// What a token waits for other nodes: so many hops of so many bytes.
  var network: (hops: Int, link: NodeLink, tokenBytes: Double)?

  func step(sequences: Double, depth: Double) -> StepTime {
    var time = StepTime(seconds: bases.tokenSeconds, bandwidth: 0, arithmetic: 0, exchange: 0)
    for device in bases.devices where sequences > 1 {
      let further = further(device, sequences: sequences, depth: depth)
      time.seconds += further.seconds
      time.arithmetic += further.arithmetic
    }
    if let exchange, sequences > 1 {
      time.exchange = (sequences - 1) * exchange.tokenBytes / exchange.bytesPerSecond
      time.seconds += time.exchange
    }
    time.seconds = min(time.seconds, sequences * bases.tokenSeconds)
    time.bandwidth = max(0, time.seconds - time.arithmetic - time.exchange)
    if let network {
      time.network = Double(network.hops) * network.link.seconds(bytes: sequences * network.tokenBytes)
      time.seconds += time.network
    }
    return time
  }

  /// What all sequences but one add on a device, and what of it is arithmetic.
  private func further(
    _ device: BatchBasis, sequences: Double, depth: Double
  ) -> (seconds: Double, arithmetic: Double) {
    let others = sequences - 1
    let work = device.work
    let expertBytes = expertShare < 1 ? Double(work.bytesPerBatch - work.bytesPerToken) / (1 - expertShare) : 0
    let isMixed = expertBytes > 0
    if let columns = device.columns {
      let many = min(columns.one, columns.many)
      let column = many + (columns.one - many) / (1 + others / (isMixed ? constants.expertColumns : constants.columns))
      return (others * min(column + columns.cache, device.alone), others * column)
    }
    let kernel = isMixed ? constants.expertKernelCost : constants.kernelCost
    let experts = expertBytes * (1 - pow(1 - expertShare, sequences) - expertShare)
    let products = device.promptToken / (isMixed ? constants.expertBatchShare : constants.batchShare)
    let cache =
      (work.cacheBytes(depth: Int(depth)) + constants.stateMoves * Double(work.recurrentBytesPerToken))
      / device.cacheBytesPerSecond
    let waits = Double(device.layers) * constants.sequenceLayer
    let seconds =
      device.alone * kernel * (1 - 1 / sequences) + constants.expertReads * experts / device.weightBytesPerSecond
      + others * (cache + products + waits)
    return seconds < others * device.alone ? (seconds, others * products) : (others * device.alone, 0)
  }

  func prompt(tokens: Int) -> PromptTime {
    let seconds = Double(tokens) / bases.speed.prefillTokensPerSecond.estimate
    let wait = network.map { Double($0.hops) * $0.link.seconds(bytes: Double(tokens) * $0.tokenBytes) } ?? 0
    return PromptTime(occupied: seconds + wait, latency: seconds + wait, network: wait)
  }

  /// The band of a step of one sequence, as factors: what `fit` prints.
  var aloneBand: (slower: Double, faster: Double) {
    let decode = bases.speed.decodeTokensPerSecond
    return (slower: decode.estimate / decode.low, faster: decode.high / decode.estimate)
  }
}
