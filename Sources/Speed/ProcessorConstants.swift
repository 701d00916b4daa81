import Base
import Machines

/// The constants of processors.
struct ProcessorConstants: Sendable {
  /// Seconds per layer that more threads do not shorten.
  var layerSeconds: Double
  /// Seconds per layer that the threads share.
  var sharedLayerSeconds: Double
  /// What each further thread adds to a layer, since all wait for the last after every operation.
  var threadLayerSeconds: Double
  /// How many times as much it adds again to a layer with experts, and to one with a recurrent state: their further operations.
  var furtherWaits: Double
  var expertLayerSeconds: Double
  /// What attention costs one thread while decoding, where the benchmark does not tell it.
  var attention: AttentionCosts
  /// Attention's rate on prompts as a share of the plain matrix product's.
  var attentionShare: Double
  /// Bytes of recurrent states that every token of a prompt changes, as a share of the plain product's operations.
  var recurrentShare: Double
  var measured: Measured
  var modelled: Modelled
  /// What a core does by its instruction set, the most capable first; the last is that of any other.
  var instructionSets: [InstructionSet]
  /// The formats with constants of their own; those that others stand in for come after these.
  ///
  /// Read when they are asked for, since a processor asks for those of its own kernels; tests read all.
  @Deferred private(set) var formats: [FormatConstants]
  /// All of it where the benchmark ran the kernels of an instruction set that has constants of its own, by its name there.
  private var ofKernels: [String: ProcessorConstants] = [:]
  /// The kernels that the general constants were set with.
  private var generalKernels: [String] = []

  /// What turns the benchmark's rates into those of a model.
  struct Measured: Sendable {
    /// Share of the read bandwidth that formats without a kernel's rate, recurrent states and prompt batches reach.
    var readShare: Double
    /// Share of a kernel's rate that decode reaches with matrices of a model's sizes.
    var kernelShare: Double
    /// Share of the benchmark's rate of attention that decode reaches.
    var attentionShare: Double
    /// Plain products per second and thread where the benchmark has none, in operations.
    var plainOperationsPerThread: Double
    /// How much longer prompts take with experts: their matrices are multiplied one after another with few tokens each.
    var expertFactor: Double
    var bands: (decode: Bands, prefill: Bands)
    /// Where the benchmark's samples spread far.
    var noisyBands: (decode: Bands, prefill: Bands)
  }

  /// What turns facts into rates where there is no benchmark.
  struct Modelled: Sendable {
    /// Share of the theoretical bandwidth that is reached.
    var bandwidthShare: Double
    /// Share of the instruction set's operations that prompts reach.
    var arithmeticShare: Double
    /// Where the bandwidth is unknown: what a core reads per second, and all of them at most; where the processor's name
    /// tells its memory, how much several packages read of what one does.
    var unknownBandwidth: (perCore: Double, atMost: Double, perServerCore: Double, ofSeveralPackages: Double)
    var bands: (decode: Bands, prefill: Bands)
    var unknownBandwidthBands: (decode: Bands, prefill: Bands)
  }

  /// What one core does per second with weights of four bits.
  struct InstructionSet: Sendable {
    /// As the kernel calls it, such as `avx2`.
    var name: String
    var bytesPerSecond: Double
    var operationsPerSecond: Double
  }
}

extension ProcessorConstants {
  init(_ node: JSONNode) throws(JSONShapeError) {
    try self.init(ReplacingLevels(deepest: node))
    generalKernels = try node.required("kernels").strings()
    for (_, set) in try node.required("generations").members() {
      guard let own = try set.optional("benchmarked") else { continue }
      let constants = try ProcessorConstants(ReplacingLevels([node], deepest: own))
      for name in try own.required("kernels").strings() { ofKernels[name] = constants }
    }
  }

