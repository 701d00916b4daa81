import HardwareModel
import ModelCatalog

/// The one estimator of memory and placement behind every command.
package struct FitCalculator: Sendable {
  package let machine: Machine
  private let plans: PlanCache
  private let rows = RowCache()

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
    guard let architecture = model.architecture else { return [] }
    let workload = workload.bounded
    let entry = plans.entry(architecture, workload)
    let (plan, needs) = (entry.plan, entry.needs)
    let pools = MemoryPools(machine, workload)
    let remarks = Remarks(model, workload, pools, ollamaContext: ollamaDefaultContext)
    var contexts = ContextSearch(
      plan: plan, trained: model.contextMaximum, workload: workload, pools: pools)
    return quantizations.compactMap { name in
      guard let quantization = Quantization.named(name) else { return nil }
      let computed = rows.row(entry.number, quantization.name) { self.row(plan, quantization, needs, pools, workload) }
      var row = fit(model, computed, quantization, workload, remarks)
      if advisesContext {
        row.largestContext = contexts.largest(
          WeightsPlan(plan.inventory, quantization: quantization), quantization)
      }
      return row
    }
  }

  /// What does not depend on the quantization.
  struct Needs: Sendable {
    var cacheBytes: Int
    var recurrentBytes: Int
    var computeBytes: Int
    /// Inputs of the graph that the host fills for a device: embeddings, positions, masks.
    var hostBufferBytes: Int

    init(_ plan: ModelPlan, _ workload: Workload) {
      cacheBytes = plan.cache.cacheBytes(workload)
      recurrentBytes = plan.cache.recurrentBytes(workload)
      computeBytes = ComputeBuffer.bytes(plan.architecture, workload)
      let batch = workload.effectiveMicroBatch
      let masks =
        plan.isEncoder ? Saturating.multiply(batch, batch, 6) : Saturating.multiply(workload.paddedContext, batch, 6)
      hostBufferBytes = Saturating.add(Saturating.multiply(plan.architecture.embeddingWidth, batch, 8), masks)
    }
  }

  /// What does not depend on the model's name.
  func row(
    _ plan: ModelPlan, _ quantization: Quantization, _ needs: Needs, _ pools: MemoryPools, _ workload: Workload
  ) -> RowCache.Row {
    let weights = WeightsPlan(plan.inventory, quantization: quantization)
    let search = PlacementSearch(
      plan: plan, weights: weights, workload: workload, pools: pools, quantization: quantization, needs: needs)
    return RowCache.Row(
      bitsPerWeight: weights.bitsPerWeight, weightsBytes: weights.totalBytes, result: search.best())
  }

  func fit(
    _ model: Model, _ row: RowCache.Row, _ quantization: Quantization, _ workload: Workload, _ remarks: Remarks
  ) -> Fit {
    let tag = remarks.tags[quantization.name]
    var memory = MemoryDemand()
    for share in row.result.placement.devices { memory += share.memory }
    return Fit(
      quantization: quantization.name, bitsPerWeight: row.bitsPerWeight, workload: workload, ollamaTag: tag?.tag,
      memory: memory, placement: row.result.placement, verdict: row.result.verdict,
      headroomBytes: row.result.headroomBytes,
      notes: remarks.notes(quantization, row.result.placement.mode),
      downloadBytes: downloadBytes(model, row.weightsBytes, tag))
  }

  /// What is fetched: the published file where its size is known exactly, otherwise tensors and metadata.
  private func downloadBytes(_ model: Model, _ weightsBytes: Int, _ tag: Model.OllamaTag?) -> Int {
    if let tag, tag.isSizeExact, let bytes = tag.sizeBytes { return bytes }
    return Saturating.add(weightsBytes, model.ggufMetadataBytes ?? Self.typicalMetadataBytes)
  }

  /// Tokenizer and metadata of a GGUF file where no real file is known: the usual 3 to 18 MB.
  static let typicalMetadataBytes = 8_000_000
}

extension MemoryDemand {
  static func += (left: inout MemoryDemand, right: MemoryDemand) {
    left.weightsBytes = Saturating.add(left.weightsBytes, right.weightsBytes)
    left.kvCacheBytes = Saturating.add(left.kvCacheBytes, right.kvCacheBytes)
    left.recurrentBytes = Saturating.add(left.recurrentBytes, right.recurrentBytes)
    left.computeBytes = Saturating.add(left.computeBytes, right.computeBytes)
    left.overheadBytes = Saturating.add(left.overheadBytes, right.overheadBytes)
  }
}
