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
        cpu.weighed(against: $0, knowsBandwidth: bandwidth != nil, readShare: constants.of(cpu).measured.readShare)
      } ?? cpu
    return measured(weighed, constants)
  }

  static func measured(_ cpu: Measurements.CPU, _ constants: ProcessorConstants) -> DeviceRates? {
    let bandwidth = cpu.memoryReadBytesPerSecond.median
    guard bandwidth > 0 else { return nil }
    let unmeasured = constants.unmeasuredKernels(cpu).map { [Unmeasured.kernels($0)] } ?? []
    let constants = constants.of(cpu)
    let (measured, threads) = (constants.measured, Double(cpu.threads))
    let kernels = KernelRates(cpu, formats: constants.formats)
    let plain = kernels.plainOperationsPerSecond ?? threads * measured.plainOperationsPerThread
    let attention =
      AttentionCosts(cpu, share: measured.attentionShare) ?? constants.attention.shared(by: threads)
    let bands = bands(cpu, measured, areKernelsKnown: unmeasured.isEmpty)
    let layers = layers(threads: threads, constants)
    var expertFactors = RateByFormat()
    for format in constants.formats where expertFactors[format.type] == nil {
      expertFactors[format.type] = format.expertFactor
    }
    return DeviceRates(
      decode: DecodeRates(
        weightBytesPerSecond: bandwidth * measured.readShare,
        formatBytesPerSecond: kernels.decodeBytesPerSecond.scaled(by: measured.kernelShare),
        formatColumnBytesPerSecond: kernels.columnBytesPerSecond.scaled(by: measured.kernelShare),
        cacheBytesPerSecond: bandwidth,
        attentionOperationsPerSecond: 2 / attention.multiplyAddSeconds, queryRowSeconds: attention.queryRowSeconds,
        keyRowSeconds: attention.keyRowSeconds, layers: layers, bands: bands.decode),
      prefill: PrefillRates(
        weightBytesPerSecond: bandwidth * measured.readShare, operationsPerSecond: plain,
        formatOperationsPerSecond: kernels.prefillOperationsPerSecond, expertFactor: measured.expertFactor,
        formatExpertFactors: expertFactors,
        attentionOperationsPerSecond: plain * constants.attentionShare,
        recurrentBytesPerSecond: plain * constants.recurrentShare,
        layers: promptLayers(threads: threads, constants), countsHeadOnce: true,
        bands: bands.prefill),
      isMeasured: true, unmeasured: unmeasured)
  }

  /// Wider where others disturbed the benchmark, and where nobody knows what llama.cpp reaches of its kernels.
  ///
  /// What spreads although it had its time does so for models as well, of which the usual bands speak.
  private static func bands(
    _ cpu: Measurements.CPU, _ constants: ProcessorConstants.Measured, areKernelsKnown: Bool
  ) -> (decode: Bands, prefill: Bands) {
    guard cpu.isDisturbed || !areKernelsKnown else { return constants.bands }
    let usual = constants.noisyBands
    return (
      decode: usual.decode.widened(by: max(cpu.bandwidthUncertainty, cpu.kernelUncertainty)),
      prefill: usual.prefill.widened(by: cpu.kernelUncertainty)
    )
  }

  /// The rates of a processor by its facts where the bandwidth of main memory is assumed.
  static func modelled(
    cores: Int, instructionSets: [String], assumed: AssumedMemory, _ constants: ProcessorConstants
  ) -> DeviceRates? {
    modelled(
      cores: cores, instructionSets: instructionSets, bandwidth: assumed.bandwidthBytesPerSecond, constants,
      bands: constants.modelled.unknownBandwidthBands, unmeasured: [.memory(assumed)])
  }

  /// The rates of a processor by its facts and the theoretical bandwidth of main memory.
  static func modelled(
    cores: Int, instructionSets: [String], bandwidth: Double, _ constants: ProcessorConstants,
    bands: (decode: Bands, prefill: Bands)? = nil, unmeasured: [Unmeasured] = []
  ) -> DeviceRates? {
    guard let core = constants.instructionSet(among: instructionSets) else { return nil }
    let (modelled, cores) = (constants.modelled, max(1, cores))
    let bands = bands ?? modelled.bands
    func plain(_ threads: Int) -> Double { Double(threads) * core.operationsPerSecond * modelled.arithmeticShare }
    func decode(_ threads: Int) -> DecodeRates {
      let reachable = min(bandwidth * modelled.bandwidthShare, Double(threads) * core.bytesPerSecond)
      let attention = constants.attention.shared(by: Double(threads))
      return DecodeRates(
        weightBytesPerSecond: reachable, columnBytesPerSecond: Double(threads) * core.bytesPerSecond,
        cacheBytesPerSecond: reachable,
        attentionOperationsPerSecond: min(plain(threads), 2 / attention.multiplyAddSeconds),
        queryRowSeconds: attention.queryRowSeconds, keyRowSeconds: attention.keyRowSeconds,
        layers: layers(threads: Double(threads), constants), bands: bands.decode, threads: threads)
    }
    var all = decode(cores)
    all.withFewerThreads = fewerThreads(than: cores).map(decode)
    return DeviceRates(
      decode: all,
      // No factor for experts: beside a GPU, the runtime has it compute them.
      prefill: PrefillRates(
        weightBytesPerSecond: all.weightBytesPerSecond, operationsPerSecond: plain(cores), expertFactor: 1,
        attentionOperationsPerSecond: plain(cores) * constants.attentionShare,
        layers: promptLayers(threads: Double(cores), constants),
        countsHeadOnce: true,
        bands: bands.prefill),
      isMeasured: false, unmeasured: unmeasured)
  }

  /// Numbers of threads to compare all of them with: what lies half-way and all the way between powers of two.
  private static func fewerThreads(than cores: Int) -> [Int] {
    sequence(first: 2) { $0 * 2 }.prefix { $0 < cores }.flatMap { [$0, $0 * 3 / 2] }.filter { $0 < cores }
  }

  /// The threads with which the seconds of a layer were measured, which count what those wait.
  private static let setOnThreads = 2.0

  private static func layers(threads: Double, _ constants: ProcessorConstants) -> LayerSeconds {
    let waits = constants.threadLayerSeconds * max(0, threads - setOnThreads)
    let more = constants.furtherWaits * waits
    let each = promptLayers(threads: threads, constants)
    return LayerSeconds(each: each.each + waits, experts: each.experts + more, recurrent: more)
  }

  /// The same for prompts, in whose products the waits for each other are lost.
  private static func promptLayers(threads: Double, _ constants: ProcessorConstants) -> LayerSeconds {
    LayerSeconds(
      each: constants.layerSeconds + constants.sharedLayerSeconds / max(1, threads),
      experts: constants.expertLayerSeconds)
  }
}
