import Memory
import Models

/// What one device reads and computes per second on prompts.
struct PrefillRates: Sendable {
  /// Weight bytes per second, each read once per micro-batch.
  var weightBytesPerSecond: Double
  /// Operations on weights per second.
  var operationsPerSecond: Double
  /// The same of the formats that have a rate of their own.
  var formatOperationsPerSecond = RateByFormat()
  /// How much dearer operations are on formats that take unpacking.
  var unpackingFactor = 1.0
  /// How much longer products with weights take in models with experts.
  var expertFactor: Double
  /// The same of the formats that have a factor of their own.
  var formatExpertFactors = RateByFormat()
  /// Operations per second of attention.
  var attentionOperationsPerSecond: Double
  /// Bytes per second of what each token sees of the cache; infinite where arithmetic hides them.
  var cacheBytesPerSecond = Double.infinity
  /// Bytes of recurrent states per second that every token changes, read and written; infinite where they are hidden.
  var recurrentBytesPerSecond = Double.infinity
  /// Per micro-batch.
  var layers: LayerSeconds
  /// How much longer everything takes without flash attention.
  var withoutFlashAttention = 1.0
  /// Whether the output head is computed for the last token alone, as the runtime does.
  var countsHeadOnce = false
  var bands: Bands

  /// Seconds of the workload's prompt in an empty cache.
  func seconds(_ share: DeviceShare, workload: Workload) -> Double {
    seconds(share, tokens: 0..<max(0, workload.promptTokens), workload: workload)
  }

  /// Seconds of some of its tokens, those before them in the cache.
  func seconds(_ share: DeviceShare, tokens: Range<Int>, workload: Workload) -> Double {
    guard !tokens.isEmpty else { return 0 }
    let (count, work, before) = (Double(tokens.count), share.work, tokens.lowerBound)
    var seconds = productSeconds(work, tokens: count)
    var multiplyAdds = work.attentionMultiplyAdds(promptTokens: tokens.upperBound)
    var cacheBytes = work.cacheBytes(promptTokens: tokens.upperBound)
    if before > 0 {
      multiplyAdds -= work.attentionMultiplyAdds(promptTokens: before)
      cacheBytes -= work.cacheBytes(promptTokens: before)
    }
    seconds += 2 * multiplyAdds / attentionOperationsPerSecond
    seconds += cacheBytes / cacheBytesPerSecond
    seconds += count * Double(work.recurrentBytesPerToken) / recurrentBytesPerSecond
    let batches = (count / Double(max(1, workload.microBatch))).rounded(.up)
    seconds += batches * (Double(work.bytesPerBatch) / weightBytesPerSecond + layers.total(share))
    return workload.flashAttention ? seconds : seconds * withoutFlashAttention
  }

  /// Seconds of the products of one of many tokens that are all answered: the output head counts for each.
  func tokenSeconds(_ work: DeviceWork) -> Double { productSeconds(work, tokens: 1) }

  private func productSeconds(_ work: DeviceWork, tokens: Double) -> Double {
    let hasExperts = work.expertLayers > 0
    let unpacking = work.unpackingCost(unpackingFactor)
    let headTokens = countsHeadOnce ? max(0, tokens - 1) : 0
    return work.weights.reduce(0) { seconds, part in
      let multiplyAdds = tokens * Double(part.multiplyAddsPerToken) - headTokens * Double(part.headMultiplyAdds)
      let experts = hasExperts ? formatExpertFactors[part.type] ?? expertFactor : 1
      let cost = experts * (part.type.isPlain ? 1 : unpacking)
      return seconds + 2 * cost * multiplyAdds / (formatOperationsPerSecond[part.type] ?? operationsPerSecond)
    }
  }
}
