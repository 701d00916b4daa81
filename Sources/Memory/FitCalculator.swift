import Base
import Machines
import Models
import Synchronization

/// The one estimator of memory and placement behind every command.
package final class FitCalculator: Sendable {
  package let machine: Machine
  /// Plans that any machine can use.
  package let plans: PlanCache
  private let rows = RowCache()
  private let pools = Mutex<[(workload: Workload, pools: MemoryPools)]>([])

  /// A calculator for a machine; `plans` may have been made before.
  package init(machine: Machine, plans: PlanCache = PlanCache()) {
    self.machine = machine
    self.plans = plans
  }

  /// One row per quantization asked for, in that order; empty for a model without known dimensions.
  ///
  /// Names that are no quantization give no row.
  ///
  /// - Parameters:
  ///   - model: the model.
  ///   - quantizations: names as in `Quantization.all`.
  ///   - workload: context, cache types and the rest.
  ///   - advisesContext: also finds each row's largest context, which costs several times the row.
  /// - Returns: the rows.
  package func fits(
    of model: Model, quantizations: [String], workload: Workload, advisesContext: Bool = false
  ) -> [Fit] {
    guard let planned = planned(model, workload: workload) else { return [] }
    let rows = quantizations.compactMap { Quantization.named($0).map(planned.fit) }
    return advisesContext ? planned.withLargestContexts(rows) : rows
  }

  /// The model on this machine, ready for its rows; nil for a model without known dimensions.
  package func planned(_ model: Model, workload: Workload) -> PlannedModel? {
    exactly(model, counted(workload))
  }

  fileprivate func exactly(_ model: Model, _ workload: Workload) -> PlannedModel? {
    plans.entry(model, workload).map { PlannedModel(model, $0, self, workload) }
  }

  /// The machine's memory under a workload, made once for all models.
  func pools(_ workload: Workload) -> MemoryPools {
    pools.withLock { made in
      if let found = made.first(where: { $0.workload == workload }) { return found.pools }
      let pools = MemoryPools(machine, workload)
      made.append((workload, pools))
      return pools
    }
  }

  /// Memory of all pools under a workload, nothing counted twice; nil where main memory is not known.
  package func totalBytes(_ workload: Workload) -> Int? {
    let pools = pools(counted(workload))
    return pools.isMainKnown ? pools.totalBytes : nil
  }

  func row(
    _ entry: PlanCache.Entry, _ quantization: Quantization, _ files: PublishedFiles, _ pools: MemoryPools
  ) -> RowCache.Row {
    let recipe = files.recipe(quantization, weights: entry.plan.weights)
    let weights = files.weights(quantization, entry.weights(recipe))
    func made() -> RowCache.Row { row(entry.plan, weights, quantization, entry.needs, pools, entry.workload) }
    guard let ordinal = recipe.ordinal else { return made() }
    return rows.row(RowCache.Key(plan: entry.number, recipe: ordinal, bytes: weights.totalBytes), make: made)
  }

  /// The weights of the published file, or of the recipe where nothing tells its size.
  func weights(of plan: ModelPlan, _ quantization: Quantization, _ files: PublishedFiles) -> WeightsPlan {
    let recipe = files.recipe(quantization, weights: plan.weights)
    return files.weights(quantization, WeightsPlan(plan.inventory, quantization: recipe))
  }

  /// What does not depend on the quantization.
  struct Needs: Sendable {
    var cacheBytes: Int
    var recurrentBytes: Int
    var computeBytes: Int
    /// What the layers take of it while they are computed: all but the logits of every token.
    @Deferred var layersComputeBytes: Int
    /// Inputs of the graph that the host fills for a device: embeddings, positions, masks.
    var hostBufferBytes: Int
    var contextCheckpointBytes: Int
    var layers: LayerCaches

    /// The compute buffer is replayed where it is not known.
    init(_ plan: ModelPlan, _ workload: Workload, computeBytes: Int? = nil) {
      cacheBytes = plan.cache.cacheBytes(workload)
      recurrentBytes = plan.cache.recurrentBytes(workload)
      let whole = computeBytes ?? GraphBuilder.bytes(plan.structure, workload)
      self.computeBytes = whole
      _layersComputeBytes = Deferred(making: {
        guard workload.reservation == .library else { return whole }
        var serving = workload
        serving.reservation = .llamaServer
        return GraphBuilder.bytes(plan.structure, serving)
      })
      let batch = workload.effectiveMicroBatch
      let masks =
        plan.structure.globals.isEncoder
        ? Saturating.multiply(batch, batch, 6) : Saturating.multiply(workload.paddedContext, batch, 6)
      hostBufferBytes = Saturating.add(Saturating.multiply(plan.structure.globals.embeddingWidth, batch, 8), masks)
      contextCheckpointBytes = plan.cache.contextCheckpointBytes(workload)
      layers = LayerCaches(plan, workload)
    }
  }

  /// What does not depend on the model's name.
  func row(
    _ plan: ModelPlan, _ weights: WeightsPlan, _ quantization: Quantization, _ needs: Needs, _ pools: MemoryPools,
    _ workload: Workload
  ) -> RowCache.Row {
    let search = PlacementSearch(
      plan: plan, weights: weights, workload: workload, pools: pools, quantization: quantization, needs: needs)
    return RowCache.Row(
      bitsPerWeight: weights.bitsPerWeight, weightsBytes: weights.totalBytes,
      contextCheckpointBytes: needs.contextCheckpointBytes, result: search.best())
  }

  func fit(
    _ model: Model, _ row: RowCache.Row, _ quantization: Quantization, _ workload: Workload, _ notes: FitNotes,
    _ published: PublishedFiles.Entry = .init()
  ) -> Fit {
    var memory = MemoryDemand()
    for share in row.result.placement.devices { memory += share.memory }
    var fit = Fit(
      quantization: quantization.name, bitsPerWeight: row.bitsPerWeight, workload: workload,
      memory: memory, placement: row.result.placement, verdict: row.result.verdict,
      headroomBytes: row.result.headroomBytes,
      notes: notes.notes(quantization, row.result.placement.mode),
      plannedFileBytes: Saturating.add(row.weightsBytes, model.ggufMetadataBytes ?? Self.typicalMetadataBytes),
      published: published)
    fit.contextCheckpointBytes = row.contextCheckpointBytes
    return fit
  }

  /// Tokenizer and metadata of a GGUF file where no real file is known: the usual 3 to 18 MB.
  static let typicalMetadataBytes = 8_000_000
}

