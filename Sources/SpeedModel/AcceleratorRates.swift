import DeviceCatalog
import HardwareModel

/// Rates of GPUs: known bandwidth and arithmetic rate, with the fitted constants of back end and generation.
enum AcceleratorRates {
  static func rates(
    _ device: Accelerator, fact: GPUFact?, backend: Backend, constants: SpeedConstants = .builtIn
  ) -> ComputeRates? {
    guard let bandwidth = device.bandwidthBytesPerSecond.value, bandwidth > 0,
      let entry = constants.entry(backend, generation: fact.flatMap(generation))
    else { return nil }
    let (decode, prefill) = (entry.decode, entry.prefill)
    let operations = fact?.fp32OperationsPerSecond ?? bandwidth * constants.fp32OperationsPerByte
    let promptOperations = operations * prefill.arithmeticShare
    let prompt = PromptRates(
      weightBytesPerSecond: bandwidth * promptBandwidthShare,
      attentionOperationsPerSecond: promptOperations * prefill.attentionShare, layerSeconds: prefill.layerSeconds,
      expertLayerSeconds: prefill.expertLayerSeconds, recurrentLayerSeconds: prefill.recurrentLayerSeconds,
      expertFactor: prefill.expertFactor, heavyFormatFactor: prefill.heavyFormatFactor,
      withoutFlashAttention: prefill.withoutFlashAttention, band: prefill.band)
    return ComputeRates(
      weightBytesPerSecond: bandwidth * decode.bandwidthShare,
      cacheBytesPerSecond: bandwidth * decode.bandwidthShare / decode.cacheFactor,
      decodeOperationsPerSecond: operations / decode.arithmeticCost, heavyFormatFactor: decode.heavyFormatFactor,
      operationsPerSecond: promptOperations, layerSeconds: decode.layerSeconds,
      expertLayerSeconds: decode.expertLayerSeconds, recurrentLayerSeconds: decode.recurrentLayerSeconds,
      prompt: prompt, band: decode.band.dense, expertBand: decode.band.experts, isMeasured: false)
  }

  /// Share of the peak bandwidth with which a prompt batch reads weights, as in the fitting script.
  private static let promptBandwidthShare = 0.8

  /// What shares constants: an architecture; Apple's chips by age and by the number of dies.
  package static func generation(_ fact: GPUFact) -> String? {
    guard fact.vendor == "apple" else { return fact.architecture }
    let chip = fact.name.split(separator: " ").first { $0.first == "M" }.flatMap { Int($0.dropFirst()) }
    let age = (chip ?? 0) >= 5 ? "Apple M5 and later" : "Apple M1 to M4"
    return fact.name.hasSuffix("Ultra") ? age + ", two dies" : age
  }
}
