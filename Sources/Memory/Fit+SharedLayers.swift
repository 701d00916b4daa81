import Machines

extension Fit {
  /// The same row with every layer in equal parts on several cards alike, which compute it together (llama.cpp's
  /// `--split-mode tensor`); nil where it does not lie on cards alone, or one of them lacks the room.
  package func sharingLayers(among cards: [Accelerator]) -> Fit? {
    guard [.gpu, .multiGPU].contains(placement.mode), cards.count > 1, workload.flashAttention,
      workload.keyCacheType.blockElements == 1, workload.valueCacheType.blockElements == 1
    else { return nil }
    let shares = placement.accelerators
    guard var whole = shares.first, shares.allSatisfy({ $0.backend == whole.backend }) else { return nil }
    for share in shares.dropFirst() { whole.join(share) }
    let part = whole.divided(by: cards.count)
    var result = self
    result.placement.mode = .multiGPU
    result.placement.sharesLayers = true
    result.placement.devices = []
    for card in cards {
      var share = part
      share.id = card.id
      share.budgetBytes = shares.first { $0.id == card.id }?.budgetBytes ?? card.budget(workload)
      guard PlacementSearch.withMargin(share.bytes) <= share.budgetBytes else { return nil }
      result.placement.devices.append(share)
    }
    result.placement.devices += placement.devices.filter { $0.backend == .cpu }
    result.memory = MemoryDemand()
    for share in result.placement.devices { result.memory += share.memory }
    result.headroomBytes = result.placement.devices.map { $0.budgetBytes - $0.bytes }.min() ?? 0
    return result
  }
}

extension Accelerator {
  fileprivate func budget(_ workload: Workload) -> Int {
    min(budgetBytes.value ?? 0, workload.vramBudgetBytes ?? .max)
  }
}

extension DeviceShare {
  /// Adds what another card of a split by layers has.
  fileprivate mutating func join(_ other: DeviceShare) {
    let (compute, overhead) = (memory.computeBytes, memory.overheadBytes)
    memory += other.memory
    // Each card has buffers and a context of its own.
    memory.computeBytes = max(compute, other.memory.computeBytes)
    memory.overheadBytes = max(overhead, other.memory.overheadBytes)
    layers = Saturating.add(layers, other.layers)
    work.join(other.work)
  }

  fileprivate func divided(by count: Int) -> DeviceShare {
    func part(_ bytes: Int) -> Int { bytes / count + (bytes % count == 0 ? 0 : 1) }
    var result = self
    result.memory.weightsBytes = part(memory.weightsBytes)
    result.memory.kvCacheBytes = part(memory.kvCacheBytes)
    result.memory.recurrentBytes = part(memory.recurrentBytes)
    result.work = work.divided(by: count)
    return result
  }
}
