import Machines
import Models

extension PlacementSearch {
  /// Bytes that go with the output layer: head and final norm; a tied head is a second copy on the device.
  var outputBytes: Int { Saturating.add(weights.outputBytes, weights.tiedHeadBytes) }

  /// Everything in main memory.
  func onProcessor(mode: Placement.Mode = .cpu) -> Placement {
    let share = DeviceShare(
      id: "cpu", backend: .cpu,
      memory: MemoryDemand(
        weightsBytes: weights.totalBytes, kvCacheBytes: needs.cacheBytes, recurrentBytes: needs.recurrentBytes,
        computeBytes: needs.computeBytes,
        overheadBytes: Overhead.host(.cpu)
          + Overhead.process(
            workload.reservation, vocabularySize: plan.structure.globals.vocabularySize,
            contextCheckpointBytes: needs.contextCheckpointBytes)),
      budgetBytes: pools.mainBudgetBytes, layers: layerCount)
    return Placement(mode: mode, devices: [share])
  }

  /// All layers on one device; input embeddings stay in main memory.
  func singleDevice(_ device: DevicePool) -> Placement {
    let share = DeviceShare(
      id: device.id, backend: device.backend,
      memory: MemoryDemand(
        weightsBytes: Saturating.add(outputBytes, weights.repeatingBytes), kvCacheBytes: needs.cacheBytes,
        recurrentBytes: needs.recurrentBytes, computeBytes: needs.computeBytes,
        overheadBytes: overheadBytes(device)),
      budgetBytes: device.budgetBytes, layers: layerCount)
    let main = DeviceShare(
      id: "cpu", backend: .cpu,
      memory: MemoryDemand(
        weightsBytes: weights.inputBytes, computeBytes: needs.hostBufferBytes,
        overheadBytes: Overhead.host(device.backend)),
      budgetBytes: pools.mainBudgetBytes, layers: 0)
    return Placement(mode: .gpu, gpuLayers: layerCount + 1, devices: [share, main])
  }

  private func overheadBytes(_ device: DevicePool) -> Int {
    Overhead.device(
      device.backend, computeTarget: device.computeTarget, hasExperts: !plan.inventory.expertLayers.indices.isEmpty)
  }

  /// A part of the layers and where it goes.
  typealias Part = (device: DevicePool, layers: Range<Int>)

  /// Fills devices in order with the layers from `start` on, each up to a share of its capacity.
  ///
  /// `placing` is told which layers each gets; false when they do not fit.
  private func fill(
    _ devices: [DevicePool], from start: Int, _ costs: LayerCosts, expertsInRAM: Int, share: Double, _ verdict: Verdict,
    placing: (Int, Range<Int>) -> Void = { _, _ in }
  ) -> Bool {
    var next = start
    // llama.cpp has the first card compute prompts with what is in main memory.
    let copying = costs.copyingCompute(start: start, expertsInRAM: expertsInRAM)
    for index in devices.indices {
      let isLast = index == devices.count - 1
      let fixed = Saturating.add(
        next == start ? copying ?? needs.computeBytes : needs.computeBytes, overheadBytes(devices[index]))
      let room = Self.capacity(devices[index].budgetBytes, for: verdict) - fixed
      guard room > 0 else {
        if isLast { return false }
        continue
      }
      var limit = Int(Double(room) * share)
      if isLast { limit -= outputBytes }
      if limit < 0 { return false }
      var low = next
      var high = layerCount
      while low < high {
        let middle = (low + high + 1) / 2
        if costs.total(next..<middle, expertsInRAM: expertsInRAM) <= limit { low = middle } else { high = middle - 1 }
      }
      if low > next || isLast { placing(index, next..<low) }
      next = low
    }
    return next == layerCount
  }

  private func parts(
    _ devices: [DevicePool], from start: Int, _ costs: LayerCosts, expertsInRAM: Int, share: Double, _ verdict: Verdict
  ) -> [Part] {
    var parts: [Part] = []
    _ = fill(devices, from: start, costs, expertsInRAM: expertsInRAM, share: share, verdict) { index, layers in
      parts.append((devices[index], layers))
    }
    return parts
  }

