import FitCalculator
import ModelCatalog

/// Rates of one device, ready for the arithmetic.
struct ComputeRates: Sendable {
  /// Weight bytes per second while decoding, by format; formats that are missing use `weightBytesPerSecond`.
  var decodeBytesPerSecond: [TensorType: Double] = [:]
  var weightBytesPerSecond: Double
  var cacheBytesPerSecond: Double
  /// Operations per second while decoding, on top of reading; infinite where reading hides them.
  var decodeOperationsPerSecond = Double.infinity
  /// How much dearer operations on heavy formats are while decoding.
  var heavyFormatFactor = 1.0
  /// Operations per second on prompts, by format; formats that are missing use `operationsPerSecond`.
  var promptOperationsPerSecond: [TensorType: Double] = [:]
  var operationsPerSecond: Double
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
    for entry in work.weightBytesPerToken.entries {
      seconds += Double(entry.amount) / (decodeBytesPerSecond[entry.type] ?? weightBytesPerSecond)
    }
    if decodeOperationsPerSecond.isFinite {
      var operations = 0.0
      for entry in work.multiplyAddsPerToken.entries {
        operations += 2 * Double(entry.amount) * (entry.type.isHeavy ? heavyFormatFactor : 1)
      }
      seconds += operations / decodeOperationsPerSecond
    }
    seconds += Double(work.recurrentBytesPerToken) / weightBytesPerSecond
    return seconds + work.cacheBytes(depth: depth) / cacheBytesPerSecond
  }

  func promptSeconds(_ share: DeviceShare, workload: Workload) -> Double {
    let (tokens, work) = (Double(workload.promptTokens), share.work)
    let hasExperts = work.expertLayers > 0
    var seconds = 0.0
    for entry in work.multiplyAddsPerToken.entries {
      var operations = 2 * tokens * Double(entry.amount)
      if let prompt {
        operations *= (entry.type.isHeavy ? prompt.heavyFormatFactor : 1) * (hasExperts ? prompt.expertFactor : 1)
      }
      seconds += operations / (promptOperationsPerSecond[entry.type] ?? operationsPerSecond)
    }
    let attention = 2 * work.attentionMultiplyAdds(promptTokens: workload.promptTokens)
    seconds += attention / (prompt?.attentionOperationsPerSecond ?? operationsPerSecond)
    let batches = (tokens / Double(max(1, workload.microBatch))).rounded(.up)
    var batch = Double(work.weightBytesPerBatch.total) / (prompt?.weightBytesPerSecond ?? weightBytesPerSecond)
    batch += Double(share.layers) * (prompt?.layerSeconds ?? layerSeconds)
    batch += Double(work.expertLayers) * (prompt?.expertLayerSeconds ?? expertLayerSeconds)
    batch += Double(work.recurrentLayers) * (prompt?.recurrentLayerSeconds ?? recurrentLayerSeconds)
    seconds += batches * batch
    return workload.flashAttention ? seconds : seconds * (prompt?.withoutFlashAttention ?? 1)
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
  var layerSeconds: Double
  var expertLayerSeconds: Double
  var recurrentLayerSeconds: Double
  var expertFactor: Double
  var heavyFormatFactor: Double
  var withoutFlashAttention: Double
  var band: SpeedConstants.Bands
}

extension TensorType {
  /// Whether unpacking a weight takes more than a shift and a scale: K-quants and the IQ formats.
  var isHeavy: Bool {
    switch self {
    case .q2_K, .q3_K, .q4_K, .q5_K, .q6_K, .iq4_NL, .iq4_XS, .iq3_S, .iq3_XXS, .iq2_S, .iq2_XS, .iq2_XXS, .iq1_S,
      .iq1_M:
      true
    default: false
    }
  }
}
