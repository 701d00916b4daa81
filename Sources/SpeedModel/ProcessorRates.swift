import HardwareModel
import ModelCatalog
import Units

/// Rates of the processor: measured where there is a benchmark, otherwise from bandwidth, cores and instruction set.
enum ProcessorRates {
  static func rates(_ machine: Machine, _ measurements: Measurements?) -> ComputeRates? {
    if let measurements { return measured(measurements.cpu) }
    return modelled(machine)
  }

  /// Seconds that the threads lose per layer waiting for each other.
  private static let layerSeconds = 30e-6

  private static func measured(_ cpu: Measurements.CPU) -> ComputeRates? {
    let bandwidth = cpu.memoryReadBytesPerSecond.median
    guard bandwidth > 0 else { return nil }
    var rates = ComputeRates(
      weightBytesPerSecond: bandwidth * 0.75, cacheBytesPerSecond: bandwidth * 0.6,
      operationsPerSecond: Double(cpu.threads) * 30e9, layerSeconds: layerSeconds, expertLayerSeconds: 40e-6,
      band: cpu.isNoisy ? .init(slower: 1.4, faster: 1.3) : .init(slower: 1.2, faster: 1.2), isMeasured: true)
    for kernel in cpu.kernels {
      guard let type = TensorType(rawValue: kernel.quantization) else { continue }
      switch kernel.phase {
      case .decode: rates.decodeBytesPerSecond[type] = min(kernel.bytesPerSecond.median, bandwidth)
      case .prefill: rates.promptOperationsPerSecond[type] = kernel.operationsPerSecond.median
      }
    }
    fillNeighbours(&rates)
    return rates
  }

  /// Formats that are not measured take the rate of the one most like them.
  private static func fillNeighbours(_ rates: inout ComputeRates) {
    let neighbours: [(TensorType, [TensorType])] = [
      (.q4_1, [.q4_0, .q4_K]), (.q5_0, [.q4_0, .q8_0]), (.q5_1, [.q4_0, .q8_0]), (.q5_K, [.q4_K, .q6_K]),
      (.q3_K, [.q4_K]), (.q2_K, [.q4_K]), (.iq4_XS, [.iq4_NL, .q4_K]), (.mxfp4, [.iq4_NL, .q4_0]),
      (.iq4_NL, [.q4_0]), (.bf16, [.f16]), (.f16, [.bf16]), (.iq3_S, [.iq4_NL, .q4_K]), (.iq3_XXS, [.iq4_NL, .q4_K]),
      (.iq2_S, [.iq4_NL, .q4_K]), (.iq2_XS, [.iq4_NL, .q4_K]), (.iq2_XXS, [.iq4_NL, .q4_K]),
      (.iq1_S, [.iq4_NL, .q4_K]), (.iq1_M, [.iq4_NL, .q4_K]), (.tq1_0, [.q4_K]), (.tq2_0, [.q4_K]),
      (.nvfp4, [.iq4_NL, .q4_0]), (.q4_0, [.q4_K]), (.q6_K, [.q4_K]),
    ]
    for (type, others) in neighbours {
      let (decode, prompt) = (rates.decodeBytesPerSecond, rates.promptOperationsPerSecond)
      if decode[type] == nil { rates.decodeBytesPerSecond[type] = others.compactMap { decode[$0] }.first }
      if prompt[type] == nil { rates.promptOperationsPerSecond[type] = others.compactMap { prompt[$0] }.first }
    }
  }

  private static func modelled(_ machine: Machine) -> ComputeRates {
    let cores = Double(max(1, machine.cpu.usableThreads.value ?? machine.cpu.cores.value ?? 1))
    let isa = Set(machine.cpu.isa)
    // What one core of each kind decodes and computes with 4-bit weights.
    let (perCore, operations): (Double, Double) =
      isa.contains("amx_int8")
      ? (9e9, 400e9)
      : isa.contains("avx512_vnni")
        ? (8e9, 120e9)
        : isa.contains("avx2")
          ? (6e9, 60e9)
          : isa.contains("i8mm")
            ? (6e9, 80e9)
            : isa.contains("asimddp")
              ? (4e9, 40e9)
              : isa.contains("asimd") || isa.contains("avx") ? (2.5e9, 15e9) : (1.5e9, 8e9)
    let known = machine.memory.bandwidthBytesPerSecond.value
    // Without a known bandwidth: what a few cores of most machines reach.
    let bandwidth = known ?? min(cores * 8e9, 35e9)
    let reachable = min(bandwidth * 0.6, cores * perCore)
    return ComputeRates(
      weightBytesPerSecond: reachable, cacheBytesPerSecond: reachable, operationsPerSecond: cores * operations * 0.7,
      layerSeconds: layerSeconds, expertLayerSeconds: 40e-6,
      band: known == nil ? .init(slower: 1.9, faster: 1.9) : .init(slower: 1.5, faster: 1.4), isMeasured: false)
  }
}
