import Models

extension GraphBuilder {
  /// One layer; the last computes its feed-forward part for the rows that are asked for only.
  mutating func block(_ layer: Int, _ input: Tensor, isLast: Bool) -> Tensor {
    switch traits.block {
    case .sequential: sequentialBlock(layer, input, isLast: isLast)
    case .parallel, .parallelAttentionFirst: parallelBlock(layer, input, isLast: isLast)
    case .encoder: encoderBlock(layer, input, isLast: isLast)
    case .single: singleBlock(layer, input, isLast: isLast)
    case .twin: twinBlock(layer, input, isLast: isLast)
    }
  }

  private var hasPostNorms: Bool { rules.attentionNorms + rules.feedForwardNorms > 2 }

  /// Norm, attention, residual, norm, feed-forward, residual.
  private mutating func sequentialBlock(_ layer: Int, _ input: Tensor, isLast: Bool) -> Tensor {
    var residual = input
    var current = traits.isPostNormOnly ? input : norm(input, hasBias: rules.normBias)
    current = mixer(layer, current)
    if isLast {
      current = outputs(of: current)
      residual = outputs(of: residual)
    }
    if hasPostNorms || traits.isPostNormOnly { current = norm(current) }
    if traits.scalesResidual { current = graph.map(current) }
    let middle = traits.isResidualFirst ? graph.map(residual, current) : graph.map(current, residual)
    if let experts = architecture.experts, architecture.gemma4 != nil {
      current = denseBesideExperts(experts, layer, middle)
    } else {
      current = traits.isPostNormOnly ? middle : norm(middle, hasBias: rules.normBias)
      current = feedForward(layer, current)
    }
    if hasPostNorms || traits.isPostNormOnly { current = norm(current) }
    if traits.scalesResidual { current = graph.map(current) }
    if traits.isSecondResidualFirst { return graph.map(middle, current) }
    current = graph.map(current, middle)
    return architecture.gemma4 == nil ? current : perLayerInput(current)
  }

  /// Gemma 4: each layer's own embedding gates a detour, then a scalar scales the stream.
  private mutating func perLayerInput(_ input: Tensor) -> Tensor {
    var current = input
    if let perLayerInputs, let width = architecture.gemma4?.perLayerWidth {
      let slice = graph.view(perLayerInputs, width, tokens)
      let gated = graph.map(graph.map(multiply(width, input)), slice)
      current = graph.map(input, norm(multiply(architecture.embeddingWidth, gated)))
    }
    return graph.map(current)
  }

  /// Attention and feed-forward from the same norm.
  private mutating func parallelBlock(_ layer: Int, _ input: Tensor, isLast: Bool) -> Tensor {
    var residual = input
    var shared = norm(input, hasBias: rules.normBias)
    var attended = mixer(layer, shared)
    if isLast {
      attended = outputs(of: attended)
      residual = outputs(of: residual)
      shared = outputs(of: shared)
    }
    let forward = feedForward(layer, shared)
    return traits.block == .parallelAttentionFirst
      ? graph.map(graph.map(attended, forward), residual) : graph.map(graph.map(forward, residual), attended)
  }

