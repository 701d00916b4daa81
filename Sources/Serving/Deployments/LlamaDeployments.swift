import Base
import Glibc
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
    var all = deployments(checkpoint, machine, replicas: request.nodes)
    for group in machine.groupsOfCards {
      all += deployments(checkpoint, group.machine, replicas: group.count * request.nodes)
        .filter { $0.isOnCardsAlone && $0.split.gpus == group.cards * $0.split.replicas }
    }
    let alone = onProcessor(checkpoint, besides: all)
    all = alone.isBetterForOne && request.users == 1 ? alone.deployments : all + alone.deployments
    if request.nodes > 1 {
      let together = deployments(checkpoint, machine.joined(nodes: request.nodes), replicas: 1, hops: request.nodes - 1)
      // Servers of their own are better where one node holds the model.
      all += together.filter { $0.maxConcurrency > 0 }
      if all.isEmpty { all = together }
      if all.contains(where: { $0.maxConcurrency > 0 }) { all.removeAll { $0.maxConcurrency == 0 } }
    }
    return all
  }

  /// Main memory alone where it could outrun a placement with cards, and whether one person is better served so: over the
  /// whole band, as `fit` places a model, which is wide where a part lies in main memory.
  private func onProcessor(
    _ checkpoint: Checkpoint, besides placed: [Deployment]
  ) -> (deployments: [Deployment], isBetterForOne: Bool) {
    let speed = speed(machine)
    guard let fit = placed.first?.fit, let withCards = speed.speed(of: fit, model: model),
      speed.processorCouldOutrun(fit, at: withCards)
    else { return ([], false) }
    let processor = machine.withoutAccelerators
    let alone = deployments(checkpoint, processor, replicas: request.nodes)
    let one = alone.first?.fit.flatMap { self.speed(processor).speed(of: $0, model: model) }
    return (alone, one.map { seconds($0) < seconds(withCards) } ?? false)
  }

  /// What one request is to be expected to take over the whole bands: the mean of the logarithms, the estimate twice, as the
  /// ranking weighs a band.
  private func seconds(_ speed: Speed) -> Double {
    let ends: [KeyPath<Estimate, Double>] = [\.low, \.estimate, \.estimate, \.high]
    let logarithms = ends.map { end in
      log(
        Double(request.inputTokens) / max(1e-9, speed.prefillTokensPerSecond[keyPath: end])
          + Double(request.outputTokens) / max(1e-9, speed.decodeTokensPerSecond[keyPath: end]))
    }
    return exp(logarithms.reduce(0, +) / Double(ends.count))
  }

  private func speed(_ machine: Machine) -> SpeedModel { SpeedModel(machine: machine, measurements: measurements) }

  private func workload(slots: Int) -> Workload {
    var workload = base
    workload.context = max(base.context, request.inputTokens + request.outputTokens)
    workload.promptTokens = request.inputTokens
    workload.parallel = slots
    if base.countsFirstCommand { workload.reservation = engine == .ollama ? .ollama : .llamaServer }
    return workload
  }

  private func fit(_ calculator: FitCalculator, _ recipe: String, slots: Int) -> Fit? {
    if let file {
      return calculator.fit(of: model, tensors: file.tensors, quantization: recipe, workload: workload(slots: slots))
    }
    return calculator.fits(of: model, quantizations: [recipe], workload: workload(slots: slots)).first
  }

  /// One server on each of so many copies of the machine: its layers one after the other, and shared where that can be.
  private func deployments(
    _ checkpoint: Checkpoint, _ machine: Machine, replicas: Int, hops: Int = 0
  ) -> [Deployment] {
    let calculator = FitCalculator(machine: machine, plans: plans)
    let speed = speed(machine)
    guard let alone = fit(calculator, checkpoint.label, slots: 1) else { return [] }
    guard alone.verdict != .tooLarge else {
      return [
        Deployment(
          engine: engine, checkpoint: checkpoint, split: split(alone, replicas, hops), memory: memory(alone, replicas),
          maxConcurrency: 0, isBoundByMemory: true, times: nil, band: { _ in (1, 1) }, fit: alone)
      ]
    }
    // Ollama has no option for shared layers, and what lies in other nodes cannot be shared so fast.
    let placements = engine == .llamaCpp && hops == 0 ? speed.placements(of: alone, model) : [alone]
    return placements.map { alone in
      let (slots, fit) = mostSlots(calculator, speed, checkpoint.label, alone)
      return deployment(
        checkpoint, alone: alone, fit, speed, split: split(alone, replicas, hops), slots: slots,
        isBoundByMemory: slots < mostSlots)
    }
  }

  private func split(_ fit: Fit, _ replicas: Int, _ hops: Int = 0) -> Deployment.Split {
    let cards = fit.placement.devices.count { $0.backend != .cpu }
    return Deployment.Split(
      gpus: cards * replicas, tensorParallel: fit.placement.sharesLayers ? cards : 1, replicas: replicas,
      nodes: request.nodes, networkHops: hops)
  }

  /// One file as it was placed, each of its workload's sequences in a slot.
  func deployment(placed fit: Fit) -> Deployment {
    deployment(
      Checkpoint(format: .gguf, label: fit.quantization), alone: fit, fit,
      speed(machine), split: split(fit, 1), slots: fit.workload.parallel,
      isBoundByMemory: false)
  }

  private func deployment(
    _ checkpoint: Checkpoint, alone: Fit, _ fit: Fit, _ speed: SpeedModel, split: Deployment.Split, slots: Int,
    isBoundByMemory: Bool
  ) -> Deployment {
    let hops = split.networkHops
    let times = speed.batchBases(of: alone, model: model).map {
      LlamaTimes(
        bases: $0, constants: constants, expertShare: expertShare, exchange: exchange(fit, cards: split.tensorParallel),
        // The first node sends to each of the others and gets back what it sends the next (see LlamaSpanPlanner).
        network: hops > 0 ? (hops: 2 * hops, link: request.link, tokenBytes: width * 4) : nil)
    }
    let band = constants.band
    return Deployment(
      engine: engine, checkpoint: checkpoint, split: split, memory: memory(fit, split.replicas),
      maxConcurrency: slots * split.replicas, isBoundByMemory: isBoundByMemory, times: times,
      band: { sequences in
        let alone = times?.aloneBand ?? (slower: band, faster: band)
        guard sequences > 1 else { return alone }
        return (slower: max(alone.slower, band), faster: max(alone.faster, band))
      },
      fit: fit, watts: watts(fit, speed.machine, split.replicas), isMeasured: times?.bases.speed.basis != .modelled)
  }

  /// Two sums over the cards in each layer, of a token's numbers of 32 bits.
  private func exchange(_ fit: Fit, cards: Int) -> (tokenBytes: Double, bytesPerSecond: Double)? {
    guard cards > 1, let first = fit.placement.devices.first,
      let group = CardGroup.all(of: machine).first(where: { $0.ids.contains(first.id) })
    else { return nil }
    let bytes = 2 * Double(first.layers) * width * 4 * 2 * Double(cards - 1) / Double(cards)
    return (bytes, group.linkBytesPerSecond)
  }

  /// Of the numbers of 32 bits that go from node to node for each token.
  private var width: Double { Double(model.architecture?.embeddingWidth ?? 0) }

  private var expertShare: Double {
    guard let experts = model.architecture?.experts, experts.count > experts.usedCount, experts.usedCount > 0 else {
      return 1
    }
    return Double(experts.usedCount) / Double(experts.count)
  }

  /// The most slots that fit where one does: with as many layers on the cards, or on as many cards that share them.
  private func mostSlots(_ calculator: FitCalculator, _ speed: SpeedModel, _ recipe: String, _ alone: Fit) -> (Int, Fit)
  {
    func found(_ slots: Int) -> Fit? {
      guard let fit = fit(calculator, recipe, slots: slots), fit.verdict != .tooLarge else { return nil }
      if alone.placement.sharesLayers {
        return speed.placements(of: fit, model).first { $0.placement.sharesLayers }
      }
      let isLike =
        fit.placement.mode == alone.placement.mode && fit.placement.gpuLayers == alone.placement.gpuLayers
      return isLike ? fit : nil
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
    let cards = fit.placement.accelerators
    for card in cards {
      let device = machine.accelerators.first { $0.id == card.id }
      guard let power = device?.factID.flatMap({ GPUTable.builtIn.gpu(id: $0) })?.powerWatts else { return nil }
      watts += power
    }
    return cards.isEmpty ? nil : watts * Double(replicas)
  }
}

extension Deployment {
  /// Whether no layer is left to the processor, of which several servers would have a part each.
  fileprivate var isOnCardsAlone: Bool { fit.map { [.gpu, .multiGPU].contains($0.placement.mode) } ?? false }
}

/// The exact tensors of a GGUF file.
package struct NamedTensors: Sendable {
  package var tensors: [StoredTensor]
  package var quantization: String

  package init(tensors: [StoredTensor], quantization: String) {
    (self.tensors, self.quantization) = (tensors, quantization)
  }
}
