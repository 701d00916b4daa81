import HardwareModel
import ModelCatalog

/// Finds the best place for one model at one quantization.
///
/// Order, fastest first: one accelerator, several by layers, experts in main memory, some layers on the accelerators,
/// processor only. A placement that fits with its margin goes before any that is tight.
struct PlacementSearch {
  let plan: ModelPlan
  let weights: WeightsPlan
  let workload: Workload
  let pools: MemoryPools
  let family: Quantization.Family
  let cacheBytes: Int
  let recurrentBytes: Int
  let computeBytes: Int

  /// Share of the demand that must stay free for the verdict `fits`: the accuracy that is promised.
  static let margin = 0.03

  struct Result {
    var placement: Placement
    var verdict: Verdict
    var headroomBytes: Int
  }

  func best() -> Result {
    var tight: Result?
    for candidate in candidates() {
      let result = judge(candidate)
      if result.verdict == .fits { return result }
      if result.verdict == .tight, tight == nil { tight = result }
    }
    return tight ?? tooLarge()
  }

  private func candidates() -> [Placement] {
    var result: [Placement] = []
    let layers = plan.architecture.layerCount
    for device in pools.devices { result.append(onDevices([(device, 0..<layers)], expertsInRAM: 0)) }
    if family == .gguf {
      if pools.devices.isEmpty || mayNeedMain { result += mixed() }
      result.append(onProcessor())
    }
    return result
  }

  /// True unless some device surely holds everything.
  private var mayNeedMain: Bool { true }

  func mixed() -> [Placement] { [] }

  /// Everything in main memory.
  func onProcessor(mode: Placement.Mode = .cpu) -> Placement {
    var share = DeviceShare(
      id: "cpu", backend: .cpu,
      memory: MemoryDemand(
        weightsBytes: weights.totalBytes, kvCacheBytes: cacheBytes, recurrentBytes: recurrentBytes,
        computeBytes: computeBytes, overheadBytes: Overhead.host(.cpu)),
      budgetBytes: pools.mainBudgetBytes, layers: plan.architecture.layerCount)
    weights.add(.whole, to: &share.work)
    plan.addAttention(0..<plan.architecture.layerCount, workload, to: &share.work)
    return Placement(mode: mode, devices: [share])
  }

  /// All layers on devices, in order, with the experts of the first layers in main memory when asked.
  func onDevices(_ parts: [(device: DevicePool, layers: Range<Int>)], expertsInRAM: Int) -> Placement {
    let count = plan.architecture.layerCount
    guard parts.count == 1, expertsInRAM == 0, let part = parts.first else { return Placement(mode: .none) }
    var share = DeviceShare(
      id: part.device.id, backend: part.device.backend,
      memory: MemoryDemand(
        weightsBytes: weights.outputBytes + weights.repeatingBytes + weights.tiedHeadBytes, kvCacheBytes: cacheBytes,
        recurrentBytes: recurrentBytes, computeBytes: computeBytes,
        overheadBytes: Overhead.device(part.device.backend)),
      budgetBytes: part.device.budgetBytes, layers: count)
    weights.add(.whole, to: &share.work)
    plan.addAttention(0..<count, workload, to: &share.work)
    let main = DeviceShare(
      id: "cpu", backend: .cpu,
      memory: MemoryDemand(
        weightsBytes: weights.inputBytes, computeBytes: hostBufferBytes,
        overheadBytes: Overhead.host(part.device.backend)),
      budgetBytes: pools.mainBudgetBytes, layers: 0)
    return Placement(mode: .gpu, gpuLayers: count + 1, devices: [share, main])
  }

  /// Inputs of the graph that the host fills: embeddings, positions, masks.
  var hostBufferBytes: Int {
    let batch = workload.effectiveMicroBatch
    return Saturating.add(
      Saturating.multiply(plan.architecture.embeddingWidth, batch, 8),
      Saturating.multiply(workload.paddedContext, batch, plan.isEncoder ? 0 : 6))
  }

  func judge(_ placement: Placement) -> Result {
    var headroom = Int.max
    var isTight = false
    var main = 0
    for share in placement.devices {
      let bytes = share.bytes
      if share.id == "cpu" || isShared(share.id) { main = Saturating.add(main, bytes) }
      guard share.id != "cpu" else { continue }
      headroom = min(headroom, share.budgetBytes - bytes)
      if Self.withMargin(bytes) > share.budgetBytes { isTight = true }
    }
    if main > 0 {
      headroom = min(headroom, pools.mainBudgetBytes - main)
      if Self.withMargin(main) > pools.mainBudgetBytes { isTight = true }
    }
    let verdict: Verdict = headroom < 0 || placement.devices.isEmpty ? .tooLarge : isTight ? .tight : .fits
    return Result(placement: placement, verdict: verdict, headroomBytes: headroom)
  }

  static func withMargin(_ bytes: Int) -> Int { Saturating.add(bytes, Saturating.integer(Double(bytes) * margin)) }

  private func isShared(_ id: String) -> Bool { pools.devices.contains { $0.id == id && $0.drawsFromMain } }

  /// Nowhere: what it would take in main memory, and how much is missing.
  private func tooLarge() -> Result {
    let placement = onProcessor(mode: .none)
    let demand = placement.devices.reduce(0) { Saturating.add($0, $1.bytes) }
    return Result(placement: placement, verdict: .tooLarge, headroomBytes: min(pools.totalBytes - demand, -1))
  }
}
