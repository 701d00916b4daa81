import Base
import Machines
import Memory
import Models

/// Deployments of an engine for safetensors: tensor parallel cards, pipelines of them, replicas.
struct TensorDeployments {
  let engine: ServingEngine
  let rules: EngineRules
  let shape: ModelShape
  let cards: CardGroup
  let request: ServingRequest
  /// Sequences at once that are asked for; 1: the engine's own number.
  let parallel: Int
  let constants: ServingConstants
  /// Experts of a layer that one token takes; 0 without.
  var usedExperts = 0

  /// All ways to share the machine's cards that hold the model, or what it lacks on all of them.
  func deployments(_ checkpoint: Checkpoint) -> [Deployment] {
    let all = splits.map { split in
      var split = split
      if needsWholeExperts(checkpoint, split) { split.expertParallel = split.tensorParallel }
      return deployment(checkpoint, split)
    }
    let fitting = all.filter { $0.maxConcurrency > 0 }
    guard fitting.isEmpty else { return fitting }
    return Array(all.max { $0.memory.cacheBudgetBytes < $1.memory.cacheBudgetBytes }.map { [$0] } ?? [])
  }

  /// The ways in which so many nodes share one copy of the model, with tensor parallel cards inside each: one for each kind
  /// that is possible, whether it holds the model or not.
  func acrossNodes(_ checkpoint: Checkpoint) -> [Deployment] {
    let nodes = request.nodes
    guard nodes > 1 else { return [] }
    // As many cards of a node as divide the heads.
    var inside = 1
    while inside * 2 <= cards.count, shape.heads.isMultiple(of: inside * 2) { inside *= 2 }
    var splits: [Deployment.Split] = []
    func add(_ across: Deployment.Split.Across, tensor: Int, pipeline: Int = 1, experts: Int = 1) {
      var split = Deployment.Split(
        gpus: inside * nodes, tensorParallel: tensor, pipelineParallel: pipeline, nodes: nodes,
        networkHops: pipeline > 1 ? nodes - 1 : 0)
      (split.across, split.expertParallel) = (across, experts)
      if experts == 1, needsWholeExperts(checkpoint, split) { split.expertParallel = tensor }
      splits.append(split)
    }
    if nodes <= shape.layers { add(.pipeline, tensor: inside, pipeline: nodes) }
    if shape.heads.isMultiple(of: inside * nodes) { add(.tensor, tensor: inside * nodes) }
    if shape.expertLayers > 0 { add(.experts, tensor: inside, experts: inside * nodes) }
    return splits.map { deployment(checkpoint, $0) }
  }

  /// Powers of two that divide the attention's heads, alone, several times, or one after the other.
  private var splits: [Deployment.Split] {
    let (count, nodes) = (cards.count, request.nodes)
    var splits: [Deployment.Split] = []
    func add(tensor: Int, pipeline: Int, nodesPerReplica: Int = 1) {
      let used = tensor * pipeline
      let replicas = nodesPerReplica > 1 ? nodes / nodesPerReplica : count / used * nodes
      guard replicas > 0 else { return }
      splits.append(
        Deployment.Split(
          gpus: used * replicas, tensorParallel: tensor, pipelineParallel: pipeline, replicas: replicas, nodes: nodes,
          networkHops: nodesPerReplica - 1))
    }
    var parallel = 1
    while parallel <= count {
      if shape.heads.isMultiple(of: parallel) {
        add(tensor: parallel, pipeline: 1)
        if parallel < count, count.isMultiple(of: parallel), count / parallel <= shape.layers {
          add(tensor: parallel, pipeline: count / parallel)
        }
        // Tensor parallel inside a node, stages from node to node.
        if nodes > 1, parallel * 2 > count, nodes * (count / parallel) <= shape.layers {
          add(tensor: parallel, pipeline: nodes, nodesPerReplica: nodes)
        }
      }
      parallel *= 2
    }
    return splits
  }

  /// Whether a card's part of each expert would not be whole blocks of 128 weights, which engines refuse to load: then
  /// each card takes whole experts.
  private func needsWholeExperts(_ checkpoint: Checkpoint, _ split: Deployment.Split) -> Bool {
    guard split.tensorParallel > 1, shape.expertWidth > 0, !checkpoint.isMadeOnLoad, let weights = checkpoint.weights,
      [.fp8, .awq, .gptq].contains(weights)
    else { return false }
    return !shape.expertWidth.isMultiple(of: 128 * split.tensorParallel)
  }

