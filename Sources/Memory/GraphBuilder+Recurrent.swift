import Architectures
import Models

extension GraphBuilder {
  mutating func recurrence(_ part: Recurrence, _ input: Tensor) -> Tensor {
    switch part.kind {
    case .shortConvolution: shortConvolution(part, input)
    case .mamba2: mamba2(part, input)
    case .gatedDeltaNet: gatedDeltaNet(part, input)
    case .kimiDelta: kimiDelta(part, input)
    }
  }

  /// The state of the sequences of this batch, copied out of the cache; states of others are moved within it.
  private mutating func loadState(_ columns: Int, _ rows: Int) -> Tensor {
    let state = graph.new(Saturating.multiply(columns, rows), sequences, from: stateRows)
    graph.expand(state)
    let others = graph.new(0, 0, from: otherStateRows)
    graph.expand(graph.store(others))
    return graph.view(state, columns, rows, sequences)
  }

  private var sequences: Int { min(workload.sequences, tokens) }

  /// History and new columns side by side, with the newest columns written back to the cache.
  private mutating func convolutionInput(_ history: Tensor, _ columns: Tensor, _ width: Int, _ kernel: Int) -> Tensor {
    let length = tokens + (kernel - 1) * sequences
    let turned = graph.view(columns, tokens, width, isContiguous: false)
    let joined = graph.new(length, width, from: history, turned)
    let newest = graph.view(joined, kernel - 1, width, isContiguous: false)
    graph.expand(graph.store(newest))
    return joined
  }

  private mutating func shortConvolution(_ part: Recurrence, _ input: Tensor) -> Tensor {
    let width = globals.embeddingWidth
    let all = multiply(3 * width, graph.view(input, width, tokens))
    let gate = graph.view(all, width, tokens, isContiguous: false)
    let output = graph.view(all, width, tokens, isContiguous: false)
    let values = graph.view(all, width, tokens, isContiguous: false)
    let product = graph.map(gate, values)
    let history = loadState(max(part.convolutionWidth - 1, 0), width)
    let joined = convolutionInput(history, product, width, part.convolutionWidth)
    let convolved = graph.new(width, tokens, from: joined)
    return graph.view(multiply(width, graph.map(output, convolved)), width, tokens)
  }

  private mutating func mamba2(_ part: Recurrence, _ input: Tensor) -> Tensor {
    let (inner, heads, state, mixed) = (part.innerWidth, part.headCount, part.stateWidth, part.mixedWidth)
    let history = loadState(max(part.convolutionWidth - 1, 0), mixed)
    let all = multiply(inner + mixed + heads, input)
    let projected = graph.view(all, inner + mixed + heads, tokens)
    let gate = graph.view(projected, inner, tokens, isContiguous: false)
    let columns = graph.view(projected, mixed, tokens, isContiguous: false)
    let steps = graph.view(projected, heads, tokens, isContiguous: false)
    let joined = convolutionInput(history, columns, mixed, part.convolutionWidth)
    let convolved = graph.map(graph.map(graph.new(mixed, tokens, from: joined)))
    let values = graph.view(convolved, inner, tokens, isContiguous: false)
    let inputs = graph.view(convolved, state, tokens, isContiguous: false)
    let outputs = graph.view(convolved, state, tokens, isContiguous: false)
    let step = graph.map(graph.new(heads, tokens, from: steps))
    let both = graph.list(inputs, outputs)
    let scanned = graph.new(inner, tokens + state * sequences, from: values, step, both, stateRows)
    graph.expand(scanned)
    let others = graph.new(0, 0, from: otherStateRows)
    graph.expand(graph.store(others))
    let newest = graph.view(scanned, inner, state * sequences, isContiguous: false)
    graph.expand(graph.store(newest))
    let result = graph.view(scanned, inner, tokens, isContiguous: false)
    let summed = graph.map(result, graph.map(values))
    let gated = graph.new(inner, tokens, from: graph.new(inner, tokens, from: gate), summed)
    var current = graph.view(gated, inner, tokens)
    if part.hasNorm { current = norm(current) }
    return multiply(globals.embeddingWidth, graph.view(current, inner, tokens))
  }

