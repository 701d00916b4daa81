import Memory
import Models

/// Rates of one device, ready for the arithmetic.
struct ComputeRates: Sendable {
  /// Weight bytes per second while decoding, by format; formats that are missing use `weightBytesPerSecond`.
  var decodeBytesPerSecond: [TensorType: Double] = [:]
  var weightBytesPerSecond: Double
  var cacheBytesPerSecond: Double
  /// Operations per second while decoding, on top of reading; infinite where reading hides them.
  var decodeOperationsPerSecond = Double.infinity
  /// The same for attention's products with the cache.
  var decodeAttentionOperationsPerSecond = Double.infinity
  /// Seconds that each scattered row of the cache waits for memory while decoding.
  var scatteredRowSeconds = 0.0
  /// How much dearer operations on formats that take unpacking are while decoding.
  var unpackingFactor = 1.0
  /// Operations per second on prompts, by format; formats that are missing use `operationsPerSecond`.
  var promptOperationsPerSecond: [TensorType: Double] = [:]
  var operationsPerSecond: Double
  /// Whether prompts count the output head once and not for every token, as the runtime computes it.
  var countsHeadOnce = false
  /// Seconds per layer and token that nothing hides.
  var layerSeconds: Double
  /// Further seconds per layer with experts.
  var expertLayerSeconds: Double
  /// Further seconds per layer with a recurrent state.
  var recurrentLayerSeconds = 0.0
  /// What differs on prompts; nil: as while decoding.
  var prompt: PromptRates?
  var band: Band
  /// The band of models with experts; nil: the same.
  var expertBand: Band?
  var isMeasured: Bool

  func decodeSeconds(_ share: DeviceShare, depth: Int) -> Double {
    let work = share.work
    var seconds = Double(share.layers) * layerSeconds + Double(work.expertLayers) * expertLayerSeconds
    seconds += Double(work.recurrentLayers) * recurrentLayerSeconds
    for part in work.weights {
      seconds += Double(part.bytesPerToken) / (decodeBytesPerSecond[part.type] ?? weightBytesPerSecond)
    }
    if decodeOperationsPerSecond.isFinite {
      seconds += 2 * work.multiplyAdds(unpacking: unpackingFactor) / decodeOperationsPerSecond
    }
    seconds += 2 * work.attentionMultiplyAdds(depth: depth) / decodeAttentionOperationsPerSecond
    seconds += work.scatteredRows(depth: depth) * scatteredRowSeconds
    seconds += Double(work.recurrentBytesPerToken) / weightBytesPerSecond
    return seconds + work.cacheBytes(depth: depth) / cacheBytesPerSecond
  }

  func promptSeconds(_ share: DeviceShare, workload: Workload) -> Double {
    let (tokens, work) = (Double(workload.promptTokens), share.work)
    var seconds = productSeconds(work, tokens: tokens)
    let attention = 2 * work.attentionMultiplyAdds(promptTokens: workload.promptTokens)
    seconds += attention / (prompt?.attentionOperationsPerSecond ?? operationsPerSecond)
    if let prompt { seconds += work.cacheBytes(promptTokens: workload.promptTokens) / prompt.cacheBytesPerSecond }
    let batches = (tokens / Double(max(1, workload.microBatch))).rounded(.up)
    var batch = Double(work.bytesPerBatch) / (prompt?.weightBytesPerSecond ?? weightBytesPerSecond)
    batch += Double(share.layers) * (prompt?.layerSeconds ?? layerSeconds)
    batch += Double(work.expertLayers) * (prompt?.expertLayerSeconds ?? expertLayerSeconds)
    batch += Double(work.recurrentLayers) * (prompt?.recurrentLayerSeconds ?? recurrentLayerSeconds)
    seconds += batches * batch
    return workload.flashAttention ? seconds : seconds * (prompt?.withoutFlashAttention ?? 1)
  }

  /// Seconds of a prompt's products with weights.
  private func productSeconds(_ work: DeviceWork, tokens: Double) -> Double {
    let experts = work.expertLayers > 0 ? prompt?.expertFactor ?? 1 : 1
    let headTokens = countsHeadOnce ? max(0, tokens - 1) : 0
    guard promptOperationsPerSecond.isEmpty else {
      return work.weights.reduce(0) { seconds, part in
        let multiplyAdds = tokens * Double(part.multiplyAddsPerToken) - headTokens * Double(part.headMultiplyAdds)
        let factor = work.expertLayers > 0 ? prompt?.expertFactors[part.type] ?? experts : 1
        return seconds + factor * 2 * multiplyAdds / (promptOperationsPerSecond[part.type] ?? operationsPerSecond)
      }
    }
    let multiplyAdds = tokens * work.multiplyAdds(unpacking: prompt?.unpackingFactor ?? 1)
    return experts * 2 * (multiplyAdds - headTokens * Double(work.headMultiplyAdds)) / operationsPerSecond
  }

  func decodeBand(_ share: DeviceShare) -> Band {
    share.work.expertLayers > 0 ? expertBand ?? band : band
  }

  func promptBand(_ share: DeviceShare) -> Band {
    guard let prompt else { return decodeBand(share).widened(1.8) }
    return share.work.expertLayers > 0 ? prompt.band.experts : prompt.band.dense
  }
}

/// What differs on prompts on devices that compute them apart from tokens.
struct PromptRates: Sendable {
  var weightBytesPerSecond: Double
  var attentionOperationsPerSecond: Double
  /// Bytes per second of what each prompt token sees of the cache.
  var cacheBytesPerSecond: Double
  var layerSeconds: Double
  var expertLayerSeconds: Double
  var recurrentLayerSeconds: Double
  /// How much longer products take in models with experts.
  var expertFactor: Double
  /// The same by format; formats that are missing use `expertFactor`.
  var expertFactors: [TensorType: Double] = [:]
  var unpackingFactor: Double
  var withoutFlashAttention: Double
  var band: SpeedConstants.Bands
}

extension DeviceWork {
  /// Bits per weight up to which and from which on unpacking costs least and most.
  private static let unpackedBits = (least: 4.5, most: 5.0)

  /// Multiply-adds of a token with weights, those of formats that take unpacking counted up to `factor` times.
  ///
  /// The cost of other than plain formats grows with their bits, so that fewer bits are never slower.
  func multiplyAdds(unpacking factor: Double) -> Double {
    var (plain, other, bytes) = (0.0, 0.0, 0.0)
    for part in weights {
      if part.type.isPlain {
        plain += Double(part.multiplyAddsPerToken)
      } else {
        other += Double(part.multiplyAddsPerToken)
        bytes += Double(part.bytesPerToken)
      }
    }
    guard other > 0 else { return plain }
    let (least, most) = Self.unpackedBits
    let share = min(1, max(0, (8 * bytes / other - least) / (most - least)))
    return plain + other * (1 + (factor - 1) * share)
  }
}

extension TensorType {
  /// Formats of four bits whose weights take little to unpack.
  var isPlain: Bool {
    switch self {
    case .q4_0, .iq4_NL, .mxfp4, .nvfp4: true
    default: false
    }
  }
}