  private func deployment(_ checkpoint: Checkpoint, _ split: Deployment.Split) -> Deployment {
    let format = checkpoint.weights ?? .bf16
    let isDivided = split.across == .experts
    let part = isDivided ? shape.withExperts(dividedBy: split.nodes) : shape
    let inputs = StepInputs(part, format, cards, tensorParallel: split.tensorParallel)
    let perReplica = split.tensorParallel * split.pipelineParallel
    // Of a checkpoint with a known size every part takes its share.
    let share = checkpoint.bytes.map { Double($0) / shape.weightsBytes(format) } ?? 1
    let held = part.weightsBytes(format) * share
    let weights = isDivided ? held * Double(split.nodes) : held
    let room = cacheRoom(weightsPerCard: held / Double(perReplica))
    let sequence = sequenceBytes(inputs, stages: split.pipelineParallel)
    let limit = parallel > 1 ? parallel : rules.mostSequences(cardBytes: cards.memoryBytes)
    let fitting = sequence > 0 ? Int(max(0, min(room / sequence, 1e7))) : 0
    let places = min(fitting, limit) * (isDivided ? split.nodes : 1)
    let generation = cards.fact.architecture
    let factor = constants.band(engine, generation: generation)
    return Deployment(
      engine: engine, checkpoint: checkpoint, split: split,
      memory: ServingMemory(
        weightsBytes: Int(weights) * split.replicas,
        cacheBytesPerToken: Int(shape.cacheBytes + shape.windowCacheBytes), cacheBits: shape.cacheBits,
        cacheBudgetBytes: Int(max(room, -1e15)) * split.gpus, overheadBytes: rules.overheadBytes * split.gpus,
        budgetBytes: Int(budget) * split.gpus),
      maxConcurrency: places * split.replicas, isBoundByMemory: fitting <= limit,
      times: places > 0 ? times(inputs, split, generation) : nil, band: { _ in (slower: factor, faster: factor) },
      watts: cards.fact.powerWatts.map { $0 * Double(split.gpus) })
  }

  private func times(_ inputs: StepInputs, _ split: Deployment.Split, _ generation: String?) -> (any BatchTimes)? {
    guard let constants = constants.constants(engine, generation: generation) else { return nil }
    let stage = TensorTimes(inputs: inputs, constants: constants)
    if let across = split.across, across != .pipeline {
      return AcrossTimes(
        stage: stage, across: across, nodes: split.nodes, link: request.link, shape: shape, usedExperts: usedExperts)
    }
    guard split.pipelineParallel > 1 else { return stage }
    return PipelineTimes(
      stage: stage, stages: split.pipelineParallel, networkHops: split.networkHops, link: request.link,
      tokenBytes: Double(shape.width) * 2, innerBytesPerSecond: cards.linkBytesPerSecond)
  }

  /// What the engine takes of a card: its share, and not what others have.
  private var budget: Double {
    min(
      rules.isShareOfTotal ? rules.memoryShare * Double(cards.memoryBytes) : Double(cards.memoryBytes),
      Double(cards.budgetBytes))
  }

  /// Cache bytes on one card.
  private func cacheRoom(weightsPerCard: Double) -> Double {
    let free = budget - Double(rules.overheadBytes) - weightsPerCard
    return rules.isShareOfTotal ? free : rules.memoryShare * free
  }

  /// What one sequence takes of each card on average: its prompt and as much of its answer as is there in the middle of a
  /// mixture of requests, in whole blocks.
  private func sequenceBytes(_ inputs: StepInputs, stages: Int) -> Double {
    let block = Double(rules.blockTokens)
    let tokens = Double(request.inputTokens) + Self.answerShare * Double(request.outputTokens)
    let held = shape.cacheBytes(tokens: (tokens / block).rounded(.up) * block)
    let state = shape.recurrentBytes / 2 / Double(inputs.tensorParallel)
    return (held / Double(inputs.cacheParts) + state) / Double(stages)
  }

  /// Answers are half done on average; some of them wait for room.
  private static let answerShare = 0.6
}
