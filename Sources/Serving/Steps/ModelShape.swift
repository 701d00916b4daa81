import Architectures
import Base
import Machines
import Memory
import Models

/// What a step of a model reads and computes, whatever format its weights have.
package struct ModelShape: Sendable, Equatable {
  /// Weights of matrices that every token takes, without the output head.
  var denseWeights: Double
  /// Weights of all experts that a router chooses among.
  var expertWeights: Double
  /// The part of the experts that one token takes.
  var expertShare: Double
  var headWeights: Double
  /// Tables of the vocabulary that are stored: one where the head is the input embedding.
  var vocabularyTables: Int
  /// Bits of a number in the cache.
  package var cacheBits = 16
  /// Cache bytes per token, in layers that see all tokens.
  package var cacheBytes: Double
  /// The same in sliding-window layers.
  var windowCacheBytes: Double
  package var window: Double
  /// Recurrent state that a sequence reads and writes per token.
  package var recurrentBytes: Double
  /// Multiply-adds of attention for one token, per token before it.
  package var attention: Double
  var windowAttention: Double
  package var layers: Int
  package var expertLayers: Int
  /// Rows of an expert's matrices that are split among cards; 0 without experts.
  package var expertWidth = 0
  package var width: Int
  /// Into how many parts the cache can be split; 1: each card holds all of it (latent attention).
  var cacheHeads: Int
  package var heads: Int

  /// The same model with so many bits for each number of its cache, of which attention multiplies as many.
  func withCache(bits: Int) -> ModelShape {
    var shape = self
    shape.cacheBits = bits
    shape.cacheBytes *= Double(bits) / Double(cacheBits)
    shape.windowCacheBytes *= Double(bits) / Double(cacheBits)
    return shape
  }

  /// Bytes of the checkpoint in a format.
  package func weightsBytes(_ format: WeightFormat) -> Double {
    (denseWeights + expertWeights) * format.bits / 8 + headWeights * 2 * Double(vocabularyTables)
  }

  /// Cache bytes of a sequence of so many tokens.
  package func cacheBytes(tokens: Double) -> Double {
    cacheBytes * tokens + windowCacheBytes * min(tokens, window)
  }
}

extension ModelShape {
  /// The shape of a model; nil where its dimensions are not known or nothing can be computed for them.
  package init?(_ model: Model, plans: PlanCache = PlanCache()) {
    guard let architecture = model.architecture, let share = Self.whole(model, plans) else { return nil }
    let work = share.work
    let active = Double(work.multiplyAddsPerToken)
    // As many weights as a token reads, and as many times more as there are bytes.
    let stored = work.weights.reduce(0.0) {
      $0 + Double($1.multiplyAddsPerToken) * Double($1.bytesPerBatch) / Double(max(1, $1.bytesPerToken))
    }
    headWeights = Double(architecture.vocabularySize) * Double(architecture.embeddingWidth)
    expertShare = 1
    if let experts = architecture.experts, experts.count > experts.usedCount, experts.usedCount > 0 {
      expertShare = Double(experts.usedCount) / Double(experts.count)
    }
    expertWeights = expertShare < 1 ? max(0, stored - active) / (1 - expertShare) : 0
    denseWeights = active - headWeights - expertWeights * expertShare
    guard denseWeights > 0 else { return nil }
    vocabularyTables = architecture.hasTiedEmbeddings ? 1 : 2
    (cacheBytes, windowCacheBytes) = (
      Double(work.cacheBytesPerContextToken), Double(work.windowCacheBytesPerContextToken)
    )
    (window, recurrentBytes) = (Double(work.windowTokens), Double(work.recurrentBytesPerToken))
    attention = Double(work.attentionMultiplyAddsPerContextToken)
    windowAttention = Double(work.windowAttentionMultiplyAddsPerContextToken)
    (layers, expertLayers, width) = (share.layers, work.expertLayers, architecture.embeddingWidth)
    expertWidth = expertWeights > 0 ? architecture.experts?.expertWidth ?? 0 : 0
    cacheHeads = architecture.latentAttention == nil ? max(1, architecture.kvHeadCount.maximum) : 1
    heads = max(1, architecture.headCount.maximum)
  }

  /// The model in 16 bits on a processor with as much memory as it takes.
  private static func whole(_ model: Model, _ plans: PlanCache) -> DeviceShare? {
    calculator(plans)?.fits(of: model, quantizations: ["BF16"], workload: anyWorkload).first?.placement.devices.first
  }

  /// What a checkpoint takes that nobody lists, in bytes; nil for a format of which only the bits are known.
  static func weightsBytes(of checkpoint: Checkpoint, _ model: Model, _ plans: PlanCache) -> Int? {
    let format =
      Quantization.checkpoint(named: checkpoint.label)
      ?? checkpoint.weights.flatMap { Quantization.checkpoint(named: $0.label) }
    return format.flatMap { calculator(plans)?.weightsBytes(of: model, checkpoint: $0, workload: anyWorkload) }
  }

  private static func calculator(_ plans: PlanCache) -> FitCalculator? {
    anyMachine.map { FitCalculator(machine: $0, plans: plans) }
  }

  private static let anyMachine = try? SimulatedMachine.machine(gpus: [], ramBytes: 1 << 50)

  private static let anyWorkload = Workload(context: 512)
}
