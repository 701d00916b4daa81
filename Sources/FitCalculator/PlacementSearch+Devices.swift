import HardwareModel
import ModelCatalog

/// What each layer costs, and the sums before it.
struct LayerCosts {
  /// Bytes of all layers before an index: weights with experts, experts alone, caches and state.
  private(set) var weightsBefore = [0]
  private(set) var expertsBefore = [0]
  private(set) var cacheBefore = [0]
  private(set) var recurrentBefore = [0]

  init(_ search: PlacementSearch) {
    let bytes = search.weights.bytesPerLayer()
    let caches = search.plan.cacheBytesPerLayer(search.workload)
    for layer in 0..<search.layerCount {
      weightsBefore.append(Saturating.add(weightsBefore[layer], bytes.all[layer]))
      expertsBefore.append(Saturating.add(expertsBefore[layer], bytes.experts[layer]))
      cacheBefore.append(Saturating.add(cacheBefore[layer], caches.cache[layer]))
      recurrentBefore.append(Saturating.add(recurrentBefore[layer], caches.recurrent[layer]))
    }
  }

  /// Bytes of the weights in a range of layers when the first layers' experts are elsewhere.
  func weights(_ layers: Range<Int>, expertsInRAM: Int = 0) -> Int {
    var bytes = weightsBefore[layers.upperBound] - weightsBefore[layers.lowerBound]
    let bound = min(max(expertsInRAM, layers.lowerBound), layers.upperBound)
    bytes -= expertsBefore[bound] - expertsBefore[layers.lowerBound]
    return bytes
  }

  func cache(_ layers: Range<Int>) -> Int { cacheBefore[layers.upperBound] - cacheBefore[layers.lowerBound] }
  func recurrent(_ layers: Range<Int>) -> Int {
    recurrentBefore[layers.upperBound] - recurrentBefore[layers.lowerBound]
  }

  func total(_ layers: Range<Int>, expertsInRAM: Int = 0) -> Int {
    Saturating.add(weights(layers, expertsInRAM: expertsInRAM), Saturating.add(cache(layers), recurrent(layers)))
  }
}

extension PlacementSearch {
  /// Bytes that go with the output layer: head and final norm; a tied head is a second copy on the device.
  var outputBytes: Int { Saturating.add(weights.outputBytes, weights.tiedHeadBytes) }

