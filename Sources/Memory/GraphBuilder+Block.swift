import Architectures
import Models

extension GraphBuilder {
  /// One layer; the last computes its feed-forward part for the rows that are asked for only.
  mutating func block(_ layer: Layer, _ input: Tensor, isLast: Bool) -> Tensor {
    switch layer.arrangement {
    case .sequential: sequentialBlock(layer, input, isLast: isLast)
    case .parallel, .parallelAttentionFirst: parallelBlock(layer, input, isLast: isLast)
    case .encoder: encoderBlock(layer, input, isLast: isLast)
    case .single: singleBlock(layer, input, isLast: isLast)
    case .twin: twinBlock(layer, input, isLast: isLast)
    }
  }

  /// Norm, attention, residual, norm, feed-forward, residual.
  private mutating func sequentialBlock(_ layer: Layer, _ input: Tensor, isLast: Bool) -> Tensor {
    let normsBefore = layer.norms.placement != .after
    let normsAfter = layer.norms.placement != .before
    var residual = input
    var current = normsBefore ? norm(input, hasBias: globals.norm.hasBias) : input
    current = mixer(layer, current)
    if isLast {
      current = outputs(of: current)
      residual = outputs(of: residual)
    }
    if normsAfter { current = norm(current) }
    if layer.residual.isScaled { current = graph.map(current) }
    let middle = layer.residual.isFirst ? graph.map(residual, current) : graph.map(current, residual)
    if let experts = layer.experts, let dense = layer.dense {
      current = denseBesideExperts(dense, experts, middle)
    } else {
      current = normsBefore ? norm(middle, hasBias: globals.norm.hasBias) : middle
      current = feedForward(layer, current)
    }
    if normsAfter { current = norm(current) }
    if layer.residual.isScaled { current = graph.map(current) }
    if layer.residual.isFirstAfterFeedForward { return graph.map(middle, current) }
    current = graph.map(current, middle)
    if layer.perLayerInputWidth > 0 { current = perLayerInput(layer.perLayerInputWidth, current) }
    return layer.scalesOutput ? graph.map(current) : current
  }

  /// Each layer's own embedding gates a detour.
  private mutating func perLayerInput(_ width: Int, _ input: Tensor) -> Tensor {
    guard let perLayerInputs else { return input }
    let slice = graph.view(perLayerInputs, width, tokens)
    let gated = graph.map(graph.map(multiply(width, input)), slice)
    return graph.map(input, norm(multiply(globals.embeddingWidth, gated)))
  }

  /// Attention and feed-forward from the same norm.
  private mutating func parallelBlock(_ layer: Layer, _ input: Tensor, isLast: Bool) -> Tensor {
    var residual = input
    var shared = norm(input, hasBias: globals.norm.hasBias)
    var attended = mixer(layer, shared)
    if isLast {
      attended = outputs(of: attended)
      residual = outputs(of: residual)
      shared = outputs(of: shared)
    }
    let forward = feedForward(layer, shared)
    return layer.arrangement == .parallelAttentionFirst
      ? graph.map(graph.map(attended, forward), residual) : graph.map(graph.map(forward, residual), attended)
  }

  private mutating func encoderBlock(_ layer: Layer, _ input: Tensor, isLast: Bool) -> Tensor {
    var residual = input
    var current = mixer(layer, input)
    if isLast {
      current = outputs(of: current)
      residual = outputs(of: residual)
    }
    let middle = norm(graph.map(current, residual), hasBias: true)
    current = feedForward(layer, middle)
    return norm(graph.map(current, middle), hasBias: true)
  }

  /// Each layer is one thing, state, attention or feed-forward.
  private mutating func singleBlock(_ layer: Layer, _ input: Tensor, isLast: Bool) -> Tensor {
    var residual = input
    var current = norm(input)
    let mixes = layer.recurrence != nil || layer.attention != nil
    current = mixes ? mixer(layer, current) : feedForward(layer, current)
    if isLast {
      current = outputs(of: current)
      residual = outputs(of: residual)
    }
    return graph.map(current, residual)
  }

  /// Attention or state.
  private mutating func mixer(_ layer: Layer, _ input: Tensor) -> Tensor {
    guard let part = layer.recurrence else { return attention(layer, input) }
    if part.kind == .gatedDeltaNet { graph.expand(input) }
    return recurrence(part, input)
  }

  /// Attention and state beside each other, each from a norm of its own.
  private mutating func twinBlock(_ layer: Layer, _ input: Tensor, isLast: Bool) -> Tensor {
    guard let part = layer.recurrence else { return input }
    let attended = attention(layer, norm(input))
    let state = recurrence(part, norm(input))
    var middle = graph.map(graph.map(attended, state), input)
    if isLast { middle = outputs(of: middle) }
    return graph.map(feedForward(layer, norm(middle)), middle)
  }

