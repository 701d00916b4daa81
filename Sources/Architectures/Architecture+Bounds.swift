extension Architecture {
  /// The same dimensions, none beyond what can be multiplied without overflow.
  ///
  /// Catalogues and files may be written by anybody. No model comes near these bounds, and what exceeds them stays far
  /// too large for every machine.
  package var bounded: Architecture {
    var result = self
    result.layerCount = min(max(layerCount, 1), 4096)
    result.embeddingWidth = min(embeddingWidth, 1 << 20)
    result.vocabularySize = min(vocabularySize, 1 << 26)
    result.headCount = headCount.bounded(by: 1 << 14)
    result.kvHeadCount = kvHeadCount.bounded(by: 1 << 14)
    result.keyHeadWidth = min(keyHeadWidth, 1 << 16)
    result.valueHeadWidth = min(valueHeadWidth, 1 << 16)
    result.feedForwardWidth = feedForwardWidth?.bounded(by: 1 << 24)
    result.contextMaximum = min(contextMaximum, 1 << 32)
    result.layerPattern = layerPattern.map { Self.fitted($0, to: result.layerCount) }
    if let part = experts {
      result.experts?.count = min(part.count, 1 << 16)
      result.experts?.usedCount = min(part.usedCount, 256)
      result.experts?.sharedCount = min(part.sharedCount, 1 << 10)
      result.experts?.expertWidth = min(part.expertWidth, 1 << 20)
      result.experts?.sharedWidth = part.sharedWidth.map { min($0, 1 << 24) }
      result.experts?.latentSize = part.latentSize.map { min($0, 1 << 20) }
    }
    if let part = latentAttention {
      result.latentAttention?.kvRank = min(part.kvRank, 1 << 18)
      result.latentAttention?.queryRank = part.queryRank.map { min($0, 1 << 18) }
      result.latentAttention?.ropeHeadWidth = min(part.ropeHeadWidth, 1 << 14)
      result.latentAttention?.nopeHeadWidth = min(part.nopeHeadWidth, 1 << 14)
      result.latentAttention?.valueHeadWidth = min(part.valueHeadWidth, 1 << 14)
    }
    if let part = recurrent {
      result.recurrent?.convolutionWidth = min(max(part.convolutionWidth, 1), 1 << 10)
      result.recurrent?.stateWidth = part.stateWidth.map { min($0, 1 << 14) }
      result.recurrent?.innerWidth = part.innerWidth.map { min($0, 1 << 20) }
      result.recurrent?.groupCount = part.groupCount.map { min($0, 1 << 12) }
      result.recurrent?.headCount = part.headCount.map { min($0, 1 << 14) }
      result.recurrent?.headWidth = part.headWidth.map { min($0, 1 << 14) }
    }
    if let part = indexer {
      result.indexer?.headCount = min(part.headCount, 1 << 14)
      result.indexer?.headWidth = min(part.headWidth, 1 << 14)
      result.indexer?.topK = part.topK.map { min($0, 1 << 24) }
    }
    if let window = slidingWindow?.window { result.slidingWindow?.window = min(window, 1 << 32) }
    bound(&result)
    return result
  }

  private func bound(_ result: inout Architecture) {
    if let part = gemma3n {
      result.gemma3n?.altupCount = min(part.altupCount, 64)
      result.gemma3n?.laurelRank = min(part.laurelRank, 1 << 16)
      result.gemma3n?.perLayerWidth = min(part.perLayerWidth, 1 << 16)
      result.gemma3n?.perLayerVocabulary = min(part.perLayerVocabulary, 1 << 26)
    }
    if let part = gemma4 {
      result.gemma4?.globalHeadWidth = min(part.globalHeadWidth, 1 << 16)
      result.gemma4?.perLayerWidth = min(part.perLayerWidth, 1 << 16)
      result.gemma4?.sharedKVLayers = min(part.sharedKVLayers, result.layerCount)
    }
    if let part = deepSeekV4 {
      result.deepSeekV4?.queryRank = min(part.queryRank, 1 << 18)
      result.deepSeekV4?.outputGroups = min(part.outputGroups, 1 << 12)
      result.deepSeekV4?.outputRank = min(part.outputRank, 1 << 18)
      result.deepSeekV4?.hyperConnections = min(part.hyperConnections, 64)
    }
  }

  /// The pattern with exactly one letter per layer.
  private static func fitted(_ pattern: String, to count: Int) -> String {
    let letters = Array(pattern.utf8.prefix(count))
    return String(decoding: letters, as: UTF8.self) + String(repeating: "-", count: count - letters.count)
  }
}

extension Architecture.PerLayer {
  func bounded(by limit: Int) -> Architecture.PerLayer {
    switch self {
    case .all(let value): .all(min(value, limit))
    case .each(let values): values.allSatisfy { $0 <= limit } ? self : .each(values.map { min($0, limit) })
    }
  }
}
