import DeviceCatalog
import FitCalculator
import HardwareModel
import ModelCatalog
import Units

/// What each device of a machine can read and compute per second.
struct DeviceRates: Sendable {
  private let processor: ComputeRates?
  private let accelerators: [String: Accelerator]
  private let facts: [String: GPUFact]

  init(machine: Machine, measurements: Measurements?) {
    processor = ProcessorRates.rates(machine, measurements)
    accelerators = Dictionary(machine.accelerators.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
    var facts: [String: GPUFact] = [:]
    for device in machine.accelerators {
      if let id = device.factID, facts[id] == nil { facts[id] = GPUTable.builtIn.gpu(id: id) }
    }
    self.facts = facts
  }

  /// The rates of the device that a share is on; nil when a needed fact is unknown.
  func rates(of share: DeviceShare) -> ComputeRates? {
    guard share.backend != .cpu else { return processor }
    guard let device = accelerators[share.id] else { return nil }
    return AcceleratorRates.rates(device, fact: device.factID.flatMap { facts[$0] }, backend: share.backend)
  }
}

/// Rates of one device, ready for the arithmetic.
struct ComputeRates: Sendable {
  /// Weight bytes per second while decoding, by format; formats that are missing use `weightBytesPerSecond`.
  var decodeBytesPerSecond: [TensorType: Double] = [:]
  var weightBytesPerSecond: Double
  var cacheBytesPerSecond: Double
  /// Operations per second on prompts, by format; formats that are missing use `operationsPerSecond`.
  var promptOperationsPerSecond: [TensorType: Double] = [:]
  var operationsPerSecond: Double
  /// Seconds per layer and token that nothing hides.
  var layerSeconds: Double
  /// Further seconds per layer with experts.
  var expertLayerSeconds: Double
  var band: Band
  var isMeasured: Bool

  /// By how much the truth may be slower or faster, as factors.
  struct Band: Sendable, Equatable {
    var slower: Double
    var faster: Double
  }

  func decodeSeconds(_ share: DeviceShare, depth: Int, context: Int) -> Double {
    var seconds = Double(share.layers) * layerSeconds + Double(share.work.expertLayers) * expertLayerSeconds
    for entry in share.work.weightBytesPerToken.entries {
      seconds += Double(entry.amount) / (decodeBytesPerSecond[entry.type] ?? weightBytesPerSecond)
    }
    let visible = Double(share.work.cacheBytesPerTokenAtDepth) * Double(depth) / Double(max(1, context))
    return seconds + (visible + Double(share.work.recurrentBytesPerToken)) / cacheBytesPerSecond
  }

  func promptSeconds(_ share: DeviceShare, workload: Workload) -> Double {
    let tokens = Double(workload.promptTokens)
    var seconds = 0.0
    for entry in share.work.multiplyAddsPerToken.entries {
      seconds += 2 * tokens * Double(entry.amount) / (promptOperationsPerSecond[entry.type] ?? operationsPerSecond)
    }
    let attention = 2 * tokens * tokens / 2 * Double(share.work.attentionMultiplyAddsPerContextToken)
    let batches = (tokens / Double(max(1, workload.microBatch))).rounded(.up)
    let reading = batches * Double(share.work.weightBytesPerBatch.total) / weightBytesPerSecond
    let waiting = batches * (Double(share.layers) * layerSeconds + Double(share.work.expertLayers) * expertLayerSeconds)
    return seconds + attention / operationsPerSecond + reading + waiting
  }
}
