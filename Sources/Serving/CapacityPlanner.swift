import Machines
import Memory
import Models

/// Finds what a machine carries: every engine that runs the model there, under the load that is asked.
///
/// For another command that needs one figure there is `best`: the deployment that carries most within a level, with its
/// throughput and band, its engine and the power of its cards.
package struct CapacityPlanner: Sendable {
  package let machine: Machine
  package let measurements: Measurements?
  private let cards: [CardGroup]
  private let plans: PlanCache

  package init(machine: Machine, measurements: Measurements? = nil, plans: PlanCache = PlanCache()) {
    (self.machine, self.measurements, self.plans) = (machine, measurements, plans)
    cards = CardGroup.all(of: machine)
  }

  /// What is looked at.
  package struct Choice: Sendable {
    /// Empty: all.
    package var engines: [ServingEngine]
    /// Nil: what is published and usual.
    package var checkpoint: String?
    /// The GGUF recipe that a name or a pick carried, where none is asked for.
    package var recipe: String?
    /// A file that was named: llama.cpp and Ollama alone can run it.
    package var file: NamedTensors?
    /// Cache types, micro-batch, back end and budgets; context and sequences come from the request.
    package var workload: Workload
    /// Whether checkpoints in FP8 and NVFP4 are only for cards with matrix units of that format.
    package var needsUnits: Bool

    package init(
      engines: [ServingEngine] = [], checkpoint: String? = nil, recipe: String? = nil, file: NamedTensors? = nil,
      workload: Workload = Workload(context: 0).forFirstCommand, needsUnits: Bool = false
    ) {
      (self.engines, self.checkpoint, self.recipe) = (engines, checkpoint, recipe)
      (self.file, self.workload, self.needsUnits) = (file, workload, needsUnits)
    }
  }

  /// All rows, the best first: those that meet the level; of them by each user's wait under the load, where one is asked
  /// for, and by what they carry otherwise.
  package func rows(of model: Model, _ request: ServingRequest, _ choice: Choice = Choice()) -> [CapacityRow] {
    guard let constants = ServingConstants.builtIn else { return [] }
    let engines = choice.engines.isEmpty ? ServingEngine.allCases.filter { $0 != .ollama } : choice.engines
    let shape = engines.contains { !$0.isLlama } && choice.file == nil ? ModelShape(model, plans: plans) : nil
    var rows: [CapacityRow] = []
    for engine in engines {
      rows +=
        engine.isLlama
        ? llama(engine, model, request, choice, constants)
        : tensor(engine, model, shape, request, choice, constants)
    }
    return rows.enumerated().sorted { first, second in
      let (left, right) = (first.element.standing(request), second.element.standing(request))
      return left == right ? first.offset < second.offset : left > right
    }.map(\.element)
  }

  /// The ways in which machines alike share one copy of a model with an engine for safetensors.
  ///
  /// Tensor parallel inside each; one row for each checkpoint and way. Nothing where the engine does not run the model there.
  package func acrossNodes(
    of model: Model, _ request: ServingRequest, _ engine: ServingEngine, _ choice: Choice = Choice()
  ) -> [CapacityRow] {
    guard let constants = ServingConstants.builtIn, !engine.isLlama, let shape = ModelShape(model, plans: plans) else {
      return []
    }
    return tensor(engine, model, shape, request, choice, constants) { $0.acrossNodes($1) }
  }

  /// The deployment that carries most requests per second within the request's level; nil where none keeps it.
  ///
  /// Its `load.largest` has the rate in requests per second, its `load` the throughput with band at the asked load.
  package func best(for model: Model, _ request: ServingRequest, _ choice: Choice = Choice()) -> CapacityRow? {
    rows(of: model, request, choice).filter { $0.load?.largest != nil }.max {
      ($0.load?.largest?.requestsPerSecond ?? 0) < ($1.load?.largest?.requestsPerSecond ?? 0)
    }
  }

  /// What llama.cpp does under a load with a file that is placed, each of its sequences in a slot; nil where nothing can be
  /// said of its speed.
  package func row(of fit: Fit, _ model: Model, _ request: ServingRequest) -> CapacityRow? {
    guard let constants = ServingConstants.builtIn, fit.verdict != .tooLarge else { return nil }
    let row = CapacityRow(
      LlamaDeployments(
        engine: .llamaCpp, machine: machine, measurements: measurements, model: model, file: nil, request: request,
        base: fit.workload, constants: constants.llama, plans: plans
      ).deployment(placed: fit), request)
    return row.load == nil ? nil : row
  }

  private func llama(
    _ engine: ServingEngine, _ model: Model, _ request: ServingRequest, _ choice: Choice, _ constants: ServingConstants
  ) -> [CapacityRow] {
    let label = choice.checkpoint ?? choice.recipe ?? choice.file?.quantization
    guard let recipe = model.recipe(label: label) ?? choice.file?.quantization else {
      // A label of another engine is no mistake where every engine is asked.
      guard choice.engines.contains(engine), let label else { return [] }
      return [.refused(engine, Checkpoint(format: .gguf, label: label), .labelNotLoaded(label))]
    }
    var checkpoint = Checkpoint(format: .gguf, label: recipe)
    if choice.file == nil {
      let published = model.artefacts(label: recipe).first { engine.formats.contains($0.format) }
      checkpoint.format = published?.format ?? .gguf
      checkpoint.repository = published?.repository ?? model.ggufRepositories.first
      guard model.runsInLlamaCpp else { return [.refused(engine, checkpoint, .noFile)] }
    }
    return LlamaDeployments(
      engine: engine, machine: machine, measurements: measurements, model: model, file: choice.file, request: request,
      base: choice.workload, constants: constants.llama, plans: plans
    ).deployments(checkpoint).map { CapacityRow($0, request) }
  }

  /// Bits of a number in the cache of an engine for safetensors, where `q8_0` means FP8; nil where it does not keep it so.
  private static func cacheBits(_ type: TensorType, _ rules: EngineRules, _ cards: CardGroup) -> Int? {
    switch type {
    case .f16: 16
    case .q8_0: rules.refusal(.fp8, cards) == nil ? 8 : nil
    default: nil
    }
  }

  private func tensor(
    _ engine: ServingEngine, _ model: Model, _ shape: ModelShape?, _ request: ServingRequest, _ choice: Choice,
    _ constants: ServingConstants,
    deployments: (TensorDeployments, Checkpoint) -> [Deployment] = { $0.deployments($1) }
  ) -> [CapacityRow] {
    guard let shape, let rules = EngineFacts.known.engines[engine] else { return [] }
    let checkpoints = model.checkpoints(for: rules, label: choice.checkpoint).map { checkpoint in
      var checkpoint = checkpoint
      if checkpoint.bytes == nil { checkpoint.bytes = ModelShape.weightsBytes(of: checkpoint, model, plans) }
      return checkpoint
    }
    guard !checkpoints.isEmpty else {
      guard choice.engines.contains(engine), let label = choice.checkpoint else { return [] }
      return [.refused(engine, Checkpoint(format: .safetensors, label: label), .labelNotLoaded(label))]
    }
    guard let group = cards.first else {
      let isThere = machine.accelerators.contains(where: \.isUsable)
      return [.refused(engine, checkpoints[0], isThere ? .rateUnknown : .noCard)]
    }
    let (keys, values) = (choice.workload.keyCacheType, choice.workload.valueCacheType)
    guard let bits = Self.cacheBits(keys, rules, group), Self.cacheBits(values, rules, group) == bits else {
      let refused = Self.cacheBits(keys, rules, group) == nil ? keys : values
      return [.refused(engine, checkpoints[0], .cacheTypeNotKept(refused), gpus: group.count)]
    }
    return checkpoints.flatMap { checkpoint -> [CapacityRow] in
      let format = checkpoint.weights ?? .bf16
      if let refusal = rules.refusal(format, group) ?? (choice.needsUnits ? format.refusalWithoutUnits(group) : nil) {
        return [.refused(engine, checkpoint, refusal, gpus: group.count)]
      }
      let all = TensorDeployments(
        engine: engine, rules: rules, shape: shape.withCache(bits: bits), cards: group, request: request,
        parallel: choice.workload.parallel, constants: constants,
        usedExperts: model.architecture?.experts?.usedCount ?? 0)
      return deployments(all, checkpoint).map { CapacityRow($0, request) }
    }
  }
}

extension CapacityRow {
  /// How good a row is: its verdict, then each user's wait, or what it carries where no load is asked for.
  fileprivate func standing(_ request: ServingRequest) -> Standing {
    let verdictRank =
      switch verdict {
      case .meets: 3
      case .misses: 2
      case .tooLarge: 1
      case .notRunnable: 0
      }
    let carried = load?.largest?.requestsPerSecond ?? 0
    guard request.demand != .most, let load else { return Standing(verdict: verdictRank, worth: carried) }
    guard let first = load.timeToFirstToken else {
      return Standing(verdict: verdictRank, worth: load.state.requestsPerSecond * 1e-9)
    }
    let answer = first.p95 + load.state.tokenSeconds.p95 * Double(request.outputTokens)
    return Standing(verdict: verdictRank, worth: 1 / answer)
  }

  fileprivate struct Standing: Comparable {
    var verdict: Int
    var worth: Double

    static func < (left: Self, right: Self) -> Bool { (left.verdict, left.worth) < (right.verdict, right.worth) }
  }
}
