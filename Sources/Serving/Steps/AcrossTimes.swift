import Glibc

/// The cards of all nodes share each layer, or each node has a part of the experts.
///
/// Tensor parallel: two sums over the nodes in each layer. Experts: in each layer with experts the nodes send each other the
/// tokens whose experts they have, and get back what those make of them.
struct AcrossTimes: BatchTimes {
  let stage: TensorTimes
  let across: Deployment.Split.Across
  let nodes: Int
  let link: NodeLink
  /// Of the model whose experts are not divided.
  let shape: ModelShape
  /// Experts of a layer that one token takes.
  let usedExperts: Int

  func step(sequences: Double, depth: Double) -> StepTime {
    // Each node has requests of its own where it has all but the experts.
    var time = stage.step(sequences: across == .experts ? max(1, sequences / Double(nodes)) : sequences, depth: depth)
    time.network = linkSeconds(tokens: sequences)
    time.seconds += time.network
    return time
  }

  func prompt(tokens: Int) -> PromptTime {
    var time = stage.prompt(tokens: tokens)
    // A prompt is computed by one node, which sends all of it.
    time.network = linkSeconds(tokens: Double(tokens) * (across == .experts ? Double(nodes) : 1))
    time.latency += time.network
    time.occupied += time.network
    if across == .experts { time.occupied /= Double(nodes) }
    return time
  }

  /// Of one token of a sequence, which `linkSeconds` is with nothing else.
  var use: LinkUse {
    let width = Double(shape.width) * 2
    switch across {
    case .tensor:
      let bytes = 2 * Double(shape.layers) * 2 * Double(nodes - 1) * width
      let waits = 2 * shape.layers * 2 * NodeLink.levels(nodes)
      return LinkUse(seconds: linkSeconds(tokens: 1), bytes: bytes, waits: waits)
    case .experts, .pipeline:
      let bytes = 2 * Double(shape.expertLayers) * Double(usedExperts) * width * Double(nodes - 1) / Double(nodes)
      return LinkUse(seconds: linkSeconds(tokens: 1), bytes: bytes, waits: 2 * shape.expertLayers)
    }
  }

  /// Numbers have 16 bits on the way.
  private func linkSeconds(tokens: Double) -> Double {
    let bytes = tokens * Double(shape.width) * 2
    switch across {
    case .tensor: return 2 * Double(shape.layers) * link.sumSeconds(bytes: bytes, nodes: nodes)
    case .experts, .pipeline:
      let own = max(1, tokens / Double(nodes)) * Double(shape.width) * 2 * Double(usedExperts)
      return 2 * Double(shape.expertLayers) * link.exchangeSeconds(bytes: own, nodes: nodes)
    }
  }
}

extension ModelShape {
  /// What one of so many nodes reads and computes that each have a part of the experts and a part of the requests.
  ///
  /// Of n times as many tokens as its own, each expert of a node is taken as often as in one machine.
  func withExperts(dividedBy nodes: Int) -> ModelShape {
    var shape = self
    shape.expertWeights /= Double(nodes)
    shape.expertShare = 1 - pow(1 - expertShare, Double(nodes))
    return shape
  }
}
