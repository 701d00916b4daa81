extension Family {
  /// One shared key head, grouped low-rank output, a window beside compressed caches, hyper-connections.
  static let deepSeekV4 = Family(
    names: ["deepseek4"],
    readKeys: { architecture, keys in
      let ratios = keys.integers("attention.compress_ratios") ?? []
      architecture.deepSeekV4 = Architecture.DeepSeekV4(
        queryRank: keys.integer("attention.q_lora_rank") ?? 0,
        outputGroups: keys.integer("attention.output_group_count") ?? 0,
        outputRank: keys.integer("attention.output_lora_rank") ?? 0,
        hyperConnections: keys.integer("hyper_connection.count") ?? 1,
        hashLayers: keys.integer("hash_layer_count") ?? 0,
        compressRatios: Array(ratios.prefix(architecture.layerCount)),
        ropeHeadWidth: keys.integer("rope.dimension_count") ?? 0)
    },
    mixture: { $0.deepSeekV4 == nil ? nil : .releasedInFewBits },
    place: { site, index, architecture in
      guard let part = architecture.deepSeekV4 else { return }
      let ratio = part.compressRatios.indices.contains(index) ? part.compressRatios[index] : 0
      site.hasIndexer = ratio == 4
      // The first layers route by token.
      site.variant = 2 * max(ratio, 0) + (index < part.hashLayers ? 1 : 0)
    },
    layer: { layer, site, architecture in
      guard let part = architecture.deepSeekV4 else { return }
      layer.experts?.router.choice = site.variant % 2 == 1 ? .table : .biasedScores
      layer.attention?.projection = .own
      layer.addAttentionTensors(part, architecture)
      let attention = Architecture.DeepSeekV4.attentionMultiplyAdds(architecture)
      let (head, heads) = (architecture.keyHeadWidth, architecture.kvHeadCount[0])
      func cache(_ kind: LayerCache.Kind, _ width: Int) -> LayerCache {
        LayerCache(
          kind: kind, keyWidth: width, valueWidth: 0, heads: heads, queryHeads: architecture.headCount[0],
          multiplyAdds: attention)
      }
      layer.caches = [cache(.window(architecture.slidingWindow?.window ?? 0), head)]
      let ratio = site.variant / 2
      if ratio == 4 || ratio == 128 {
        layer.caches.append(cache(.compressed(ratio), head))
        layer.addCompressor(ratio, overlap: ratio == 4 ? 2 : 1, queryRank: part.queryRank, architecture)
      }
      if ratio == 4 {
        let indexer = architecture.indexer?.headWidth ?? 0
        layer.caches.append(cache(.compressed(ratio), indexer))
        layer.compressorNumbers = 2 * (2 * ratio) * (2 * head + 2 * indexer)
      } else if ratio == 128 {
        layer.compressorNumbers = 2 * ratio * head
      }
      layer.indexer = nil
    },
    globals: { globals, architecture in
      guard let part = architecture.deepSeekV4 else { return }
      let connections = part.hyperConnections
      globals.tensors += [
        GlobalTensor(.other, connections * architecture.embeddingWidth, connections, site: .output),
        GlobalTensor(.plain, connections + 1, site: .output),
      ]
    })
}

extension Architecture.DeepSeekV4 {
  fileprivate static func attentionMultiplyAdds(_ architecture: Architecture) -> Int {
    architecture.headCount[0] * (architecture.keyHeadWidth + architecture.valueHeadWidth)
  }
}

extension Layer {
  fileprivate mutating func addAttentionTensors(_ part: Architecture.DeepSeekV4, _ architecture: Architecture) {
    let (width, heads, head) = (architecture.embeddingWidth, architecture.headCount[0], architecture.keyHeadWidth)
    let (groups, connections) = (part.outputGroups, part.hyperConnections)
    let mix = (2 + connections) * connections
    ownTensors += [
      TensorShape(.other, width, part.queryRank), TensorShape(.other, part.queryRank, heads * head),
      TensorShape(.other, width, head),
      TensorShape(.other, groups > 0 ? heads * head / groups : 0, part.outputRank * groups),
      TensorShape(.other, groups * part.outputRank, width),
      TensorShape(.other, connections * width, mix, count: 2),
      TensorShape(.plain, heads + part.queryRank + head + 2 * (mix + 3)),
    ]
  }

  /// What makes one key of several, for attention and, where there is one, for the indexer.
  fileprivate mutating func addCompressor(_ ratio: Int, overlap: Int, queryRank: Int, _ architecture: Architecture) {
    let (width, head) = (architecture.embeddingWidth, architecture.keyHeadWidth)
    ownTensors += [
      TensorShape(.other, width, overlap * head, count: 2), TensorShape(.other, overlap * head, ratio),
      TensorShape(.plain, head),
    ]
    guard let indexer else { return }
    ownTensors += [
      TensorShape(.other, width, indexer.headCount),
      TensorShape(.other, queryRank, indexer.headCount * indexer.headWidth),
      TensorShape(.other, width, 2 * indexer.headWidth, count: 2),
      TensorShape(.other, 2 * indexer.headWidth, ratio), TensorShape(.plain, indexer.headWidth),
    ]
  }
}

extension Architecture {
  /// The dimensions that only this family has.
  package struct DeepSeekV4: Sendable, Equatable {
    package var queryRank: Int
    package var outputGroups: Int
    package var outputRank: Int
    package var hyperConnections: Int
    package var hashLayers: Int
    package var compressRatios: [Int]
    package var ropeHeadWidth: Int

    package init(
      queryRank: Int, outputGroups: Int, outputRank: Int, hyperConnections: Int, hashLayers: Int,
      compressRatios: [Int] = [], ropeHeadWidth: Int
    ) {
      self.queryRank = queryRank
      self.outputGroups = outputGroups
      self.outputRank = outputRank
      self.hyperConnections = hyperConnections
      self.hashLayers = hashLayers
      self.compressRatios = compressRatios
      self.ropeHeadWidth = ropeHeadWidth
    }
  }
}
