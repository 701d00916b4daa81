import DeviceCatalog
import HardwareModel

/// Rates of GPUs: known bandwidth and arithmetic rate, with constants per back end.
enum AcceleratorRates {
  /// Share of the peak bandwidth that decode reaches, and what each layer costs besides; fitted on measured speeds.
  private struct Constants {
    var bandwidthShare: Double
    var layerMicroseconds: Double
    var expertLayerMicroseconds: Double
    /// Share of the dense FP16 matrix rate that prompts reach.
    var arithmeticShare: Double
  }

  private static func constants(_ backend: Backend) -> Constants {
    switch backend {
    case .cuda:
      Constants(bandwidthShare: 0.76, layerMicroseconds: 33, expertLayerMicroseconds: 33, arithmeticShare: 0.35)
    case .rocm:
      Constants(bandwidthShare: 0.86, layerMicroseconds: 106, expertLayerMicroseconds: 129, arithmeticShare: 0.25)
    case .vulkan:
      Constants(bandwidthShare: 0.90, layerMicroseconds: 108, expertLayerMicroseconds: 49, arithmeticShare: 0.25)
    case .sycl:
      Constants(bandwidthShare: 0.72, layerMicroseconds: 75, expertLayerMicroseconds: 276, arithmeticShare: 0.2)
    case .metal:
      Constants(bandwidthShare: 0.91, layerMicroseconds: 148, expertLayerMicroseconds: 24, arithmeticShare: 0.5)
    case .cpu:
      Constants(bandwidthShare: 0.54, layerMicroseconds: 50, expertLayerMicroseconds: 41, arithmeticShare: 0.5)
    }
  }

  static func rates(_ device: Accelerator, fact: GPUFact?, backend: Backend) -> ComputeRates? {
    guard let bandwidth = device.bandwidthBytesPerSecond.value, bandwidth > 0 else { return nil }
    let constants = constants(backend)
    let known = fact?.fp16MatrixOperationsPerSecond ?? fact?.fp32OperationsPerSecond
    // Without a known rate: the 40 operations per byte that most GPUs have at least.
    let operations = (known ?? bandwidth * 40) * constants.arithmeticShare
    return ComputeRates(
      weightBytesPerSecond: bandwidth * constants.bandwidthShare,
      cacheBytesPerSecond: bandwidth * constants.bandwidthShare / 1.64, operationsPerSecond: operations,
      layerSeconds: constants.layerMicroseconds * 1e-6,
      expertLayerSeconds: constants.expertLayerMicroseconds * 1e-6, band: .init(slower: 1.25, faster: 1.2),
      isMeasured: false)
  }
}