  private mutating func encoderBlock(_ layer: Int, _ input: Tensor, isLast: Bool) -> Tensor {
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

  /// Nemotron-H: each layer is one thing, state, attention or feed-forward.
  private mutating func singleBlock(_ layer: Int, _ input: Tensor, isLast: Bool) -> Tensor {
    var residual = input
    var current = norm(input)
    let isForward = !isRecurrent(layer) && architecture.kvHeadCount[layer] == 0
    current = isForward ? feedForward(layer, current) : mixer(layer, current)
    if isLast {
      current = outputs(of: current)
      residual = outputs(of: residual)
    }
    return graph.map(current, residual)
  }

  /// Attention or state.
  private mutating func mixer(_ layer: Int, _ input: Tensor) -> Tensor {
    guard let part = architecture.recurrent, isRecurrent(layer) else { return attention(layer, input) }
    if part.kind == .gatedDeltaNet { graph.expand(input) }
    return recurrence(part, layer, input)
  }

  /// Falcon-H1: attention and state beside each other, each from a norm of its own.
  private mutating func twinBlock(_ layer: Int, _ input: Tensor, isLast: Bool) -> Tensor {
    guard let part = architecture.recurrent else { return input }
    let attended = attention(layer, norm(input))
    let state = recurrence(part, layer, norm(input))
    var middle = graph.map(graph.map(attended, state), input)
    if isLast { middle = outputs(of: middle) }
    return graph.map(feedForward(layer, norm(middle)), middle)
  }

  // MARK: Feed-forward

  mutating func feedForward(_ layer: Int, _ input: Tensor) -> Tensor {
    guard isRouted(layer), let experts = architecture.experts else {
      return dense(architecture.feedForwardWidth?[layer] ?? 0, input)
    }
    let routed = routedExperts(experts, input)
    let shared = experts.sharedWidth ?? experts.sharedCount * experts.expertWidth
    guard experts.sharedCount > 0 || experts.sharedWidth != nil, shared > 0 else { return routed }
    var beside = dense(shared, input)
    if rules.hasSharedExpertGate {
      let gate = graph.map(multiply(1, input))
      beside = graph.map(beside, gate)
    }
    return graph.map(routed, beside)
  }

  private mutating func dense(_ width: Int, _ input: Tensor) -> Tensor {
    let rows = graph[input].rows
    let wide: Tensor
    if rules.hasFusedGateUp {
      wide = graph.new(width, rows, from: multiply(2 * width, input))
    } else {
      let up = bias(multiply(width, input), rules.hasFeedForwardBias)
      if rules.hasGate {
        let gate = bias(multiply(width, input), rules.hasFeedForwardBias)
        wide = graph.new(width, rows, from: gate, up)
      } else {
        wide = traits.squaresActivation ? graph.map(graph.map(up)) : graph.map(up)
      }
    }
    return bias(multiply(architecture.embeddingWidth, wide), rules.hasFeedForwardBias)
  }

  /// Gemma 4: a dense network and experts beside each other, each with norms of its own.
  private mutating func denseBesideExperts(
    _ experts: Architecture.Experts, _ layer: Int, _ input: Tensor
  ) -> Tensor {
    let plain = norm(dense(architecture.feedForwardWidth?[layer] ?? 0, norm(input)))
    // The router looks at the stream, scaled in its own way, not at what the experts are given.
    let logits = multiply(experts.count, graph.map(norm(input)))
    return graph.map(plain, norm(routedExperts(experts, norm(input), logits: logits)))
  }

  private mutating func routedExperts(
    _ experts: Architecture.Experts, _ input: Tensor, logits own: Tensor? = nil
  ) -> Tensor {
    let rows = graph[input].rows
    let used = max(experts.usedCount, 1)
    var routed = input
    if let latent = experts.latentSize { routed = multiply(latent, input) }
    let width = graph[routed].columns
    var logits = own ?? multiply(experts.count, input)
    if rules.hasExpertBias { logits = graph.map(logits) }
    let probabilities = graph.map(logits)
    let selection = rules.hasRouterBias ? graph.map(probabilities) : probabilities
    let sorted = graph.new(experts.count, rows, from: selection)
    let chosen = graph.view(sorted, used, rows, isContiguous: false)
    let flat = graph.view(probabilities, 1, experts.count, rows)
    var weights = graph.new(1, used, rows, from: flat, chosen)
    if traits.normalizesExpertWeights {
      let table = graph.view(weights, used, rows)
      let sum = graph.map(graph.new(1, rows, from: table))
      weights = graph.view(graph.map(table, sum), 1, used, rows)
    }
    graph.expand(weights)
    let single = graph.view(routed, width, 1, rows)
    let wide: Tensor
    if rules.hasFusedExpertGateUp {
      let both = graph.new(2 * experts.expertWidth, used, rows, from: single, chosen)
      let gate = graph.view(both, experts.expertWidth, used, rows, isContiguous: false)
      let up = graph.view(both, experts.expertWidth, used, rows, isContiguous: false)
      wide = graph.new(experts.expertWidth, used, rows, from: gate, up)
    } else {
      var up = graph.new(experts.expertWidth, used, rows, from: single, chosen)
      if rules.hasExpertBias { up = graph.map(up, chosen) }
      if rules.hasGate {
        var gate = graph.new(experts.expertWidth, used, rows, from: single, chosen)
        if rules.hasExpertBias { gate = graph.map(gate, chosen) }
        wide = graph.new(experts.expertWidth, used, rows, from: gate, up)
      } else {
        wide = traits.squaresActivation ? graph.map(graph.map(up)) : graph.map(up)
      }
    }
    var down = graph.new(width, used, rows, from: wide, chosen)
    if rules.hasExpertBias { down = graph.map(down, chosen) }
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
    return experts.latentSize == nil ? sum : multiply(architecture.embeddingWidth, sum)
  }
}
