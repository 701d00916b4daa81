import Models

extension InventoryBuilder {
  mutating func addRecurrent(_ part: Architecture.Recurrent, in layers: LayerList) {
    switch part.kind {
    case .mamba2: addMamba2(part, in: layers)
    case .gatedDeltaNet: addGatedDeltaNet(part, in: layers)
    case .shortConvolution:
      let width = architecture.embeddingWidth
      matrix(.other, width, 3 * width, in: layers)
      matrix(.other, width, width, in: layers)
      plain(part.convolutionWidth * width, in: layers)
    case .kimiDelta: addKimiDelta(part, in: layers)
    }
  }

  private mutating func addMamba2(_ part: Architecture.Recurrent, in layers: LayerList) {
    let width = architecture.embeddingWidth
    let inner = part.innerWidth ?? 0
    let groups = part.groupCount ?? 1
    let heads = part.headCount ?? 0
    let mixed = inner + 2 * groups * (part.stateWidth ?? 0)
    matrix(.other, width, inner + mixed + heads, in: layers)
    matrix(.other, inner, width, in: layers)
    let hasNorm = architecture.name != "falcon-h1" || architecture.flag("ssm_norm") == true
    plain((part.convolutionWidth + 1) * mixed + 3 * heads + (hasNorm ? inner : 0), in: layers)
  }

  private mutating func addGatedDeltaNet(_ part: Architecture.Recurrent, in layers: LayerList) {
    let width = architecture.embeddingWidth
    let state = part.stateWidth ?? 0
    let heads = part.headCount ?? 0
    let value = state * heads
    let mixed = 2 * state * (part.groupCount ?? 0) + value
    matrix(.attentionQKV, width, mixed, in: layers)
    matrix(.other, width, value, in: layers)
    if architecture.name == "qwen3next" {
      matrix(.other, width, 2 * heads, in: layers)
    } else {
      matrix(.other, width, heads, in: layers, times: 2)
    }
    matrix(.other, value, width, in: layers)
    plain(part.convolutionWidth * mixed + 2 * heads + state, in: layers)
  }

  private mutating func addKimiDelta(_ part: Architecture.Recurrent, in layers: LayerList) {
    let width = architecture.embeddingWidth
    let heads = part.headCount ?? 0
    let head = part.headWidth ?? 0
    let inner = heads * head
    matrix(.attentionQ, width, inner, in: layers)
    matrix(.attentionK, width, inner, in: layers)
    matrix(.attentionV, width, inner, in: layers)
    matrix(.attentionOutput, inner, width, in: layers)
    matrix(.other, width, heads, in: layers)
    if architecture.name == "bailingmoe3" {
      matrix(.other, width, inner, in: layers, times: 2)
    } else {
      matrix(.other, width, head, in: layers)
      matrix(.other, head, inner, in: layers)
      if architecture.name == "kimi-k3" {
        matrix(.other, width, inner, in: layers)
      } else {
        matrix(.other, width, head, in: layers)
        matrix(.other, head, inner, in: layers)
      }
    }
    plain(3 * part.convolutionWidth * inner + heads + inner + head, in: layers)
  }

  mutating func addGemma3nGlobals() {
    guard let part = architecture.gemma3n else { return }
    let width = architecture.embeddingWidth
    addPerLayerEmbeddings(part.perLayerWidth, part.perLayerVocabulary)
    for _ in 0..<2 { global(.kept, width, width, site: .output, stacked: max(part.altupCount - 1, 1)) }
    global(.plain, width, 1, site: .output)
  }

  mutating func addGemma3nLayers() {
    guard let part = architecture.gemma3n else { return }
    let width = architecture.embeddingWidth
    let copies = part.altupCount
    matrix(.other, width, part.perLayerWidth, in: all)
    matrix(.other, part.perLayerWidth, width, in: all)
    matrix(.kept, width, copies, in: all)
    matrix(.kept, width, part.laurelRank, in: all)
    matrix(.kept, part.laurelRank, width, in: all)
    // Post norms of the per-layer input and of laurel, correction scale, router norm, correction and prediction.
    plain(4 * width + copies * copies + copies * copies * copies, in: all)
  }
}