  // MARK: Feed-forward

  mutating func feedForward(_ layer: Layer, _ input: Tensor) -> Tensor {
    guard let experts = layer.experts else {
      guard let network = layer.dense else { return input }
      return dense(network, input)
    }
    let routed = routedExperts(experts, input)
    guard let shared = experts.shared else { return routed }
    var beside = dense(shared, input)
    if experts.hasSharedGate {
      let gate = graph.map(multiply(1, input))
      beside = graph.map(beside, gate)
    }
    return graph.map(routed, beside)
  }

  private mutating func dense(_ network: DenseNetwork, _ input: Tensor) -> Tensor {
    let (width, rows) = (network.width, graph[input].rows)
    let wide: Tensor
    if network.activation == .fusedGated {
      wide = graph.new(width, rows, from: multiply(2 * width, input))
    } else {
      let up = bias(multiply(width, input), network.hasBias)
      if network.activation == .gated {
        let gate = bias(multiply(width, input), network.hasBias)
        wide = graph.new(width, rows, from: gate, up)
      } else {
        wide = activated(up, network.activation)
      }
    }
    return bias(multiply(globals.embeddingWidth, wide), network.hasBias)
  }

  private mutating func activated(_ input: Tensor, _ activation: DenseNetwork.Activation) -> Tensor {
    activation == .squared ? graph.map(graph.map(input)) : graph.map(input)
  }

  /// A dense network and experts beside each other, each with norms of its own.
  private mutating func denseBesideExperts(
    _ network: DenseNetwork, _ experts: ExpertNetwork, _ input: Tensor
  ) -> Tensor {
    let plain = norm(dense(network, norm(input)))
    // The router looks at the stream, scaled in its own way, not at what the experts are given.
    let logits = multiply(experts.count, graph.map(norm(input)))
    return graph.map(plain, norm(routedExperts(experts, norm(input), logits: logits)))
  }

  private mutating func routedExperts(
    _ experts: ExpertNetwork, _ input: Tensor, logits own: Tensor? = nil
  ) -> Tensor {
    let rows = graph[input].rows
    let used = max(experts.usedCount, 1)
    var routed = input
    if let latent = experts.latentWidth { routed = multiply(latent, input) }
    let width = graph[routed].columns
    var logits = own ?? multiply(experts.count, input)
    if experts.hasBias { logits = graph.map(logits) }
    let probabilities = graph.map(logits)
    let selection = experts.router.choice != .scores ? graph.map(probabilities) : probabilities
    let sorted = graph.new(experts.count, rows, from: selection)
    let chosen = graph.view(sorted, used, rows, isContiguous: false)
    let flat = graph.view(probabilities, 1, experts.count, rows)
    var weights = graph.new(1, used, rows, from: flat, chosen)
    if experts.normalizesWeights {
      let table = graph.view(weights, used, rows)
      let sum = graph.map(graph.new(1, rows, from: table))
      weights = graph.view(graph.map(table, sum), 1, used, rows)
    }
    graph.expand(weights)
    let single = graph.view(routed, width, 1, rows)
    let wide: Tensor
    if experts.activation == .fusedGated {
      let both = graph.new(2 * experts.width, used, rows, from: single, chosen)
      let gate = graph.view(both, experts.width, used, rows, isContiguous: false)
      let up = graph.view(both, experts.width, used, rows, isContiguous: false)
      wide = graph.new(experts.width, used, rows, from: gate, up)
    } else {
      var up = graph.new(experts.width, used, rows, from: single, chosen)
      if experts.hasBias { up = graph.map(up, chosen) }
      if experts.activation.hasGate {
        var gate = graph.new(experts.width, used, rows, from: single, chosen)
        if experts.hasBias { gate = graph.map(gate, chosen) }
        wide = graph.new(experts.width, used, rows, from: gate, up)
      } else {
        wide = activated(up, experts.activation)
      }
    }
    var down = graph.new(width, used, rows, from: wide, chosen)
    if experts.hasBias { down = graph.map(down, chosen) }
    down = graph.map(down, weights)
    graph.expand(down)
    var parts: [Tensor] = []
    for _ in 0..<used {
      let part = graph.view(down, width, rows, isContiguous: false)
      graph.expand(part)
      parts.append(part)
    }
    var sum = parts[0]
    for part in parts.dropFirst() {
      sum = graph.new(width, rows, from: sum, part, canReplace: sum != parts[0])
      graph.expand(sum)
    }
    if used == 1 { sum = graph.new(width, rows, from: sum) }
    return experts.latentWidth == nil ? sum : multiply(globals.embeddingWidth, sum)
  }
}
