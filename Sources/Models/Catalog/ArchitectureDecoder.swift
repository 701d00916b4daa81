import Architectures
import Base

/// Reads the `architecture` of a catalogue entry.
enum ArchitectureDecoder {
  static func architecture(_ node: JSONNode, context: Int) throws(JSONShapeError) -> Architecture {
    Architecture(
      name: try node.required("name").string(),
      layerCount: try node.required("layer_count").integer(in: 1...100_000),
      embeddingWidth: try node.dimension("embedding_width"),
      headCount: try perLayer(node.required("head_count")),
      kvHeadCount: try perLayer(node.required("kv_head_count")),
      keyHeadWidth: try node.dimension("key_head_width"),
      valueHeadWidth: try node.dimension("value_head_width"),
      feedForwardWidth: try node.optional("feed_forward_width").map(perLayer),
      vocabularySize: try node.dimension("vocabulary_size"),
      hasTiedEmbeddings: try node.flag("tied_embeddings"),
      contextMaximum: context,
      rope: try node.optional("rope").map(rope),
      slidingWindow: try node.optional("sliding_window").map(slidingWindow),
      experts: try node.optional("experts").map(experts),
      latentAttention: try node.optional("latent_attention").map(latentAttention),
      recurrent: try node.optional("recurrent").map(recurrent),
      attentionLayers: try node.integers("attention_layers"),
      layerPattern: try node.optional("layer_pattern")?.string(),
      indexer: try node.optional("indexer").map(indexer),
      gemma3n: try node.optional("gemma3n").map(gemma3n),
      gemma4: try node.optional("gemma4").map(gemma4),
      deepSeekV4: try node.optional("deepseek_v4").map(deepSeekV4),
      crossAttentionLayers: try node.integers("cross_attention_layers"),
      mtpLayerCount: try node.optionalDimension("mtp_layers") ?? 0,
      ropeDimensions: try node.optionalDimension("rope_dimensions"),
      flags: try flags(node))
  }

  private static func perLayer(_ node: JSONNode) throws(JSONShapeError) -> Architecture.PerLayer {
    if node.isInteger { return .all(try node.integer(in: 0...1 << 32)) }
    var values: [Int] = []
    for element in try node.elements() { values.append(try element.integer(in: 0...1 << 32)) }
    return .each(values)
  }

  private static func rope(_ node: JSONNode) throws(JSONShapeError) -> Architecture.RopeScaling {
    Architecture.RopeScaling(
      type: try node.required("type").string(), factor: try node.optional("factor")?.number(),
      originalContext: try node.optionalDimension("original_context"))
  }

  private static func slidingWindow(_ node: JSONNode) throws(JSONShapeError) -> Architecture.SlidingWindow {
    Architecture.SlidingWindow(
      window: try node.dimension("window"), globalLayers: try node.integers("global_layers") ?? [],
      isIgnoredByLlamaCpp: try node.flag("ignored_by_llama_cpp"), kind: try node.optional("kind")?.string(),
      isSymmetric: try node.flag("symmetric"))
  }

  private static func experts(_ node: JSONNode) throws(JSONShapeError) -> Architecture.Experts {
    Architecture.Experts(
      count: try node.dimension("count"), usedCount: try node.dimension("used_count"),
      sharedCount: try node.optionalDimension("shared_count") ?? 0, expertWidth: try node.dimension("expert_width"),
      sharedWidth: try node.optionalDimension("shared_width"),
      firstDenseLayers: try node.optionalDimension("first_dense_layers") ?? 0,
      interleaveStep: try node.optionalDimension("interleave_step"),
      latentSize: try node.optionalDimension("latent_size"), note: try node.optional("note")?.string())
  }

  private static func latentAttention(_ node: JSONNode) throws(JSONShapeError) -> Architecture.LatentAttention {
    Architecture.LatentAttention(
      kvRank: try node.dimension("kv_rank"), ropeHeadWidth: try node.dimension("rope_head_width"),
      queryRank: try node.optionalDimension("query_rank"), valueHeadWidth: try node.dimension("value_head_width"),
      nopeHeadWidth: try node.dimension("nope_head_width"))
  }

  private static func recurrent(_ node: JSONNode) throws(JSONShapeError) -> Architecture.Recurrent {
    let layers = try node.optional("layers")
    let isEveryLayer = layers?.isString == true ? try layers?.string() == "all" : false
    return Architecture.Recurrent(
      kind: try node.required("kind").word(Architecture.Recurrent.Kind.self),
      layers: isEveryLayer ? nil : try node.integers("layers"),
      layerCount: try node.dimension("layer_count"), convolutionWidth: try node.dimension("convolution_width"),
      stateWidth: try node.optionalDimension("state_width"), innerWidth: try node.optionalDimension("inner_width"),
      groupCount: try node.optionalDimension("group_count"), headCount: try node.optionalDimension("head_count"),
      headWidth: try node.optionalDimension("head_width"),
      isParallelWithAttention: try node.flag("parallel_with_attention"))
  }

  private static func indexer(_ node: JSONNode) throws(JSONShapeError) -> Architecture.Indexer {
    Architecture.Indexer(
      headCount: try node.dimension("head_count"), headWidth: try node.dimension("head_width"),
      topK: try node.optionalDimension("top_k"), layers: try node.integers("layers"),
      blockSize: try node.optionalDimension("block_size"), topKBlocks: try node.optionalDimension("top_k_blocks"))
  }

  private static func gemma3n(_ node: JSONNode) throws(JSONShapeError) -> Architecture.Gemma3n {
    Architecture.Gemma3n(
      altupCount: try node.dimension("altup_count"), laurelRank: try node.dimension("laurel_rank"),
      perLayerWidth: try node.dimension("per_layer_width"),
      perLayerVocabulary: try node.dimension("per_layer_vocabulary"),
      layersWithKV: try node.dimension("layers_with_kv"))
  }

  private static func gemma4(_ node: JSONNode) throws(JSONShapeError) -> Architecture.Gemma4 {
    Architecture.Gemma4(
      globalHeadWidth: try node.dimension("global_head_width"),
      perLayerWidth: try node.optionalDimension("per_layer_width") ?? 0,
      sharedKVLayers: try node.optionalDimension("shared_kv_layers") ?? 0,
      keysEqualValues: try node.flag("keys_equal_values"))
  }

  private static func deepSeekV4(_ node: JSONNode) throws(JSONShapeError) -> Architecture.DeepSeekV4 {
    Architecture.DeepSeekV4(
      queryRank: try node.dimension("query_rank"), outputGroups: try node.dimension("output_groups"),
      outputRank: try node.dimension("output_rank"), hyperConnections: try node.dimension("hyper_connections"),
      hashLayers: try node.dimension("hash_layers"), compressRatios: try node.integers("compress_ratios") ?? [],
      ropeHeadWidth: try node.dimension("rope_head_width"))
  }

  private static func flags(_ node: JSONNode) throws(JSONShapeError) -> [String: Architecture.Flag] {
    var flags: [String: Architecture.Flag] = [:]
    guard let list = try node.optional("flags") else { return flags }
    for (key, member) in try list.members() {
      switch member.value {
      case .bool(let value): flags[key] = .bool(value)
      case .integer(let value): flags[key] = .integer(value)
      case .string(let value): flags[key] = .string(value)
      case .array(let values): flags[key] = .integers(values.compactMap(\.integer))
      case .null: break
      default: throw member.mismatch("true, false, a number, a string or an array of numbers")
      }
    }
    return flags
  }
}
