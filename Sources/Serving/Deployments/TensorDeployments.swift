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
    let inputs = StepInputs(shape, format, cards, tensorParallel: split.tensorParallel)
    let perReplica = split.tensorParallel * split.pipelineParallel
    let weights = shape.weightsBytes(format)
    let room = cacheRoom(weightsPerCard: weights / Double(perReplica))
    let sequence = sequenceBytes(inputs, stages: split.pipelineParallel)
    let limit = parallel > 1 ? parallel : rules.mostSequences(cardBytes: cards.memoryBytes)
    let fitting = sequence > 0 ? Int(max(0, min(room / sequence, 1e7))) : 0
    let places = min(fitting, limit)
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