  /// All layers over several devices, each filled to the same share of what it can hold.
  func split(_ devices: [DevicePool], _ costs: LayerCosts, _ verdict: Verdict) -> Placement? {
    guard fill(devices, from: 0, costs, expertsInRAM: 0, share: 1, verdict) else { return nil }
    var low = 0.0
    var high = 1.0
    for _ in 0..<12 {
      let middle = (low + high) / 2
      if fill(devices, from: 0, costs, expertsInRAM: 0, share: middle, verdict) { high = middle } else { low = middle }
    }
    let parts = parts(devices, from: 0, costs, expertsInRAM: 0, share: high, verdict)
    return assemble(parts, costs, mode: parts.count > 1 ? .multiGPU : .gpu)
  }

  /// All layers on the devices but the experts of the first few.
  func offloadingExperts(_ devices: [DevicePool], _ costs: LayerCosts, _ verdict: Verdict) -> Placement? {
    guard let last = plan.inventory.expertLayers.indices.last else { return nil }
    return fewest(upTo: last + 1) { fill(devices, from: 0, costs, expertsInRAM: $0, share: 1, verdict) }.map { count in
      let parts = parts(devices, from: 0, costs, expertsInRAM: count, share: 1, verdict)
      return assemble(parts, costs, expertsInRAM: count, mode: .expertOffload)
    }
  }

  /// As many of the last layers on the devices as they hold: llama.cpp counts `--n-gpu-layers` from the output.
  func offloadingLayers(_ devices: [DevicePool], _ costs: LayerCosts, _ verdict: Verdict) -> Placement? {
    fewest(upTo: layerCount) { fill(devices, from: $0, costs, expertsInRAM: 0, share: 1, verdict) }.flatMap { start in
      if start >= layerCount { return nil }
      return assemble(
        parts(devices, from: start, costs, expertsInRAM: 0, share: 1, verdict), costs, mode: .partialOffload)
    }
  }

  /// The smallest number for which the layers fit, by bisection.
  private func fewest(upTo limit: Int, fits: (Int) -> Bool) -> Int? {
    guard fits(limit) else { return nil }
    var low = 0
    var high = limit
    while low < high {
      let middle = (low + high) / 2
      if fits(middle) { high = middle } else { low = middle + 1 }
    }
    return high
  }

  /// The placement with these layers on the devices and the rest in main memory.
  func assemble(
    _ parts: [Part], _ costs: LayerCosts, expertsInRAM: Int = 0, mode: Placement.Mode
  ) -> Placement {
    let start = parts.first?.layers.lowerBound ?? layerCount
    let copying = costs.copyingCompute(start: start, expertsInRAM: expertsInRAM)
    var shares: [DeviceShare] = []
    for (index, part) in parts.enumerated() {
      let isLast = index == parts.count - 1
      let share = DeviceShare(
        id: part.device.id, backend: part.device.backend,
        memory: MemoryDemand(
          weightsBytes: Saturating.add(
            costs.weights(part.layers, expertsInRAM: expertsInRAM), isLast ? outputBytes : 0),
          kvCacheBytes: costs.cache(part.layers), recurrentBytes: costs.recurrent(part.layers),
          computeBytes: index == 0 ? copying ?? needs.computeBytes : needs.computeBytes,
          overheadBytes: overheadBytes(part.device)),
        budgetBytes: part.device.budgetBytes, layers: part.layers.count)
      shares.append(share)
    }
    let before = 0..<start
    let experts = costs.experts(start..<min(max(expertsInRAM, start), layerCount))
    let main = DeviceShare(
      id: "cpu", backend: .cpu,
      memory: MemoryDemand(
        weightsBytes: Saturating.add(weights.inputBytes, Saturating.add(costs.weights(before), experts)),
        kvCacheBytes: costs.cache(before), recurrentBytes: costs.recurrent(before),
        computeBytes: copying == nil ? needs.hostBufferBytes : needs.computeBytes,
        overheadBytes: parts.first.map { Overhead.host($0.device.backend) } ?? 0),
      budgetBytes: pools.mainBudgetBytes, layers: start)
    return Placement(
      mode: mode, gpuLayers: layerCount + 1 - start, expertLayersInRAM: expertsInRAM, devices: shares + [main])
  }
}

extension ModelPlan {
  /// How many layers of a range have routed experts.
  func expertLayers(in range: Range<Int>) -> Int {
    inventory.expertLayers.indices.reduce(0) { range.contains($1) ? $0 + 1 : $0 }
  }
}
