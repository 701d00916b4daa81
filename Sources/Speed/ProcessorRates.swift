import Machines
import Models

/// Rates of the processor: measured where there is a benchmark, otherwise from bandwidth, cores and instruction set.
enum ProcessorRates {
  static func rates(
    _ machine: Machine, _ measurements: Measurements?, constants: ProcessorConstants? = SpeedConstants.builtIn.processor
  ) -> DeviceRates? {
    guard let constants else { return nil }
    let cores = max(1, machine.cpu.usableThreads.value ?? machine.cpu.cores.value ?? 1)
    let bandwidth = machine.memory.bandwidthBytesPerSecond.value
    let modelled: DeviceRates?
    if let bandwidth {
      modelled = Self.modelled(cores: cores, instructionSets: machine.cpu.isa, bandwidth: bandwidth, constants)
    } else {
      let assumed = AssumedMemory(
        cpuModel: machine.cpu.model.value, packages: machine.cpu.packages.value ?? 1, cores: cores, constants.modelled)
      modelled = Self.modelled(cores: cores, instructionSets: machine.cpu.isa, assumed: assumed, constants)
    }
    guard let cpu = measurements?.cpu else { return modelled }
    let weighed =
      modelled.map {
        cpu.weighed(against: $0, knowsBandwidth: bandwidth != nil, readShare: constants.measured.readShare)
      } ?? cpu
    return measured(weighed, constants)
  }

  static func measured(_ cpu: Measurements.CPU, _ constants: ProcessorConstants) -> DeviceRates? {
    let bandwidth = cpu.memoryReadBytesPerSecond.median
    guard bandwidth > 0 else { return nil }
    let (measured, threads) = (constants.measured, Double(cpu.threads))
    let kernels = KernelRates(cpu, formats: constants.formats)
    let plain = kernels.plainOperationsPerSecond ?? threads * measured.plainOperationsPerThread
    let attention =
      AttentionCosts(cpu, share: measured.attentionShare) ?? constants.attention.shared(by: threads)
    let usual = cpu.isNoisy ? measured.noisyBands : measured.bands
    let bands = (
      decode: usual.decode.widened(by: max(cpu.bandwidthUncertainty, cpu.kernelUncertainty)),
      prefill: usual.prefill.widened(by: cpu.kernelUncertainty)
    )
    let layers = layers(threads: threads, constants)
    let expertFactors = constants.formats.compactMap { format in format.expertFactor.map { (format.type, $0) } }
    return DeviceRates(
      decode: DecodeRates(
        weightBytesPerSecond: bandwidth * measured.readShare,
        formatBytesPerSecond: kernels.decodeBytesPerSecond.mapValues { $0 * measured.kernelShare },
        formatColumnBytesPerSecond: kernels.columnBytesPerSecond.mapValues { $0 * measured.kernelShare },
        cacheBytesPerSecond: bandwidth,
        attentionOperationsPerSecond: 2 / attention.multiplyAddSeconds, queryRowSeconds: attention.queryRowSeconds,
        keyRowSeconds: attention.keyRowSeconds, layers: layers, bands: bands.decode),
      prefill: PrefillRates(
        weightBytesPerSecond: bandwidth * measured.readShare, operationsPerSecond: plain,
        formatOperationsPerSecond: kernels.prefillOperationsPerSecond, expertFactor: measured.expertFactor,
        formatExpertFactors: Dictionary(expertFactors) { first, _ in first },
        attentionOperationsPerSecond: plain * constants.attentionShare, layers: layers, countsHeadOnce: true,
        bands: bands.prefill),
      isMeasured: true)
  }

  /// The rates of a processor by its facts where the bandwidth of main memory is assumed.
  static func modelled(
    cores: Int, instructionSets: [String], assumed: AssumedMemory, _ constants: ProcessorConstants
  ) -> DeviceRates? {
    var rates = modelled(
      cores: cores, instructionSets: instructionSets, bandwidth: assumed.bandwidthBytesPerSecond, constants)
    let bands = constants.modelled.unknownBandwidthBands
    rates?.decode.bands = bands.decode
    rates?.prefill.bands = bands.prefill
    rates?.unmeasured = [.memory(assumed)]
    return rates
  }

  /// The rates of a processor by its facts and the theoretical bandwidth of main memory.
  static func modelled(
    cores: Int, instructionSets: [String], bandwidth: Double, _ constants: ProcessorConstants
  ) -> DeviceRates? {
    guard let core = constants.instructionSet(among: instructionSets) else { return nil }
    let (modelled, cores) = (constants.modelled, Double(max(1, cores)))
    let reachable = min(bandwidth * modelled.bandwidthShare, cores * core.bytesPerSecond)
    let plain = cores * core.operationsPerSecond * modelled.arithmeticShare
    let bands = modelled.bands
    let layers = layers(threads: cores, constants)
    let attention = constants.attention.shared(by: cores)
    return DeviceRates(
      decode: DecodeRates(
        weightBytesPerSecond: reachable, columnBytesPerSecond: cores * core.bytesPerSecond,
        cacheBytesPerSecond: reachable,
        attentionOperationsPerSecond: min(plain, 2 / attention.multiplyAddSeconds),
        queryRowSeconds: attention.queryRowSeconds, keyRowSeconds: attention.keyRowSeconds, layers: layers,
        bands: bands.decode),
      // No factor for experts: beside a GPU, the runtime has it compute them.
      prefill: PrefillRates(
        weightBytesPerSecond: reachable, operationsPerSecond: plain, expertFactor: 1,
        attentionOperationsPerSecond: plain * constants.attentionShare, layers: layers, countsHeadOnce: true,
        bands: bands.prefill),
      isMeasured: false)
  }

  private static func layers(threads: Double, _ constants: ProcessorConstants) -> LayerSeconds {
    LayerSeconds(
      each: constants.layerSeconds + constants.sharedLayerSeconds / max(1, threads),
      experts: constants.expertLayerSeconds)
  }
}
