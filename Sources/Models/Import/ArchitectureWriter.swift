import Architectures
import Base

/// Writes the dimensions of a model as a catalogue entry has them.
enum ArchitectureWriter {
  static func architecture(_ architecture: Architecture) -> JSONValue {
    withoutNull([
      "name": .string(architecture.name), "layer_count": .integer(architecture.layerCount),
      "embedding_width": .integer(architecture.embeddingWidth), "head_count": perLayer(architecture.headCount),
      "kv_head_count": perLayer(architecture.kvHeadCount), "key_head_width": .integer(architecture.keyHeadWidth),
      "value_head_width": .integer(architecture.valueHeadWidth),
      "feed_forward_width": architecture.feedForwardWidth.map(perLayer),
      "vocabulary_size": .integer(architecture.vocabularySize),
      "tied_embeddings": .bool(architecture.hasTiedEmbeddings), "rope": architecture.rope.map(rope),
      "sliding_window": architecture.slidingWindow.map(slidingWindow), "experts": architecture.experts.map(experts),
      "latent_attention": architecture.latentAttention.map(latentAttention),
      "recurrent": architecture.recurrent.map(recurrent),
      "attention_layers": architecture.attentionLayers.map(integers),
      "layer_pattern": architecture.layerPattern.map(JSONValue.string),
      "indexer": architecture.indexer.map(indexer), "gemma3n": architecture.gemma3n.map(gemma3n),
      "gemma4": architecture.gemma4.map(gemma4), "deepseek_v4": architecture.deepSeekV4.map(deepSeekV4),
      "cross_attention_layers": architecture.crossAttentionLayers.map(integers),
      "mtp_layers": architecture.mtpLayerCount == 0 ? nil : .integer(architecture.mtpLayerCount),
      "rope_dimensions": architecture.ropeDimensions.map(JSONValue.integer),
      "flags": architecture.flags.isEmpty ? JSONValue?.none : flags(architecture.flags),
    ])
  }

  private static func perLayer(_ value: Architecture.PerLayer) -> JSONValue {
    switch value {
    case .all(let number): .integer(number)
    case .each(let numbers): integers(numbers)
    }
  }

  private static func integers(_ numbers: [Int]) -> JSONValue { .array(numbers.map(JSONValue.integer)) }

  private static func rope(_ rope: Architecture.RopeScaling) -> JSONValue {
    withoutNull([
      "type": .string(rope.type), "factor": rope.factor.map(JSONValue.number),
      "original_context": rope.originalContext.map(JSONValue.integer),
    ])
  }

  private static func slidingWindow(_ window: Architecture.SlidingWindow) -> JSONValue {
    withoutNull([
      "window": .integer(window.window), "global_layers": integers(window.globalLayers),
      "ignored_by_llama_cpp": window.isIgnoredByLlamaCpp ? true : nil, "kind": window.kind.map(JSONValue.string),
      "symmetric": window.isSymmetric ? true : nil,
    ])
  }

  private static func experts(_ experts: Architecture.Experts) -> JSONValue {
    withoutNull([
      "count": .integer(experts.count), "used_count": .integer(experts.usedCount),
      "shared_count": .integer(experts.sharedCount), "expert_width": .integer(experts.expertWidth),
      "shared_width": experts.sharedWidth.map(JSONValue.integer),
      "first_dense_layers": .integer(experts.firstDenseLayers),
      "interleave_step": experts.interleaveStep.map(JSONValue.integer),
      "latent_size": experts.latentSize.map(JSONValue.integer), "note": experts.note.map(JSONValue.string),
    ])
  }

  private static func latentAttention(_ latent: Architecture.LatentAttention) -> JSONValue {
    withoutNull([
      "kv_rank": .integer(latent.kvRank), "rope_head_width": .integer(latent.ropeHeadWidth),
      "query_rank": latent.queryRank.map(JSONValue.integer), "value_head_width": .integer(latent.valueHeadWidth),
      "nope_head_width": .integer(latent.nopeHeadWidth),
    ])
  }

  private static func recurrent(_ recurrent: Architecture.Recurrent) -> JSONValue {
    withoutNull([
      "kind": .string(recurrent.kind.rawValue), "layers": recurrent.layers.map(integers) ?? "all",
      "layer_count": .integer(recurrent.layerCount), "convolution_width": .integer(recurrent.convolutionWidth),
      "state_width": recurrent.stateWidth.map(JSONValue.integer),
      "inner_width": recurrent.innerWidth.map(JSONValue.integer),
      "group_count": recurrent.groupCount.map(JSONValue.integer),
      "head_count": recurrent.headCount.map(JSONValue.integer),
      "head_width": recurrent.headWidth.map(JSONValue.integer),
      "parallel_with_attention": recurrent.isParallelWithAttention ? true : nil,
    ])
  }

  private static func indexer(_ indexer: Architecture.Indexer) -> JSONValue {
    withoutNull([
      "head_count": .integer(indexer.headCount), "head_width": .integer(indexer.headWidth),
      "top_k": indexer.topK.map(JSONValue.integer), "layers": indexer.layers.map(integers),
      "block_size": indexer.blockSize.map(JSONValue.integer),
      "top_k_blocks": indexer.topKBlocks.map(JSONValue.integer),
    ])
  }

  private static func gemma3n(_ part: Architecture.Gemma3n) -> JSONValue {
    .object([
      "altup_count": .integer(part.altupCount), "laurel_rank": .integer(part.laurelRank),
      "per_layer_width": .integer(part.perLayerWidth), "per_layer_vocabulary": .integer(part.perLayerVocabulary),
      "layers_with_kv": .integer(part.layersWithKV),
    ])
  }

  private static func gemma4(_ part: Architecture.Gemma4) -> JSONValue {
    .object([
      "global_head_width": .integer(part.globalHeadWidth), "per_layer_width": .integer(part.perLayerWidth),
      "shared_kv_layers": .integer(part.sharedKVLayers), "keys_equal_values": .bool(part.keysEqualValues),
    ])
  }

  private static func deepSeekV4(_ part: Architecture.DeepSeekV4) -> JSONValue {
    .object([
      "query_rank": .integer(part.queryRank), "output_groups": .integer(part.outputGroups),
      "output_rank": .integer(part.outputRank), "hyper_connections": .integer(part.hyperConnections),
      "hash_layers": .integer(part.hashLayers), "compress_ratios": integers(part.compressRatios),
      "rope_head_width": .integer(part.ropeHeadWidth),
    ])
  }

  private static func flags(_ flags: [String: Architecture.Flag]) -> JSONValue {
    .object(
      flags.sorted { $0.key < $1.key }.map { key, flag in
        switch flag {
        case .bool(let value): JSONValue.Member(key, .bool(value))
        case .integer(let value): JSONValue.Member(key, .integer(value))
        case .integers(let values): JSONValue.Member(key, integers(values))
        case .string(let value): JSONValue.Member(key, .string(value))
        }
      })
  }
}
