import Architectures
import Models

/// The caches that llama.cpp keeps for a model: one entry per kind of layer.
///
/// Rules: llama-kv-cache*.cpp and `llama_model::create_memory`.
struct CachePlan: Sendable {
  var parts: [CachePart] = []
  /// Layers with recurrent state, and the F32 numbers that each keeps per sequence.
  var recurrentLayers = LayerList()
  var recurrentNumbers = 0
  /// F32 numbers per sequence of the states that compress caches, over all layers.
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
      if case .window = plan.parts[index].cache.kind { plan.parts[index].cache.kind = .full }
    }
    return plan.cacheBytes(workload)
  }

  /// Recurrent state of all layers; always F32.
  func recurrentBytes(_ workload: Workload) -> Int {
    Saturating.multiply(recurrentNumbers * 4, recurrentLayers.indices.count, workload.sequences)
  }

  /// What llama-server keeps of a sequence to come back to; 0 for a model that keeps its whole context.
  ///
  /// It is what cannot be cut back to an earlier token: recurrent states, and what windows still see (llama.cpp's
  /// `LLAMA_STATE_SEQ_FLAGS_PARTIAL_ONLY`).
  func contextCheckpointBytes(_ workload: Workload) -> Int {
    var one = workload
    one.parallel = 1
    var total = recurrentBytes(one)
    for part in parts {
      guard case .window(let window) = part.cache.kind else { continue }
      let cells = min(window, one.paddedContext)
      total = Saturating.add(total, Saturating.multiply(part.bytesPerCell(one), cells, part.layers.indices.count))
    }
    return total
  }
}

extension CachePlan {
  /// The caches of a model with these layers.
  init(_ structure: ModelStructure) {
    recurrentLayers = LayerList(structure.layers { $0.recurrence != nil })
    let recurrence = structure.kinds.lazy.compactMap(\.recurrence).first
    recurrentNumbers = recurrence?.stateNumbers(embeddingWidth: structure.globals.embeddingWidth) ?? 0
    compressorNumbers = structure.layers(by: \.compressorNumbers).reduce(0) { $0 + $1.part * $1.layers.count }
    for kind in structure.kinds {
      for (place, cache) in kind.caches.enumerated() { add(cache, at: place, structure) }
    }
    // Transposed values have one width in all layers.
    let widest = parts.filter(\.isPerHead).map(\.cache.valueWidth).max() ?? 0
    for index in parts.indices where parts[index].isPerHead { parts[index].transposedValueWidth = widest }
  }

  /// Adds the caches of the same kind and widths at a place of the layers' lists, unless they are there.
  private mutating func add(_ cache: LayerCache, at place: Int, _ structure: ModelStructure) {
    let layers = structure.layers { layer in
      layer.caches.indices.contains(place) && layer.caches[place].isStoredLike(cache)
    }
    if parts.contains(where: { $0.cache.isStoredLike(cache) && $0.layers.indices == layers }) { return }
    parts.append(CachePart(cache, in: LayerList(layers)))
  }
}

extension LayerCache {
  fileprivate func isStoredLike(_ other: LayerCache) -> Bool {
    kind == other.kind && keyWidth == other.keyWidth && valueWidth == other.valueWidth
  }
}

/// The cache of layers that keep the same thing.
struct CachePart: Sendable {
  var cache: LayerCache
  var layers: LayerList
  /// Width of the values when they are stored transposed, without flash attention.
  var transposedValueWidth: Int

  init(_ cache: LayerCache, in layers: LayerList) {
    self.cache = cache
    self.layers = layers
    transposedValueWidth = cache.valueWidth
  }

  /// Keeps keys and values of each head.
  var isPerHead: Bool {
    switch cache.kind {
    case .full, .window: true
    case .latent, .compressed, .images, .indexer: false
    }
  }

  /// Cells of one sequence, or of all that share a cache.
  func cells(_ workload: Workload) -> Int {
    let context = workload.paddedContext
    return switch cache.kind {
    case .full, .latent, .indexer: context
    case .window(let window): workload.cells(ofWindow: window)
    case .images(let places): places
    case .compressed(let ratio): Saturating.roundUp((context + ratio - 1) / max(ratio, 1), to: 256)
    }
  }

  func bytesPerLayer(_ workload: Workload) -> Int {
    Saturating.multiply(bytesPerCell(workload), cells(workload), workload.caches)
  }

  func bytesPerCell(_ workload: Workload) -> Int {
    if case .images = cache.kind { return TensorType.f32.bytes(width: cache.keyWidth + cache.valueWidth, rows: 1) }
    let values = workload.flashAttention ? cache.valueWidth : transposedValueWidth
    return workload.keyCacheType.bytes(width: cache.keyWidth, rows: 1)
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
  package var effectiveMicroBatch: Int {
    let tokens = growsMicroBatch ? reservation.microBatch(microBatch, context: context) : microBatch
    return min(max(tokens, 1), Saturating.multiply(paddedContext, caches))
  }

  /// Tokens of a micro-batch whose logits are reserved.
  var reservedOutputs: Int {
    switch reservation {
    case .library, .vllm: effectiveMicroBatch
    case .llamaServer, .ollama: min(sequences, effectiveMicroBatch)
    }
  }

  /// Cells of a window's cache, which has room for a micro-batch beside the window.
  func cells(ofWindow window: Int) -> Int {
    min(
      paddedContext,
      Saturating.roundUp(Saturating.add(Saturating.multiply(window, sharers), effectiveMicroBatch), to: 256))
  }
}
