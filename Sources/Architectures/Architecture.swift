/// The dimensions of a model, as far as memory and speed depend on them.
///
/// Names follow llama.cpp's GGUF keys where there is one.
package struct Architecture: Sendable, Equatable {
  /// llama.cpp's name of the architecture, such as `qwen3moe`.
  package var name: String
  package var layerCount: Int
  /// Width of the residual stream.
  package var embeddingWidth: Int
  package var headCount: PerLayer
  /// Key/value heads; 0 in layers without attention.
  package var kvHeadCount: PerLayer
  package var keyHeadWidth: Int
  package var valueHeadWidth: Int
  /// Width of the dense feed-forward network; nil when the model has none.
  package var feedForwardWidth: PerLayer?
  package var vocabularySize: Int
  /// True when the output head is the input embedding.
  package var hasTiedEmbeddings: Bool
  /// Trained context length in tokens.
  package var contextMaximum: Int
  package var rope: RopeScaling?
  package var slidingWindow: SlidingWindow?
  package var experts: Experts?
  package var latentAttention: LatentAttention?
  package var recurrent: Recurrent?
  /// Layers with attention, in hybrids that have it in few layers; nil: every layer that is not recurrent.
  package var attentionLayers: [Int]?
  /// One letter per layer for Nemotron-H hybrids: M (Mamba), * (attention), - (dense), E (experts).
  package var layerPattern: String?
  package var indexer: Indexer?
  package var gemma3n: Gemma3n?
  package var gemma4: Gemma4?
  package var deepSeekV4: DeepSeekV4?
  package var crossAttentionLayers: [Int]?
  /// Multi-token-prediction layers after the last layer; stored, not loaded.
  package var mtpLayerCount: Int
  /// Number of rotated dimensions where it is not the whole head.
  package var ropeDimensions: Int?
  /// Small deviations of the tensor inventory, such as `rope_freqs` or `qkv_bias`.
  package var flags: [String: Flag]

  package init(
    name: String, layerCount: Int, embeddingWidth: Int, headCount: PerLayer, kvHeadCount: PerLayer, keyHeadWidth: Int,
    valueHeadWidth: Int, feedForwardWidth: PerLayer? = nil, vocabularySize: Int, hasTiedEmbeddings: Bool = false,
    contextMaximum: Int, rope: RopeScaling? = nil, slidingWindow: SlidingWindow? = nil, experts: Experts? = nil,
    latentAttention: LatentAttention? = nil, recurrent: Recurrent? = nil, attentionLayers: [Int]? = nil,
    layerPattern: String? = nil, indexer: Indexer? = nil, gemma3n: Gemma3n? = nil, gemma4: Gemma4? = nil,
    deepSeekV4: DeepSeekV4? = nil, crossAttentionLayers: [Int]? = nil, mtpLayerCount: Int = 0,
    ropeDimensions: Int? = nil, flags: [String: Flag] = [:]
  ) {
    self.name = name
    self.layerCount = layerCount
    self.embeddingWidth = embeddingWidth
    self.headCount = headCount
    self.kvHeadCount = kvHeadCount
    self.keyHeadWidth = keyHeadWidth
    self.valueHeadWidth = valueHeadWidth
    self.feedForwardWidth = feedForwardWidth
    self.vocabularySize = vocabularySize
    self.hasTiedEmbeddings = hasTiedEmbeddings
    self.contextMaximum = contextMaximum
    self.rope = rope
    self.slidingWindow = slidingWindow
    self.experts = experts
    self.latentAttention = latentAttention
    self.recurrent = recurrent
    self.attentionLayers = attentionLayers
    self.layerPattern = layerPattern
    self.indexer = indexer
    self.gemma3n = gemma3n
    self.gemma4 = gemma4
    self.deepSeekV4 = deepSeekV4
    self.crossAttentionLayers = crossAttentionLayers
    self.mtpLayerCount = mtpLayerCount
    self.ropeDimensions = ropeDimensions
    self.flags = flags
  }

  /// One number per layer, mostly the same for all.
  package enum PerLayer: Sendable, Equatable {
    case all(Int)
    case each([Int])

    package subscript(layer: Int) -> Int {
      switch self {
      case .all(let value): value
      case .each(let values): values.indices.contains(layer) ? values[layer] : 0
      }
    }

    package var maximum: Int {
      switch self {
      case .all(let value): value
      case .each(let values): values.max() ?? 0
      }
    }
  }

  package enum Flag: Sendable, Equatable {
    case bool(Bool)
    case integer(Int)
    case integers([Int])
    case string(String)
  }

  package struct RopeScaling: Sendable, Equatable {
    /// `yarn`, `llama3`, `linear`, `longrope`, `yarn (optional)`.
    package var type: String
    package var factor: Double?
    package var originalContext: Int?

    package init(
      type: String, factor: Double? = nil, originalContext: Int? = nil
    ) {
      self.type = type
      self.factor = factor
      self.originalContext = originalContext
    }
  }

  package struct Experts: Sendable, Equatable {
    package var count: Int
    package var usedCount: Int
    package var sharedCount: Int
    package var expertWidth: Int
    package var sharedWidth: Int?
    package var firstDenseLayers: Int
    /// Every n-th layer has experts (Llama 4); nil or 1: every layer after the dense ones.
    package var interleaveStep: Int?
    package var latentSize: Int?
    package var note: String?

    package init(
      count: Int, usedCount: Int, sharedCount: Int = 0, expertWidth: Int, sharedWidth: Int? = nil,
      firstDenseLayers: Int = 0, interleaveStep: Int? = nil, latentSize: Int? = nil, note: String? = nil
    ) {
      self.count = count
      self.usedCount = usedCount
      self.sharedCount = sharedCount
      self.expertWidth = expertWidth
      self.sharedWidth = sharedWidth
      self.firstDenseLayers = firstDenseLayers
      self.interleaveStep = interleaveStep
      self.latentSize = latentSize
      self.note = note
    }
  }
}

extension Architecture {
  /// A flag of the catalogue entry; nil when it is not set.
  func flag(_ name: String) -> Bool? {
    switch flags[name] {
    case .bool(let value): value
    case .integer(let value): value != 0
    case .string, .integers: true
    case nil: nil
    }
  }

  func integerFlag(_ name: String) -> Int? {
    if case .integer(let value) = flags[name] { value } else { nil }
  }
}