  private mutating func gatedDeltaNet(_ part: Recurrence, _ input: Tensor) -> Tensor {
    let (state, heads, groups) = (part.stateWidth, part.headCount, part.groupCount)
    let value = state * heads
    let mixed = 2 * state * groups + value
    let columns = graph.view(multiply(mixed, input), mixed, tokens)
    let gate = multiply(value, input)
    var beta: Tensor
    var alpha: Tensor
    if part.hasFusedBetaAlpha {
      let both = multiply(2 * heads, input)
      beta = graph.map(graph.new(heads, tokens, from: graph.view(both, heads, tokens, isContiguous: false)))
      alpha = graph.new(heads, tokens, from: graph.view(both, heads, tokens, isContiguous: false))
    } else {
      beta = graph.map(graph.view(multiply(heads, input), heads, tokens))
      alpha = graph.view(multiply(heads, input), heads, tokens)
    }
    alpha = graph.map(graph.map(graph.map(alpha)))
    let decay = graph.view(alpha, heads, tokens)
    let history = loadState(max(part.convolutionWidth - 1, 0), mixed)
    let joined = convolutionInput(history, columns, mixed, part.convolutionWidth)
    let memory = loadState(state, value)
    let convolved = graph.map(graph.new(mixed, tokens, from: joined))
    let query = graph.new(
      state, groups, tokens, from: graph.view(convolved, state, groups, tokens, isContiguous: false))
    let key = graph.new(state, groups, tokens, from: graph.view(convolved, state, groups, tokens, isContiguous: false))
    let values = graph.view(convolved, state, heads, tokens, isContiguous: false)
    let firstThree = graph.list(query, key, values)
    let lastThree = graph.list(decay, beta, memory)
    let result = graph.new(value, tokens + state * sequences, from: firstThree, lastThree)
    let output = graph.view(result, state, heads, tokens, isContiguous: false)
    let newest = graph.view(result, value, state * sequences, isContiguous: false)
    graph.expand(graph.store(newest))
    let wide = graph.view(gate, state, heads, tokens)
    let normed = norm(output)
    let gated = graph.map(normed, graph.map(wide))
    return graph.view(
      multiply(globals.embeddingWidth, graph.view(gated, value, tokens)), globals.embeddingWidth, tokens)
  }

  /// Kimi delta attention: three convolutions, a low-rank decay per channel, a gated output.
  private mutating func kimiDelta(_ part: Recurrence, _ input: Tensor) -> Tensor {
    let (heads, head) = (part.headCount, part.headWidth)
    let inner = heads * head
    var parts: [Tensor] = []
    let history = loadState(max(part.convolutionWidth - 1, 0), 3 * inner)
    let isDirect = part.hasDirectDecay
    for _ in 0..<3 {
      let joined = convolutionInput(history, multiply(inner, input), inner, part.convolutionWidth)
      let convolved = graph.new(inner, tokens, from: joined)
      parts.append(graph.map(isDirect ? graph.view(convolved, inner, tokens) : convolved))
    }
    var decay = multiply(inner, isDirect ? input : multiply(head, input))
    decay = graph.map(graph.map(graph.map(decay)))
    if isDirect { decay = graph.map(decay) }
    let beta = graph.map(multiply(heads, input))
    let memory = loadState(head, inner)
    let query = isDirect ? graph.map(graph.map(graph.view(parts[0], head, heads, tokens))) : graph.map(parts[0])
    let key = isDirect ? graph.map(graph.map(graph.view(parts[1], head, heads, tokens))) : graph.map(parts[1])
    let firstThree = graph.list(query, key, parts[2])
    let lastThree = graph.list(decay, beta, memory)
    let result = graph.new(inner, tokens + head * sequences, from: firstThree, lastThree)
    let newest = graph.view(result, inner, head * sequences, isContiguous: false)
    let output = graph.view(result, inner, tokens, isContiguous: false)
    graph.expand(graph.store(newest))
    if isDirect {
      let own = graph.new(inner, tokens, from: output)
      let gate = graph.map(multiply(inner, input))
      let gated = graph.map(norm(own), gate)
      return multiply(globals.embeddingWidth, graph.new(inner, tokens, from: gated))
    }
    let gate = graph.map(multiply(inner, multiply(head, input)))
    let gated = graph.map(norm(output), gate)
    return multiply(globals.embeddingWidth, gated)
  }
}
