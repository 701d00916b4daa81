import ModelCatalog

extension GraphBuilder {
  mutating func recurrence(_ part: Architecture.Recurrent, _ layer: Int, _ input: Tensor) -> Tensor {
    switch part.kind {
    case .shortConvolution: return shortConvolution(part, input)
    default: return stateSpace(part, input)
    }
  }

  private mutating func shortConvolution(_ part: Architecture.Recurrent, _ input: Tensor) -> Tensor {
    let width = architecture.embeddingWidth
    let all = multiply(3 * width, input)
    let gate = graph.view(all, width, tokens, isContiguous: false)
    let output = graph.view(all, width, tokens, isContiguous: false)
    let values = graph.view(all, width, tokens, isContiguous: false)
    let product = graph.map(gate, values)
    let turned = graph.view(product, tokens, width, isContiguous: false)
    let history = graph.new(part.convolutionWidth - 1, width, from: positions)
    let joined = graph.new(tokens + part.convolutionWidth - 1, width, from: history, turned)
    let convolved = graph.new(width, tokens, from: joined)
    let result = graph.map(output, convolved)
    return multiply(width, result)
  }

  private mutating func stateSpace(_ part: Architecture.Recurrent, _ input: Tensor) -> Tensor {
    let inner = part.innerWidth ?? (part.headCount ?? 0) * (part.headWidth ?? 0)
    let mixed = inner + 2 * (part.groupCount ?? 0) * (part.stateWidth ?? 0)
    let all = multiply(inner + mixed + (part.headCount ?? 0), input)
    let state = graph.new(part.stateWidth ?? 0, inner, from: positions)
    let turned = graph.view(all, tokens, mixed, isContiguous: false)
    let joined = graph.new(tokens + part.convolutionWidth - 1, mixed, from: turned)
    let convolved = graph.map(graph.map(graph.new(mixed, tokens, from: joined)))
    let values = graph.view(convolved, inner, tokens, isContiguous: false)
    let scanned = graph.new(inner, tokens + (part.stateWidth ?? 0), from: state, values)
    let output = graph.view(scanned, inner, tokens)
    let gate = graph.view(all, inner, tokens, isContiguous: false)
    let summed = graph.map(output, values)
    let gated = graph.new(inner, tokens, from: gate, summed)
    return multiply(architecture.embeddingWidth, norm(gated))
  }
}
