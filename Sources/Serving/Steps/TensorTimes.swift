import Glibc

/// The formula of an engine for safetensors on tensor parallel cards; `catalog/tools/serving_formula.py` has it too.
struct TensorTimes: BatchTimes {
  let inputs: StepInputs
  let constants: StepConstants

  init(inputs: StepInputs, constants: StepConstants) {
    (self.inputs, self.constants) = (inputs, constants)
  }

  private var parallel: Double { Double(inputs.tensorParallel) }
  private var hasExperts: Bool { inputs.shape.expertWeights > 0 }

  /// Operations per second of all cards on the weights' format.
  private var matrixRate: Double {
    let factor =
      inputs.formatRate >= 4 ? 4 * constants.fp4Share : inputs.formatRate >= 2 ? 2 * constants.fp8Share : 1
    let isUnpacked = inputs.weightBits < 16 && inputs.formatRate == 1
    return inputs.matrixOperationsPerSecond * parallel * factor / (isUnpacked ? constants.unpackingCost : 1)
  }

  /// Multiply-adds of one token, those with experts at what they cost.
  private var active: Double {
    let shape = inputs.shape
    return (shape.denseWeights + shape.expertWeights * shape.expertShare) * (hasExperts ? constants.expertCost : 1)
  }

  func step(sequences: Double, depth: Double) -> StepTime {
    let (shape, bandwidth) = (inputs.shape, inputs.bandwidthBytesPerSecond)
    let experts =
      shape.expertWeights * (1 - pow(1 - shape.expertShare, sequences)) * constants.expertReads
    let read = (shape.denseWeights + experts) * inputs.weightBits / 8 + shape.headWeights * 2
    let state = shape.recurrentBytes * Double(inputs.cacheParts) / parallel
    let cache = sequences * (shape.cacheBytes(tokens: depth) + state)
    let memory =
      read / (bandwidth * parallel * constants.weightShare)
      + cache / (bandwidth * Double(inputs.cacheParts) * constants.cacheShare)
    let operations =
      2 * sequences * (active + shape.headWeights) / (matrixRate * constants.decodeShare)
    let power = 1 + constants.overlap
    var seconds = pow(pow(memory, power) + pow(operations, power), 1 / power)
    seconds +=
      Double(shape.layers) * constants.layer + Double(shape.expertLayers) * constants.expertLayer + constants.step
      + sequences * constants.sequence
    let exchange =
      inputs.tensorParallel > 1
      ? 2 * Double(shape.layers) * constants.exchange + exchangeSeconds(tokens: sequences) : 0
    return StepTime(seconds: seconds + exchange, bandwidth: memory, arithmetic: operations, exchange: exchange)
  }

  func prompt(tokens: Int) -> PromptTime {
    let (shape, tokens) = (inputs.shape, Double(tokens))
    let start = min(tokens, shape.window)
    let seen =
      shape.attention * tokens * tokens / 2
      + shape.windowAttention * (start * start / 2 + (tokens - start) * start)
    var seconds = 2 * tokens * active / (matrixRate * constants.promptShare)
    seconds += 2 * seen / (inputs.matrixOperationsPerSecond * parallel * constants.attentionShare) + constants.prompt
    let exchange = inputs.tensorParallel > 1 ? exchangeSeconds(tokens: tokens) : 0
    return PromptTime(occupied: seconds + exchange, latency: seconds + exchange, exchange: exchange)
  }

  /// Two sums over the cards per layer, of a vector of 16-bit numbers for each token.
  private func exchangeSeconds(tokens: Double) -> Double {
    let bytes = 2 * Double(inputs.shape.layers) * tokens * Double(inputs.shape.width) * 2
    return bytes * 2 * (parallel - 1) / parallel / (inputs.linkBytesPerSecond * constants.linkShare)
  }
}
