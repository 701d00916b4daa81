import Machines
import Models

/// The benchmark's rates by format as llama.cpp reaches them, and what they say about formats that are not measured.
struct KernelRates {
  private(set) var decodeBytesPerSecond = RateByFormat()
  /// What the kernels for one column reach where weights lie in caches.
  private(set) var columnBytesPerSecond = RateByFormat()
  private(set) var prefillOperationsPerSecond = RateByFormat()
  /// Operations per second of the plain matrix product; nil where the benchmark has none.
  let plainOperationsPerSecond: Double?

  init(_ cpu: Measurements.CPU, formats: [FormatConstants]) {
    var measured = RateByFormat()
    for kernel in cpu.kernels {
      guard let type = TensorType(rawValue: kernel.quantization) else { continue }
      switch kernel.phase {
      case .decode: decodeBytesPerSecond[type] = kernel.bytesPerSecond.median
      case .prefill: measured[type] = kernel.operationsPerSecond.median
      }
    }
    prefillOperationsPerSecond = measured
    plainOperationsPerSecond = measured[.f32]
    for format in formats {
      let type = format.type
      let ceiling =
        (plainOperationsPerSecond ?? .infinity) / 2 * format.decodeCeiling * type.bitsPerWeight / 8
      if format.standIns == nil || decodeBytesPerSecond[type] == nil,
        let rate = decodeBytesPerSecond[format.standIns?.decode ?? type]
      {
        decodeBytesPerSecond[type] = min(rate, ceiling)
      }
      if format.standIns == nil || measured[type] == nil, let rate = measured[format.standIns?.prefill ?? type] {
        prefillOperationsPerSecond[type] = rate * format.prefillShare
      }
      // Formats without a ceiling are multiplied as in prompts.
      let column = ceiling.isFinite ? ceiling : (prefillOperationsPerSecond[type] ?? 0) / 2 * type.bitsPerWeight / 8
      columnBytesPerSecond[type] = max(column, decodeBytesPerSecond[type] ?? 0)
    }
  }
}
