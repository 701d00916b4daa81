import Architectures

extension InventoryBuilder {
  mutating func add(_ part: Recurrence, in layers: LayerList) {
    switch part.kind {
    case .mamba2: addMamba2(part, in: layers)
    case .gatedDeltaNet: addGatedDeltaNet(part, in: layers)
    case .shortConvolution:
      let width = structure.globals.embeddingWidth
      matrix(.other, width, 3 * width, in: layers)
      matrix(.other, width, width, in: layers)
      plain(part.convolutionWidth * width, in: layers)
    case .kimiDelta: addKimiDelta(part, in: layers)
    }
  }

  private mutating func addMamba2(_ part: Recurrence, in layers: LayerList) {
    let width = structure.globals.embeddingWidth
    let mixed = part.mixedWidth
    matrix(.other, width, part.innerWidth + mixed + part.headCount, in: layers)
    matrix(.other, part.innerWidth, width, in: layers)
    plain(
      (part.convolutionWidth + 1) * mixed + 3 * part.headCount + (part.hasNorm ? part.innerWidth : 0), in: layers)
  }

  private mutating func addGatedDeltaNet(_ part: Recurrence, in layers: LayerList) {
    let width = structure.globals.embeddingWidth
    let (state, heads) = (part.stateWidth, part.headCount)
    let value = state * heads
    let mixed = 2 * state * part.groupCount + value
    matrix(.attentionQKV, width, mixed, in: layers)
    matrix(.other, width, value, in: layers)
    if part.hasFusedBetaAlpha {
      matrix(.other, width, 2 * heads, in: layers)
    } else {
      matrix(.other, width, heads, in: layers, times: 2)
    }
    matrix(.other, value, width, in: layers)
    plain(part.convolutionWidth * mixed + 2 * heads + state, in: layers)
  }

  private mutating func addKimiDelta(_ part: Recurrence, in layers: LayerList) {
    let width = structure.globals.embeddingWidth
    let head = part.headWidth
    let inner = part.headCount * head
    for role in [TensorRole.attentionQ, .attentionK, .attentionV] { matrix(role, width, inner, in: layers) }
    matrix(.attentionOutput, inner, width, in: layers)
    matrix(.other, width, part.headCount, in: layers)
    for isDirect in [part.hasDirectDecay, part.hasDirectGate] {
      if isDirect {
        matrix(.other, width, inner, in: layers)
      } else {
        matrix(.other, width, head, in: layers)
        matrix(.other, head, inner, in: layers)
      }
    }
    plain(3 * part.convolutionWidth * inner + part.headCount + inner + head, in: layers)
  }
}

extension Recurrence {
  /// Columns of Mamba 2's convolution: values, inputs and outputs of the state.
  var mixedWidth: Int { innerWidth + 2 * groupCount * stateWidth }

  /// F32 numbers of one layer's convolution and state per sequence (llama-hparams.cpp, `n_embd_r` and `n_embd_s`).
  func stateNumbers(embeddingWidth: Int) -> Int {
    let columns = max(convolutionWidth - 1, 0)
    switch kind {
    case .shortConvolution: return columns * embeddingWidth
    case .kimiDelta:
      return Saturating.add(
        Saturating.multiply(3 * columns, headCount, headWidth), Saturating.multiply(headWidth, headWidth, headCount))
    case .mamba2, .gatedDeltaNet:
      return Saturating.add(
        Saturating.multiply(columns, mixedWidth), Saturating.multiply(stateWidth, innerWidth))
    }
  }
}
