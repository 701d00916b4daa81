import Base
import Machines
import Models

/// Rates of the processor: measured where there is a benchmark, otherwise from bandwidth, cores and instruction set.
enum ProcessorRates {
  static func rates(_ machine: Machine, _ measurements: Measurements?) -> ComputeRates? {
    if let measurements { return measured(measurements.cpu) }
    return modelled(machine)
  }

  /// Seconds that norms, rotations and the threads' waiting for each other take per layer.
  private static func layerSeconds(threads: Double) -> Double { 20e-6 + 260e-6 / max(1, threads) }
  /// Further seconds per layer with experts: routing, and small matrices one after another.
  private static let expertLayerSeconds = 40e-6
  /// Share of a kernel's rate that decode reaches with matrices of a model's sizes.
  private static let decodeShare = 0.95
  /// Operations per second and thread of attention while decoding: many short products and exponentials.
  private static let attentionPerThread = 10.5e9
  /// Seconds and threads that a row of the cache between other heads' rows waits.
  private static let scatteredRowSeconds = 34e-9
  /// Attention's rate on prompts as a share of the plain matrix product's.
  private static let attentionShare = 0.25
  /// How much longer prompts take with experts: their matrices are multiplied one after another with few tokens each.
  ///
  /// Not in the modelled rates: beside a GPU, the runtime has it compute them.
  private static let expertFactor = 1.3
  /// The same for the formats whose fast products of large matrices the runtime does not use for experts.
  private static let expertFactors = Dictionary(
    uniqueKeysWithValues: [.f32, .f16, .bf16, .q8_0, .q4_0, .q4_K, .iq4_NL].map { ($0 as TensorType, 2.0) })

  private static func measured(_ cpu: Measurements.CPU) -> ComputeRates? {
    let bandwidth = cpu.memoryReadBytesPerSecond.median
    guard bandwidth > 0 else { return nil }
    let kernels = KernelRates(cpu)
    let threads = Double(cpu.threads)
    let plain = kernels.plainOperationsPerSecond ?? threads * 30e9
    // A core without wide vectors is slower at attention in proportion.
    let attention = threads * attentionPerThread * min(1, plain / threads / 50e9)
    let decode = kernels.decodeBytesPerSecond.mapValues { $0 * decodeShare }
    let band =
      cpu.isNoisy
      ? (decode: Band(slower: 1.4, faster: 1.35), prompt: Band(slower: 1.45, faster: 1.4))
      : (decode: Band(slower: 1.25, faster: 1.25), prompt: Band(slower: 1.3, faster: 1.3))
    var promptRates = prompt(
      bandwidth: bandwidth * 0.75, plain: plain, threads: threads, expertFactor: expertFactor, band: band.prompt)
    promptRates.expertFactors = expertFactors
    return ComputeRates(
      decodeBytesPerSecond: decode, weightBytesPerSecond: bandwidth * 0.75,
      cacheBytesPerSecond: bandwidth, decodeAttentionOperationsPerSecond: attention,
      scatteredRowSeconds: scatteredRowSeconds / threads,
      promptOperationsPerSecond: kernels.promptOperationsPerSecond, operationsPerSecond: plain, countsHeadOnce: true,
      layerSeconds: layerSeconds(threads: threads), expertLayerSeconds: expertLayerSeconds,
      prompt: promptRates, band: band.decode, isMeasured: true)
  }

  private static func prompt(bandwidth: Double, plain: Double, threads: Double, expertFactor: Double, band: Band)
    -> PromptRates
  {
    PromptRates(
      weightBytesPerSecond: bandwidth, attentionOperationsPerSecond: plain * attentionShare,
      cacheBytesPerSecond: .infinity, layerSeconds: layerSeconds(threads: threads),
      expertLayerSeconds: expertLayerSeconds, recurrentLayerSeconds: 0, expertFactor: expertFactor, unpackingFactor: 1,
      withoutFlashAttention: 1, band: SpeedConstants.Bands(dense: band, experts: band.widened(1.5)))
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
    let plain = cores * operations * 0.7
    let band = known == nil ? Band(slower: 1.9, faster: 1.9) : Band(slower: 1.5, faster: 1.4)
    return ComputeRates(
      weightBytesPerSecond: reachable, cacheBytesPerSecond: reachable,
      decodeAttentionOperationsPerSecond: min(plain, cores * attentionPerThread),
      scatteredRowSeconds: scatteredRowSeconds / cores,
      operationsPerSecond: plain, countsHeadOnce: true, layerSeconds: layerSeconds(threads: cores),
      expertLayerSeconds: expertLayerSeconds,
      prompt: prompt(bandwidth: reachable, plain: plain, threads: cores, expertFactor: 1, band: band.widened(1.5)),
      band: band, isMeasured: false)
  }
}
