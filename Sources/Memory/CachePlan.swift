import Models

/// The caches that llama.cpp keeps for a model: one entry per kind of layer.
///
/// Rules: llama-kv-cache*.cpp and `llama_model::create_memory`.
struct CachePlan: Sendable {
  var parts: [CachePart] = []
  /// Layers with recurrent state, and the F32 numbers that each keeps per sequence.
  var recurrentLayers = LayerList()
  var recurrentNumbers = 0
  /// F32 numbers of DeepSeek V4's compressor states per sequence, over all layers.
  var compressorNumbers = 0

  /// Cache of all layers.
  func cacheBytes(_ workload: Workload) -> Int {
    var total = Saturating.multiply(compressorNumbers * 4, workload.sequences)
    for part in parts {
      total = Saturating.add(total, Saturating.multiply(part.bytesPerLayer(workload), part.layers.indices.count))
    }
    return total
  }

  /// Cache of all layers in a runtime that keeps whole contexts in sliding-window layers too.
  func wholeContextBytes(_ workload: Workload) -> Int {
    var plan = self
    for index in plan.parts.indices {
      if case .window = plan.parts[index].kind { plan.parts[index].kind = .full }
    }
    return plan.cacheBytes(workload)
  }

  /// Recurrent state of all layers; always F32.
  func recurrentBytes(_ workload: Workload) -> Int {
    Saturating.multiply(recurrentNumbers * 4, recurrentLayers.indices.count, workload.sequences)
  }
}

/// The cache of layers that keep the same thing.
package struct CachePart: Sendable {
  var kind: Kind
  var layers: LayerList
  /// Numbers that one token leaves as keys and as values.
  var keyWidth: Int
  var valueWidth: Int
  /// Width of the values when they are stored transposed, without flash attention.
  var transposedValueWidth: Int

  package enum Kind: Sendable, Equatable {
    case full
    case window(Int)
    /// One latent row for keys and values.
    case latent
    /// One row per so many tokens.
    case compressed(Int)
    /// Keys of the indexer of sparse attention.
    case indexer
  }

  init(_ kind: Kind, in layers: LayerList, keyWidth: Int, valueWidth: Int, transposedValueWidth: Int? = nil) {
    self.kind = kind
    self.layers = layers
    self.keyWidth = keyWidth
    self.valueWidth = valueWidth
    self.transposedValueWidth = transposedValueWidth ?? valueWidth
  }

  /// Cells of one sequence, or of all that share a cache.
  func cells(_ workload: Workload) -> Int {
    let context = workload.paddedContext
    return switch kind {
    case .full, .latent, .indexer: context
    case .window(let window):
      min(
        context,
        Saturating.roundUp(
          Saturating.add(Saturating.multiply(window, workload.sharers), workload.effectiveMicroBatch), to: 256))
    case .compressed(let ratio): Saturating.roundUp((context + ratio - 1) / max(ratio, 1), to: 256)
    }
  }

  func bytesPerLayer(_ workload: Workload) -> Int {
    Saturating.multiply(bytesPerCell(workload), cells(workload), workload.caches)
  }

  func bytesPerCell(_ workload: Workload) -> Int {
    let values = workload.flashAttention ? valueWidth : transposedValueWidth
    return workload.keyCacheType.bytes(width: keyWidth, rows: 1)
      + (values > 0 ? workload.valueCacheType.bytes(width: values, rows: 1) : 0)
  }
}

extension Workload {
  /// Contexts beyond any that can be stored are all the same.
  private static let largestContext = 1 << 40

  /// Sequences, at least one.
  var sequences: Int { max(parallel, 1) }

  /// Caches of their own, and how many sequences share each.
  var caches: Int { sharesCache ? 1 : sequences }
  var sharers: Int { sharesCache ? sequences : 1 }

  /// Context of one cache as llama.cpp rounds it.
  var paddedContext: Int {
    Saturating.roundUp(min(Saturating.multiply(max(context, 1), sharers), Self.largestContext), to: 256)
  }

  /// A micro-batch is never larger than the context.
  var effectiveMicroBatch: Int { min(max(microBatch, 1), Saturating.multiply(paddedContext, caches)) }
}