  /// Everything in main memory.
  func onProcessor(mode: Placement.Mode = .cpu) -> Placement {
    let share = DeviceShare(
      id: "cpu", backend: .cpu,
      memory: MemoryDemand(
        weightsBytes: weights.totalBytes, kvCacheBytes: needs.cacheBytes, recurrentBytes: needs.recurrentBytes,
        computeBytes: needs.computeBytes, overheadBytes: Overhead.host(.cpu)),
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
        overheadBytes: Overhead.device(device.backend)),
      budgetBytes: device.budgetBytes, layers: layerCount)
    let main = DeviceShare(
      id: "cpu", backend: .cpu,
      memory: MemoryDemand(
        weightsBytes: weights.inputBytes, computeBytes: needs.hostBufferBytes,
        overheadBytes: Overhead.host(device.backend)),
      budgetBytes: pools.mainBudgetBytes, layers: 0)
    return Placement(mode: .gpu, gpuLayers: layerCount + 1, devices: [share, main])
  }

  /// What a device takes before the first layer.
  private func fixedBytes(_ device: DevicePool) -> Int {
    Saturating.add(needs.computeBytes, Overhead.device(device.backend))
  }

  /// Layers from `start` on over devices in order, each filled up to a share of its capacity; nil when they do not fit.
  private func fill(
    _ devices: [DevicePool], from start: Int, _ costs: LayerCosts, expertsInRAM: Int, share: Double, _ verdict: Verdict
  ) -> [(device: DevicePool, layers: Range<Int>)]? {
    var parts: [(device: DevicePool, layers: Range<Int>)] = []
    var next = start
    for (index, device) in devices.enumerated() {
      let isLast = index == devices.count - 1
      let room = Self.capacity(device.budgetBytes, for: verdict) - fixedBytes(device)
      guard room > 0 else { continue }
      var limit = Int(Double(room) * share)
      if isLast { limit -= outputBytes }
      var low = next
      var high = layerCount
      while low < high {
        let middle = (low + high + 1) / 2
        if costs.total(next..<middle, expertsInRAM: expertsInRAM) <= limit { low = middle } else { high = middle - 1 }
      }
      if limit < 0 { return nil }
      parts.append((device, next..<low))
      next = low
    }
    guard next == layerCount, parts.last?.device.id == devices.last?.id else { return nil }
    return parts.filter { !$0.layers.isEmpty || $0.device.id == devices.last?.id }
  }

  /// All layers over several devices, each filled to the same share of what it can hold.
  func split(_ devices: [DevicePool], _ costs: LayerCosts, _ verdict: Verdict) -> Placement? {
    guard fill(devices, from: 0, costs, expertsInRAM: 0, share: 1, verdict) != nil else { return nil }
    var low = 0.0
    var high = 1.0
    for _ in 0..<12 {
      let middle = (low + high) / 2
      if fill(devices, from: 0, costs, expertsInRAM: 0, share: middle, verdict) != nil {
        high = middle
      } else {
        low = middle
      }
    }
    guard let parts = fill(devices, from: 0, costs, expertsInRAM: 0, share: high, verdict) else { return nil }
    return assemble(parts, costs, mode: parts.count > 1 ? .multiGPU : .gpu)
  }

  /// All layers on the devices but the experts of the first few.
  func offloadingExperts(_ devices: [DevicePool], _ costs: LayerCosts, _ verdict: Verdict) -> Placement? {
    guard let last = plan.inventory.expertLayers.indices.last else { return nil }
    return fewest(upTo: last + 1) { count in
      fill(devices, from: 0, costs, expertsInRAM: count, share: 1, verdict)
    }.map { assemble($0.parts, costs, expertsInRAM: $0.count, mode: .expertOffload) }
  }

  /// As many of the last layers on the devices as they hold: llama.cpp counts `--n-gpu-layers` from the output.
  func offloadingLayers(_ devices: [DevicePool], _ costs: LayerCosts, _ verdict: Verdict) -> Placement? {
    fewest(upTo: layerCount) { start in
      fill(devices, from: start, costs, expertsInRAM: 0, share: 1, verdict)
    }.flatMap { $0.count >= layerCount ? nil : assemble($0.parts, costs, mode: .partialOffload) }
  }

  /// The smallest number for which the layers fit, by bisection.
  private func fewest(
    upTo limit: Int, _ parts: (Int) -> [(device: DevicePool, layers: Range<Int>)]?
  ) -> (count: Int, parts: [(device: DevicePool, layers: Range<Int>)])? {
    guard parts(limit) != nil else { return nil }
    var low = 0
    var high = limit
    while low < high {
      let middle = (low + high) / 2
      if parts(middle) != nil { high = middle } else { low = middle + 1 }
    }
    return parts(high).map { (high, $0) }
  }

  /// The placement with these layers on the devices and the rest in main memory.
  private func assemble(
    _ parts: [(device: DevicePool, layers: Range<Int>)], _ costs: LayerCosts, expertsInRAM: Int = 0,
    mode: Placement.Mode
  ) -> Placement {
    let start = parts.first?.layers.lowerBound ?? layerCount
    var shares: [DeviceShare] = []
    for (index, part) in parts.enumerated() {
      let isLast = index == parts.count - 1
      let share = DeviceShare(
        id: part.device.id, backend: part.device.backend,
        memory: MemoryDemand(
          weightsBytes: Saturating.add(
            costs.weights(part.layers, expertsInRAM: expertsInRAM), isLast ? outputBytes : 0),
          kvCacheBytes: costs.cache(part.layers), recurrentBytes: costs.recurrent(part.layers),
          computeBytes: needs.computeBytes, overheadBytes: Overhead.device(part.device.backend)),
        budgetBytes: part.device.budgetBytes, layers: part.layers.count)
      shares.append(share)
    }
    let before = 0..<start
    let experts = costs.expertsBefore[min(max(expertsInRAM, start), layerCount)] - costs.expertsBefore[start]
    let computes = start > 0 || expertsInRAM > 0
    let main = DeviceShare(
      id: "cpu", backend: .cpu,
      memory: MemoryDemand(
        weightsBytes: Saturating.add(weights.inputBytes, Saturating.add(costs.weights(before), experts)),
        kvCacheBytes: costs.cache(before), recurrentBytes: costs.recurrent(before),
        computeBytes: computes ? needs.computeBytes : needs.hostBufferBytes,
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
