import Machines

/// A device of one of several hosts that hold a model together through llama.cpp's RPC servers.
package struct SpreadDevice: Sendable, Equatable {
  /// Its host's number.
  package var host: Int
  /// The accelerator's id; `cpu`: an RPC server that lends main memory and the processor.
  package var id: String
  package var backend: Backend
  package var budgetBytes: Int
  /// Whether it draws from its host's main memory.
  package var drawsFromMain: Bool

  package init(host: Int, id: String, backend: Backend, budgetBytes: Int, drawsFromMain: Bool) {
    (self.host, self.id, self.backend) = (host, id, backend)
    (self.budgetBytes, self.drawsFromMain) = (budgetBytes, drawsFromMain)
  }
}

/// One model over several hosts: what each device takes, and what the head takes beside its devices.
package struct HostSpread: Sendable {
  /// In llama.cpp's order: those of RPC servers, then the head's own; without those that get no layer.
  package var shares: [(host: Int, share: DeviceShare)]
  /// The head's main memory: input embeddings, the graph's inputs.
  package var head: DeviceShare
  /// Layers of each device in the order that was given, the output layer counted with the last (`--tensor-split`).
  package var layers: [Int]
  package var verdict: Verdict
  /// The least budget less demand over the devices; negative when too large.
  package var headroomBytes: Int
  package var fit: Fit
}

extension PlannedModel {
  /// The model over devices of several hosts, in llama.cpp's order; nil where they are too few or it is no GGUF recipe.
  ///
  /// Layers go by the memory that is free, as llama.cpp does without `--tensor-split`; where that is too much for a device,
  /// each is filled to the same share of what it holds. The calculator's machine is the host `head`.
  package func spread(_ quantization: Quantization, over devices: [SpreadDevice], head: Int) -> HostSpread? {
    guard quantization.family == .gguf, devices.count > 1 else { return nil }
    let weights = weights(quantization)
    let needs = entry.needs.pipelined(entry.plan, workload)
    var pools = pools
    pools.devices = devices.enumerated().map { place, device in
      let isShared = device.host == head && device.drawsFromMain
      // What the head keeps for itself comes out of the same memory.
      let kept = isShared ? Saturating.add(weights.inputBytes, needs.hostBufferBytes) : 0
      return DevicePool(
        id: "\(place)", backend: device.backend, budgetBytes: max(0, device.budgetBytes - kept),
        drawsFromMain: isShared,
        bandwidth: 0)
    }
    let search = PlacementSearch(
      plan: entry.plan, weights: weights, workload: workload, pools: pools, quantization: quantization, needs: needs)
    let costs = LayerCosts(search)
    let even = search.byFreeMemory(pools.devices, costs)
    let found = search.judge(even)
    let balanced =
      found.verdict == .fits
      ? nil : search.split(pools.devices, costs, .fits) ?? search.split(pools.devices, costs, .tight)
    var placement = balanced ?? even
    search.addWork(to: &placement)
    return spread(placement, search.judge(placement), devices, quantization, weights)
  }

  private func spread(
    _ placement: Placement, _ result: PlacementSearch.Result, _ devices: [SpreadDevice], _ quantization: Quantization,
    _ weights: WeightsPlan
  ) -> HostSpread? {
    guard var head = placement.devices.first(where: { $0.id == "cpu" }) else { return nil }
    let contextCheckpointBytes = entry.plan.cache.contextCheckpointBytes(workload)
    head.memory.overheadBytes = Saturating.add(
      head.memory.overheadBytes,
      Overhead.process(
        workload.reservation, vocabularySize: entry.plan.structure.globals.vocabularySize,
        contextCheckpointBytes: contextCheckpointBytes))
    var shares: [(host: Int, share: DeviceShare)] = []
    var layers = [Int](repeating: 0, count: devices.count)
    for share in placement.devices where share.id != "cpu" {
      guard let place = Int(share.id) else { continue }
      var share = share
      (share.id, share.budgetBytes) = (devices[place].id, devices[place].budgetBytes)
      if share.backend == .cpu {
        share.memory.overheadBytes = Saturating.add(share.memory.overheadBytes, Overhead.rpcServer)
      }
      layers[place] = share.layers
      shares.append((devices[place].host, share))
    }
    layers[devices.count - 1] += 1
    let row = RowCache.Row(
      bitsPerWeight: weights.bitsPerWeight, weightsBytes: weights.totalBytes,
      contextCheckpointBytes: contextCheckpointBytes, result: result)
    let fit = calculator.fit(model, row, quantization, workload, notes, files[quantization])
    return HostSpread(
      shares: shares, head: head, layers: layers, verdict: result.verdict, headroomBytes: result.headroomBytes, fit: fit
    )
  }
}

extension FitCalculator.Needs {
  /// The same where several devices work one after the other and llama.cpp therefore computes micro-batches in a pipeline.
  ///
  /// It keeps four copies of what goes from one device to the next and of the masks, on each of them and on the head
  /// (`GGML_SCHED_MAX_COPIES`). Compared with b10488 over RPC servers: docs/links.md.
  fileprivate func pipelined(_ plan: ModelPlan, _ workload: Workload) -> FitCalculator.Needs {
    let batch = workload.effectiveMicroBatch
    let hidden = Saturating.multiply(plan.structure.globals.embeddingWidth, batch, 4)
    var windows: [Int] = []
    for part in plan.cache.parts {
      if case .window = part.cache.kind, !windows.contains(part.cells(workload)) {
        windows.append(part.cells(workload))
      }
    }
    let cells = windows.reduce(plan.cache.hasWholeContext ? workload.paddedContext : 0, Saturating.add)
    let mask = Saturating.multiply(cells, batch, workload.flashAttention ? 2 : 4)
    let copied = Saturating.add(hidden, mask)
    var needs = self
    needs.computeBytes = Saturating.add(computeBytes, Saturating.multiply(copied, Self.copies - 1))
    needs.hostBufferBytes = Saturating.add(Saturating.multiply(copied, Self.copies), hidden)
    return needs
  }

  private static let copies = 4
}

extension CachePlan {
  /// Whether any layer sees the whole context.
  fileprivate var hasWholeContext: Bool {
    parts.contains {
      switch $0.cache.kind {
      case .full, .latent, .compressed, .indexer: true
      case .window, .images: false
      }
    }
  }
}

extension PlacementSearch {
  /// Layers in proportion to the devices' memory, the output layer counted as one (llama.cpp's `load_tensors`).
  fileprivate func byFreeMemory(_ devices: [DevicePool], _ costs: LayerCosts) -> Placement {
    let total = devices.reduce(0.0) { $0 + Double($1.budgetBytes) }
    var (parts, next, sum): ([Part], Int, Double) = ([], 0, 0)
    for (place, device) in devices.enumerated() {
      sum += Double(device.budgetBytes)
      // The first layer beyond the device's share is the next one's.
      let bound = sum / max(1, total) * Double(layerCount + 1)
      let end = place == devices.count - 1 ? layerCount : min(layerCount, max(next, Int(bound.rounded(.up))))
      if end > next || place == devices.count - 1 { parts.append((device, next..<end)) }
      next = end
    }
    return assemble(parts, costs, mode: .multiGPU)
  }
}
