extension Architecture {
  package struct SlidingWindow: Sendable, Equatable {
    package var window: Int
    /// Layers that see the whole context.
    package var globalLayers: [Int]
    /// llama.cpp allocates the whole context all the same.
    package var isIgnoredByLlamaCpp: Bool
    /// `chunked` for Llama 4.
    package var kind: String?
    package var isSymmetric: Bool

    package init(
      window: Int, globalLayers: [Int] = [], isIgnoredByLlamaCpp: Bool = false, kind: String? = nil,
      isSymmetric: Bool = false
    ) {
      self.window = window
      self.globalLayers = globalLayers
      self.isIgnoredByLlamaCpp = isIgnoredByLlamaCpp
      self.kind = kind
      self.isSymmetric = isSymmetric
    }
  }

  package struct LatentAttention: Sendable, Equatable {
    package var kvRank: Int
    package var ropeHeadWidth: Int
    package var queryRank: Int?
    package var valueHeadWidth: Int
    package var nopeHeadWidth: Int

    package init(
      kvRank: Int, ropeHeadWidth: Int, queryRank: Int? = nil, valueHeadWidth: Int, nopeHeadWidth: Int
    ) {
      self.kvRank = kvRank
      self.ropeHeadWidth = ropeHeadWidth
      self.queryRank = queryRank
      self.valueHeadWidth = valueHeadWidth
      self.nopeHeadWidth = nopeHeadWidth
    }
  }

  package struct Recurrent: Sendable, Equatable {
    package enum Kind: String, Sendable, CaseIterable {
      case mamba2, gatedDeltaNet = "gated_delta_net", shortConvolution = "shortconv", kimiDelta = "kda"
    }
    package var kind: Kind
    /// Recurrent layers; nil: all.
    package var layers: [Int]?
    package var layerCount: Int
    package var convolutionWidth: Int
    package var stateWidth: Int?
    package var innerWidth: Int?
    package var groupCount: Int?
    package var headCount: Int?
    package var headWidth: Int?
    package var isParallelWithAttention: Bool

    package init(
      kind: Kind, layers: [Int]? = nil, layerCount: Int, convolutionWidth: Int, stateWidth: Int? = nil,
      innerWidth: Int? = nil, groupCount: Int? = nil, headCount: Int? = nil, headWidth: Int? = nil,
      isParallelWithAttention: Bool = false
    ) {
      self.kind = kind
      self.layers = layers
      self.layerCount = layerCount
      self.convolutionWidth = convolutionWidth
      self.stateWidth = stateWidth
      self.innerWidth = innerWidth
      self.groupCount = groupCount
      self.headCount = headCount
      self.headWidth = headWidth
      self.isParallelWithAttention = isParallelWithAttention
    }
  }

  package struct Indexer: Sendable, Equatable {
    package var headCount: Int
    package var headWidth: Int
    package var topK: Int?
    package var layers: [Int]?
    package var blockSize: Int?
    package var topKBlocks: Int?

    package init(
      headCount: Int, headWidth: Int, topK: Int? = nil, layers: [Int]? = nil, blockSize: Int? = nil,
      topKBlocks: Int? = nil
    ) {
      self.headCount = headCount
      self.headWidth = headWidth
      self.topK = topK
      self.layers = layers
      self.blockSize = blockSize
      self.topKBlocks = topKBlocks
    }
  }
}
