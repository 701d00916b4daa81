import Base
import Machines
import Memory
import Models
import Speed

/// Deployments of llama.cpp and Ollama: slots that each reserve a whole context, layers split over cards, or one server on
/// each card.
struct LlamaDeployments {
  let engine: ServingEngine
  @Shared private(set) var machine: Machine
  let measurements: Measurements?
  @Shared private(set) var model: Model
  /// The tensors of a file that was named; nil: the recipe's.
  let file: NamedTensors?
  let request: ServingRequest
  let base: Workload
  let constants: LlamaConstants
  let plans: PlanCache

  /// llama.cpp's own limit (`LLAMA_MAX_SEQ`), or as many slots as are asked for.
  private var mostSlots: Int { base.parallel > 1 ? min(base.parallel, 256) : 256 }

  func deployments(_ checkpoint: Checkpoint) -> [Deployment] {
    var all = [deployment(checkpoint, machine, replicas: request.nodes)].compactMap(\.self)
    if let single = oneCard, let alone = deployment(checkpoint, single.machine, replicas: single.count * request.nodes),
      alone.fit?.placement.mode == .gpu
    {
      all.append(alone)
    }
    if request.nodes > 1, let together = deployment(checkpoint, allNodes, replicas: 1, hops: request.nodes - 1) {
      // Servers of their own are better where one node holds the model.
      if together.maxConcurrency > 0 || all.isEmpty { all.append(together) }
      if all.contains(where: { $0.maxConcurrency > 0 }) { all.removeAll { $0.maxConcurrency == 0 } }
    }
    return all
  }

  /// The cards of all nodes as if they were in one, as llama.cpp sees them through its RPC servers.
  private var allNodes: Machine {
    var all = machine
    for node in 2...max(2, request.nodes) {
      for card in machine.accelerators where card.isUsable {
        var card = card
        card.id += "@\(node)"
        all.accelerators.append(card)
      }
    }
    return all
  }

  /// The machine with the first card of several alike.
  private var oneCard: (machine: Machine, count: Int)? {
    let usable = machine.accelerators.filter { $0.isUsable && $0.memoryKind.value == .dedicated }
    guard let first = usable.first, usable.count > 1, usable.allSatisfy({ $0.factID == first.factID }) else {
      return nil
    }
    var single = machine
    single.accelerators.removeAll { $0.id != first.id && $0.memoryKind.value == .dedicated }
    return (single, usable.count)
  }

  private func workload(slots: Int) -> Workload {
    var workload = base
    workload.context = max(base.context, request.inputTokens + request.outputTokens)
    workload.promptTokens = request.inputTokens
    workload.parallel = slots
    return workload
  }

  private func fit(_ calculator: FitCalculator, _ recipe: String, slots: Int) -> Fit? {
    if let file {
      return calculator.fit(of: model, tensors: file.tensors, quantization: recipe, workload: workload(slots: slots))
    }
    return calculator.fits(of: model, quantizations: [recipe], workload: workload(slots: slots)).first
  }

  private func deployment(
    _ checkpoint: Checkpoint, _ machine: Machine, replicas: Int, hops: Int = 0
  ) -> Deployment? {
    let calculator = FitCalculator(machine: machine, plans: plans)
    guard let alone = fit(calculator, checkpoint.label, slots: 1) else { return nil }
    let cards = alone.placement.devices.filter { $0.backend != .cpu }.count
    let split = Deployment.Split(
      gpus: cards * replicas, replicas: replicas, nodes: request.nodes, networkHops: hops)
    guard alone.verdict != .tooLarge else {
      return Deployment(
        engine: engine, checkpoint: checkpoint, split: split, memory: memory(alone, replicas), maxConcurrency: 0,
        isBoundByMemory: true, times: nil, band: { _ in (1, 1) }, fit: alone)
    }
    let (slots, fit) = mostSlots(calculator, checkpoint.label, alone)
    return deployment(
      checkpoint, alone: alone, fit, machine, split: split, slots: slots, isBoundByMemory: slots < mostSlots, hops: hops
    )
  }

  /// One file as it was placed, each of its workload's sequences in a slot.
  func deployment(placed fit: Fit) -> Deployment {
    let cards = fit.placement.devices.filter { $0.backend != .cpu }.count
    return deployment(
      Checkpoint(format: .gguf, label: fit.quantization), alone: fit, fit, machine,
      split: Deployment.Split(gpus: cards),
      slots: fit.workload.parallel, isBoundByMemory: false)
  }

