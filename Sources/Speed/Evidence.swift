import Base
import Glibc
import Machines

/// What a disturbed measurement and a model of the same rate say together.
enum Evidence {
  /// Beyond so many standard deviations between the two a measurement that was much disturbed is not believed.
  private static let (mostDeviations, muchDisturbed) = (2.5, 0.15)

  /// The rate by both, weighted by how far each may be off: the standard deviations of their logarithms.
  ///
  /// An undisturbed measurement, of which the deviation is zero, stands alone.
  static func rate(measured: Double, deviation: Double, modelled: Double?, modelDeviation: Double) -> Double {
    guard deviation > 0, measured > 0, let modelled, modelled > 0 else { return measured }
    let difference = log(modelled / measured)
    let variances = (measured: deviation * deviation, modelled: modelDeviation * modelDeviation)
    let isPossible = abs(difference) <= mostDeviations * sqrt(variances.measured + variances.modelled)
    guard isPossible || deviation < muchDisturbed else { return modelled }
    return measured * exp(difference * variances.measured / (variances.measured + variances.modelled))
  }
}

extension Measurements.CPU {
  /// Standard deviations of the logarithm of what facts alone say, by what is known of the processor and its memory.
  private static let modelDeviations = (bandwidth: 0.35, decode: 0.4, prefill: 0.7, unknownBandwidth: 1.0)

  /// The figures as they are believed beside what the facts say of the machine: those of an undisturbed run as they are.
  ///
  /// `readShare` is what weights reach of the rate of plain reads. The model has no rates by format, so that all kernels of a phase are corrected alike, by their most common format.
  func weighed(
    against model: DeviceRates, knowsBandwidth: Bool, readShare: Double
  ) -> Measurements.CPU {
    guard bandwidthUncertainty > 0 || kernelUncertainty > 0 else { return self }
    let deviations = Self.modelDeviations
    let read = memoryReadBytesPerSecond.median
    let believed = Evidence.rate(
      measured: read, deviation: bandwidthUncertainty, modelled: model.decode.weightBytesPerSecond / readShare,
      modelDeviation: knowsBandwidth ? deviations.bandwidth : deviations.unknownBandwidth)
    var weighed = self
    weighed.memoryReadBytesPerSecond = memoryReadBytesPerSecond.scaled(believed / max(1, read))
    let decode = factor(
      .decode, \.bytesPerSecond, modelled: model.decode.weightBytesPerSecond,
      knowsBandwidth ? deviations.decode : deviations.unknownBandwidth)
    let prefill = factor(
      .prefill, \.operationsPerSecond, modelled: model.prefill.operationsPerSecond, deviations.prefill)
    weighed.kernels = kernels.map { kernel in
      let factor = kernel.phase == .decode ? decode : prefill
      var kernel = kernel
      kernel.bytesPerSecond = kernel.bytesPerSecond.scaled(factor)
      kernel.operationsPerSecond = kernel.operationsPerSecond.scaled(factor)
      return kernel
    }
    weighed.attention = attention.map { attention in
      var attention = attention
      attention.cellsPerSecond = attention.cellsPerSecond.scaled(decode)
      return attention
    }
    return weighed
  }

  private func factor(
    _ phase: Measurements.Kernel.Phase, _ rate: KeyPath<Measurements.Kernel, Spread>, modelled: Double,
    _ modelDeviation: Double
  ) -> Double {
    guard let kernel = kernels.first(where: { $0.phase == phase && $0.quantization == "Q4_K" }) else { return 1 }
    let measured = kernel[keyPath: rate].median
    guard measured > 0 else { return 1 }
    return Evidence.rate(
      measured: measured, deviation: kernelUncertainty, modelled: modelled, modelDeviation: modelDeviation) / measured
  }
}
