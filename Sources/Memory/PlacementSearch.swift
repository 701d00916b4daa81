import Machines
import Models

/// Finds the best place for one model at one quantization.
///
/// Order, fastest first: one accelerator, several by layers, experts in main memory, some layers on accelerators,
/// processor only. A placement that fits with its margin goes before any that is tight.
struct PlacementSearch {
  let plan: ModelPlan
  let weights: WeightsPlan
  let workload: Workload
  let pools: MemoryPools
  let quantization: Quantization
  let needs: FitCalculator.Needs
  /// False where only the verdict is asked for.
  var countsWork = true
  /// The numbers of cards among which a checkpoint may be split, in the order in which they are tried.
  var cardCounts = [1, 2, 4, 8]

  /// Share of the demand that must stay free for the verdict `fits`: the accuracy that is promised.
  static let margin = 0.03

  struct Result: Sendable {
    var placement: Placement
    var verdict: Verdict
    var headroomBytes: Int
  }

  var layerCount: Int { plan.structure.layerCount }

  func best() -> Result {
    if quantization.family == .safetensors { return bestForSafetensors() }
    if pools.isMainKnown, leastBytes > pools.totalBytes { return tooLarge() }
    var costs: LayerCosts?
    for verdict in [Verdict.fits, .tight] {
      for device in pools.devices where leastDeviceBytes <= device.budgetBytes {
        if let result = accept(singleDevice(device), verdict) { return result }
      }
      if !pools.devices.isEmpty {
        let layers = costs ?? LayerCosts(self)
        costs = layers
        for group in pools.groups where group.count > 1 {
          if let placement = split(group, layers, verdict), let result = accept(placement, verdict) { return result }
        }
        if let result = leastOffloaded(verdict, { offloadingExperts($0, layers, verdict) }) { return result }
        if let result = leastOffloaded(verdict, { offloadingLayers($0, layers, verdict) }) { return result }
      }
      if leastBytes <= pools.mainBudgetBytes, let result = accept(onProcessor(), verdict) { return result }
    }
    return tooLarge()
  }

  /// What every placement takes at least.
  private var leastBytes: Int {
    Saturating.add(
      Saturating.add(weights.totalBytes, needs.cacheBytes), Saturating.add(needs.recurrentBytes, needs.computeBytes))
  }

  /// What one device takes at least to hold all layers.
  private var leastDeviceBytes: Int {
    Saturating.add(
      Saturating.add(weights.repeatingBytes, needs.cacheBytes), Saturating.add(needs.recurrentBytes, needs.computeBytes)
    )
  }

  /// Of the devices that may share the work those that leave the least to main memory, the fewest where it is the same.
  private func leastOffloaded(_ verdict: Verdict, _ placement: ([DevicePool]) -> Placement?) -> Result? {
    var best: (placement: Placement, bytes: Int)?
    for group in pools.offloadGroups {
      guard let found = placement(group), judge(found).verdict == verdict else { continue }
      let bytes = found.devices.last?.memory.weightsBytes ?? 0
      if best.map({ bytes < $0.bytes }) ?? true { best = (found, bytes) }
    }
    return best.flatMap { accept($0.placement, verdict) }
  }

  private func accept(_ placement: Placement, _ verdict: Verdict) -> Result? {
    var result = judge(placement)
    guard result.verdict == verdict else { return nil }
    if countsWork { addWork(to: &result.placement) }
    return result
  }

  // MARK: Judging

  /// Checks every pool; devices that draw from main memory count there too.
  func judge(_ placement: Placement) -> Result {
    var headroom = Int.max
    var isTight = false
    var main = 0
    for share in placement.devices {
      let bytes = share.bytes
      main = Saturating.add(main, pools.mainBytes(of: bytes, on: share.id))
      guard share.id != "cpu" else { continue }
      headroom = min(headroom, share.budgetBytes - bytes)
      if Self.withMargin(bytes) > share.budgetBytes { isTight = true }
    }
    if !pools.isMainKnown {
      if ![.gpu, .multiGPU].contains(placement.mode) { headroom = min(headroom, -1) }
    } else if main > 0 {
      headroom = min(headroom, pools.mainBudgetBytes - main)
      if Self.withMargin(main) > pools.mainBudgetBytes { isTight = true }
    }
    let verdict: Verdict = headroom < 0 || placement.devices.isEmpty ? .tooLarge : isTight ? .tight : .fits
    return Result(placement: placement, verdict: verdict, headroomBytes: headroom)
  }

  static func withMargin(_ bytes: Int) -> Int { Saturating.add(bytes, Saturating.integer(Double(bytes) * margin)) }

  /// The most that may be put into a pool for a verdict.
  static func capacity(_ budget: Int, for verdict: Verdict) -> Int {
    verdict == .fits ? Int(Double(budget) / (1 + margin)) - 1 : budget
  }

  /// Nowhere: what it would take, counted in main memory, and how much is missing.
  private func tooLarge() -> Result {
    let placement = onProcessor(mode: .none)
    let demand = placement.devices.reduce(0) { Saturating.add($0, $1.bytes) }
    return Result(placement: placement, verdict: .tooLarge, headroomBytes: min(pools.totalBytes - demand, -1))
  }

  // MARK: Safetensors runtimes

  /// Everything on one GPU, or in equal parts on several (tensor parallel).
  private func bestForSafetensors() -> Result {
    let usable = pools.devices.filter { !$0.drawsFromMain && quantization.backends.contains($0.backend) }
    for verdict in [Verdict.fits, .tight] {
      for count in cardCounts where count > 0 && count <= usable.count {
        let devices = Array(usable.prefix(count))
        if let result = accept(inParts(devices), verdict) { return result }
      }
    }
    guard let most = cardCounts.last(where: { $0 > 0 && $0 <= usable.count }) else { return tooLarge() }
    var result = judge(inParts(Array(usable.prefix(most))))
    (result.placement.mode, result.placement.gpuLayers) = (.none, 0)
    return result
  }

  private func inParts(_ devices: [DevicePool]) -> Placement {
    let count = devices.count
    func part(_ bytes: Int) -> Int { (bytes + count - 1) / count }
    var shares: [DeviceShare] = []
    for device in devices {
      let share = DeviceShare(
        id: device.id, backend: device.backend,
        memory: MemoryDemand(
          weightsBytes: part(weights.totalBytes), kvCacheBytes: part(plan.cache.wholeContextBytes(workload)),
          recurrentBytes: part(needs.recurrentBytes), computeBytes: needs.computeBytes,
          overheadBytes: Overhead.safetensorsRuntime),
        budgetBytes: device.budgetBytes, layers: layerCount)
      shares.append(share)
    }
    return Placement(mode: count > 1 ? .multiGPU : .gpu, gpuLayers: layerCount + 1, devices: shares)
  }
}