  private init(_ levels: ReplacingLevels) throws(JSONShapeError) {
    let (decode, prefill) = (try levels.required("decode"), try levels.required("prefill"))
    layerSeconds = try decode.required("layer_us").number() * 1e-6
    sharedLayerSeconds = try decode.required("shared_layer_us").number() * 1e-6
    threadLayerSeconds = try decode.required("thread_layer_us").number() * 1e-6
    furtherWaits = try decode.required("further_waits").number()
    expertLayerSeconds = try decode.required("expert_layer_us").number() * 1e-6
    attention = AttentionCosts(
      queryRowSeconds: try decode.required("query_row_ns").number() * 1e-9,
      multiplyAddSeconds: try decode.required("attention_multiply_add_ns").number() * 1e-9,
      keyRowSeconds: try decode.required("key_row_ns").number() * 1e-9)
    attentionShare = try prefill.required("attention_share").number()
    recurrentShare = try prefill.required("recurrent_share").number()
    measured = try Measured(levels.required("measured"))
    modelled = try Modelled(levels.required("modelled"))
    instructionSets = []
    for (name, set) in try levels.required("generations").members() {
      instructionSets.append(
        InstructionSet(
          name: name, bytesPerSecond: try set.required("core_gbs").number() * 1e9,
          operationsPerSecond: try set.required("core_gops").number() * 1e9))
    }
    _formats = Deferred { (try? Self.formats(levels)) ?? [] }
  }

  private static func formats(_ levels: ReplacingLevels) throws(JSONShapeError) -> [FormatConstants] {
    var formats: [FormatConstants] = []
    for (name, format) in try levels.required("formats").members() {
      formats.append(try FormatConstants(name, format))
    }
    return formats
  }

  /// The constants for the kernels that a benchmark ran.
  func of(_ cpu: Measurements.CPU) -> ProcessorConstants {
    cpu.kernelSet.flatMap { ofKernels[$0] } ?? self
  }

  /// The kernels that a benchmark ran where no constants were set with them; nil where some were.
  func unmeasuredKernels(_ cpu: Measurements.CPU) -> String? {
    cpu.kernelSet.flatMap { ofKernels[$0] == nil && !generalKernels.contains($0) ? $0 : nil }
  }

  /// The instruction set to count with on a processor that has all of these.
  func instructionSet(among names: some Collection<String>) -> InstructionSet? {
    instructionSets.first { names.contains($0.name) } ?? instructionSets.last
  }
}

extension Measurements.CPU {
  /// The instruction set of the kernels that ran, such as `avx2`.
  fileprivate var kernelSet: String? { kernels.first?.name.split(separator: "_").last.map(String.init) }
}

extension ProcessorConstants.Measured {
  fileprivate init(_ node: ReplacingLevels) throws(JSONShapeError) {
    readShare = try node.required("read_share").number()
    kernelShare = try node.required("kernel_share").number()
    attentionShare = try node.required("attention_share").number()
    plainOperationsPerThread = try node.required("plain_thread_gops").number() * 1e9
    expertFactor = try node.required("expert_factor").number()
    bands = try node.required("band").bandsOfBoth()
    noisyBands = try node.required("noisy_band").bandsOfBoth()
  }
}

extension ProcessorConstants.Modelled {
  fileprivate init(_ node: ReplacingLevels) throws(JSONShapeError) {
    bandwidthShare = try node.required("bandwidth_share").number()
    arithmeticShare = try node.required("arithmetic_share").number()
    unknownBandwidth = (
      perCore: try node.required("unknown_bandwidth_core_gbs").number() * 1e9,
      atMost: try node.required("unknown_bandwidth_gbs").number() * 1e9,
      perServerCore: try node.required("unknown_bandwidth_server_core_gbs").number() * 1e9,
      ofSeveralPackages: try node.required("unknown_bandwidth_of_several_packages").number()
    )
    bands = try node.required("band").bandsOfBoth()
    unknownBandwidthBands = try node.required("unknown_bandwidth_band").bandsOfBoth()
  }
}

extension ReplacingLevels {
  fileprivate func bandsOfBoth() throws(JSONShapeError) -> (decode: Bands, prefill: Bands) {
    (decode: try Bands(required("decode").deepest), prefill: try Bands(required("prefill").deepest))
  }
}
