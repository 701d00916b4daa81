import Machines

/// Rates of GPUs: known bandwidth and arithmetic rate, with the fitted constants of back end and generation.
enum AcceleratorRates {
  static func rates(
    _ device: Accelerator, fact: GPUFact?, backend: Backend, constants: SpeedConstants = .builtIn
  ) -> DeviceRates? {
    let generation = fact.flatMap(generation)
    guard let bandwidth = device.bandwidthBytesPerSecond.value, bandwidth > 0,
      let fitted = constants.gpu(backend, generation: generation)
    else { return nil }
    return rates(
      bandwidth: bandwidth,
      operations: fact?.fp32OperationsPerSecond ?? bandwidth * constants.fp32OperationsPerByte,
      isProfessional: ["workstation", "datacenter"].contains(fact?.segment), constants: fitted,
      unmeasured: constants.isMeasured(backend, generation: generation) ? [] : [.generation])
  }

  /// The rates of a GPU with so many bytes and FP32 operations per second by its data sheet.
  static func rates(
    bandwidth: Double, operations: Double, isProfessional: Bool, constants: GPUConstants, unmeasured: [Unmeasured] = []
  ) -> DeviceRates {
    let (decode, prefill) = (constants.decode, constants.prefill)
    let prefillOperations = operations * prefill.arithmeticShare * (isProfessional ? prefill.professionalFactor : 1)
    return DeviceRates(
      decode: DecodeRates(
        weightBytesPerSecond: bandwidth * decode.bandwidthShare,
        cacheBytesPerSecond: bandwidth * decode.bandwidthShare / decode.cacheFactor,
        operationsPerSecond: operations / decode.arithmeticCost, unpackingFactor: decode.unpackingFactor,
        attentionOperationsPerSecond: operations / decode.attentionCost, layers: decode.layers, bands: decode.bands),
      prefill: PrefillRates(
        weightBytesPerSecond: bandwidth * prefillBandwidthShare, operationsPerSecond: prefillOperations,
        unpackingFactor: prefill.unpackingFactor, expertFactor: prefill.expertFactor,
        attentionOperationsPerSecond: prefillOperations * prefill.attentionShare,
        cacheBytesPerSecond: bandwidth / prefill.cacheReads, layers: prefill.layers,
        withoutFlashAttention: prefill.withoutFlashAttention, bands: prefill.bands),
      isMeasured: false, unmeasured: unmeasured)
  }

  /// Share of the peak bandwidth with which a prompt batch reads weights; not fitted, as in the fitting script.
  private static let prefillBandwidthShare = 0.8

  /// What shares constants: an architecture, Turing by its matrix units; Apple's chips by age and number of dies.
  static func generation(_ fact: GPUFact) -> String? {
    guard fact.vendor == "apple" else {
      guard fact.architecture == "Turing", fact.fp16MatrixOperationsPerSecond == nil else { return fact.architecture }
      return "Turing, no matrix units"
    }
    let chip = fact.name.split(separator: " ").first { $0.first == "M" }.flatMap { Int($0.dropFirst()) }
    let age = (chip ?? 0) >= 5 ? "Apple M5 and later" : "Apple M1 to M4"
    return fact.name.hasSuffix("Ultra") ? age + ", two dies" : age
  }
}
