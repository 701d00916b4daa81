import Machines

/// Rates of GPUs: known bandwidth and arithmetic rate, with the fitted constants of back end and generation.
enum AcceleratorRates {
  static func rates(
    _ device: Accelerator, fact: GPUFact?, backend: Backend, constants: SpeedConstants = .builtIn
  ) -> ComputeRates? {
    guard let bandwidth = device.bandwidthBytesPerSecond.value, bandwidth > 0,
      let entry = constants.entry(backend, generation: fact.flatMap(generation))
    else { return nil }
    return rates(
      bandwidth: bandwidth,
      operations: fact?.fp32OperationsPerSecond ?? bandwidth * constants.fp32OperationsPerByte,
      isProfessional: ["workstation", "datacenter"].contains(fact?.segment), constants: entry)
  }

  /// The rates of a GPU with so many bytes and FP32 operations per second by its data sheet.
  static func rates(
    bandwidth: Double, operations: Double, isProfessional: Bool, constants: SpeedConstants.Entry
  ) -> ComputeRates {
    let (decode, prefill) = (constants.decode, constants.prefill)
    let promptOperations = operations * prefill.arithmeticShare * (isProfessional ? prefill.professionalFactor : 1)
    let prompt = PromptRates(
      weightBytesPerSecond: bandwidth * promptBandwidthShare,
      attentionOperationsPerSecond: promptOperations * prefill.attentionShare,
      cacheBytesPerSecond: bandwidth / prefill.cacheReads, layerSeconds: prefill.layerSeconds,
      expertLayerSeconds: prefill.expertLayerSeconds, recurrentLayerSeconds: prefill.recurrentLayerSeconds,
      expertFactor: prefill.expertFactor, unpackingFactor: prefill.unpackingFactor,
      withoutFlashAttention: prefill.withoutFlashAttention, band: prefill.band)
    return ComputeRates(
      weightBytesPerSecond: bandwidth * decode.bandwidthShare,
      cacheBytesPerSecond: bandwidth * decode.bandwidthShare / decode.cacheFactor,
      decodeOperationsPerSecond: operations / decode.arithmeticCost,
      decodeAttentionOperationsPerSecond: operations / decode.attentionCost,
      unpackingFactor: decode.unpackingFactor,
      operationsPerSecond: promptOperations, layerSeconds: decode.layerSeconds,
      expertLayerSeconds: decode.expertLayerSeconds, recurrentLayerSeconds: decode.recurrentLayerSeconds,
      prompt: prompt, band: decode.band.dense, expertBand: decode.band.experts, isMeasured: false)
  }

  /// Share of the peak bandwidth with which a prompt batch reads weights, as in the fitting script.
  private static let promptBandwidthShare = 0.8

  /// What shares constants: an architecture, Turing by its matrix units; Apple's chips by age and number of dies.
  package static func generation(_ fact: GPUFact) -> String? {
    guard fact.vendor == "apple" else {
      guard fact.architecture == "Turing", fact.fp16MatrixOperationsPerSecond == nil else { return fact.architecture }
      return "Turing, no matrix units"
    }
    let chip = fact.name.split(separator: " ").first { $0.first == "M" }.flatMap { Int($0.dropFirst()) }
    let age = (chip ?? 0) >= 5 ? "Apple M5 and later" : "Apple M1 to M4"
    return fact.name.hasSuffix("Ultra") ? age + ", two dies" : age
  }
}