/// One model on one machine under one workload: what its rows have in common, made once.
package final class PlannedModel: Sendable {
  package let model: Model
  package let workload: Workload
  let calculator: FitCalculator
  let entry: PlanCache.Entry
  let pools: MemoryPools
  let notes: FitNotes
  package let files: PublishedFiles

  init(_ model: Model, _ entry: PlanCache.Entry, _ calculator: FitCalculator, _ workload: Workload) {
    self.model = model
    self.workload = workload
    self.calculator = calculator
    self.entry = entry
    pools = calculator.pools(workload)
    notes = FitNotes(model, workload, pools, ollamaContext: calculator.ollamaDefaultContext)
    files = calculator.plans.files(of: model)
  }

  /// The row of a quantization.
  package func fit(_ quantization: Quantization) -> Fit {
    let fit = calculator.fit(
      model, calculator.row(entry, quantization, files, pools), quantization, workload, notes, files[quantization])
    guard workload.reservation == .ollama else { return fit }
    let machine = calculator.machine
    if workload.countsFirstCommand,
      fit.ollamaName == nil || !fit.isRealisedByOllama(among: machine.runtimes, machine.accelerators)
    {
      return beside(workload.firstCommand(of: .llamaServer))?.fit(quantization) ?? fit
    }
    if workload.growsMicroBatch, fit.verdict != .fits || !fit.placement.mode.isWhole {
      return beside(workload.withAskedMicroBatch)?.fit(quantization) ?? fit
    }
    return fit
  }

  /// The same model under another workload.
  private func beside(_ workload: Workload) -> PlannedModel? { calculator.exactly(model, workload) }

  /// Average bits of a weight, without planning or placing the model; nil where nothing is known.
  package func bitsPerWeight(_ quantization: Quantization) -> Double? {
    files.bitsPerWeight(quantization, weights: entry.plan.weights)
  }

  /// The weights of the published file, or of the recipe where nothing tells its size.
  func weights(_ quantization: Quantization) -> WeightsPlan {
    files.weights(quantization, entry.weights(files.recipe(quantization, weights: entry.plan.weights)))
  }

  /// About what the weights take, without planning them.
  package func roughBytes(_ quantization: Quantization) -> Int {
    Saturating.integer((bitsPerWeight(quantization) ?? 0) * Double(entry.plan.weights) / 8 * 0.95)
  }

  /// Memory of all pools; without limit where main memory is not known.
  package var totalMemoryBytes: Int { pools.isMainKnown ? pools.totalBytes : .max }

  func withLargestContexts(_ rows: [Fit]) -> [Fit] {
    var contexts = contexts(pools)
    return rows.map { row in
      guard let quantization = Quantization.named(row.quantization) else { return row }
      guard row.workload == workload else { return beside(row.workload)?.withLargestContexts([row]).first ?? row }
      var row = row
      row.largestContext = contexts.largest(weights(quantization), quantization)
      return row
    }
  }

  func contexts(_ pools: MemoryPools) -> ContextSearch {
    var longest = model.contextMaximum
    if case .extended(_, let limit) = ContextRule(model, context: workload.context) { longest = limit }
    return ContextSearch(plan: entry.plan, trained: longest, workload: workload, pools: pools)
  }
}

extension MemoryDemand {
  package static func += (left: inout MemoryDemand, right: MemoryDemand) {
    left.weightsBytes = Saturating.add(left.weightsBytes, right.weightsBytes)
    left.kvCacheBytes = Saturating.add(left.kvCacheBytes, right.kvCacheBytes)
    left.recurrentBytes = Saturating.add(left.recurrentBytes, right.recurrentBytes)
    left.computeBytes = Saturating.add(left.computeBytes, right.computeBytes)
    left.overheadBytes = Saturating.add(left.overheadBytes, right.overheadBytes)
  }
}