  private func deployment(
    _ checkpoint: Checkpoint, alone: Fit, _ fit: Fit, _ machine: Machine, split: Deployment.Split, slots: Int,
    isBoundByMemory: Bool, hops: Int = 0
  ) -> Deployment {
    let replicas = split.replicas
    let speed = SpeedModel(machine: machine, measurements: measurements)
    let times = speed.batchBases(of: alone, model: model).map {
      LlamaTimes(
        bases: $0, constants: constants, expertShare: expertShare, promptTokens: request.inputTokens,
        network: hops > 0 ? (hops: hops + 1, link: request.link, tokenBytes: width * 4) : nil)
    }
    let band = constants.band
    return Deployment(
      engine: engine, checkpoint: checkpoint, split: split, memory: memory(fit, replicas),
      maxConcurrency: slots * replicas, isBoundByMemory: isBoundByMemory, times: times,
      band: { sequences in
        let alone = times?.aloneBand ?? (slower: band, faster: band)
        guard sequences > 1 else { return alone }
        return (slower: max(alone.slower, band), faster: max(alone.faster, band))
      },
      fit: fit, watts: watts(fit, machine, replicas), isMeasured: times?.bases.allSatisfy(\.isMeasured) ?? false)
  }

  /// Of the numbers of 32 bits that go from node to node for each token.
  private var width: Double { Double(model.architecture?.embeddingWidth ?? 0) }

  private var expertShare: Double {
    guard let experts = model.architecture?.experts, experts.count > experts.usedCount, experts.usedCount > 0 else {
      return 1
    }
    return Double(experts.usedCount) / Double(experts.count)
  }

  /// The most slots that fit where one does: with as many layers on the cards.
  private func mostSlots(_ calculator: FitCalculator, _ recipe: String, _ alone: Fit) -> (Int, Fit) {
    func found(_ slots: Int) -> Fit? {
      guard let fit = fit(calculator, recipe, slots: slots), fit.verdict != .tooLarge,
        fit.placement.mode == alone.placement.mode, fit.placement.gpuLayers == alone.placement.gpuLayers
      else { return nil }
      return fit
    }
    var (best, step) = ((1, alone), mostSlots)
    while step > 0 {
      if best.0 + step <= mostSlots, let fit = found(best.0 + step) { best = (best.0 + step, fit) }
      step /= 2
    }
    return best
  }

  private func memory(_ fit: Fit, _ replicas: Int) -> ServingMemory {
    let tokens = fit.workload.context * fit.workload.parallel
    let cache = fit.memory.kvCacheBytes + fit.memory.recurrentBytes
    // Beside cards that hold all layers main memory only looks rows up.
    let isOnCards = [.gpu, .multiGPU].contains(fit.placement.mode)
    let budget = fit.placement.devices.reduce(0) { isOnCards && $1.backend == .cpu ? $0 : $0 + $1.budgetBytes }
    let rest = fit.memory.computeBytes + fit.memory.overheadBytes
    return ServingMemory(
      weightsBytes: fit.memory.weightsBytes * replicas,
      cacheBytesPerToken: (fit.memory.kvCacheBytes + max(0, tokens - 1)) / max(1, tokens),
      cacheBudgetBytes: max(cache, budget - fit.memory.weightsBytes - rest) * replicas,
      overheadBytes: rest * replicas, budgetBytes: budget * replicas)
  }

  private func watts(_ fit: Fit, _ machine: Machine, _ replicas: Int) -> Double? {
    var watts = 0.0
    let cards = fit.placement.devices.filter { $0.backend != .cpu }
    for card in cards {
      let device = machine.accelerators.first { $0.id == card.id }
      guard let power = device?.factID.flatMap({ GPUTable.builtIn.gpu(id: $0) })?.powerWatts else { return nil }
      watts += power
    }
    return cards.isEmpty ? nil : watts * Double(replicas)
  }
}

/// The exact tensors of a GGUF file.
package struct NamedTensors: Sendable {
  package var tensors: [StoredTensor]
  package var quantization: String

  package init(tensors: [StoredTensor], quantization: String) {
    (self.tensors, self.quantization) = (tensors, quantization)
  }
}
