import HardwareModel
import ModelCatalog

/// The one estimator of memory and placement behind every command.
package struct FitCalculator: Sendable {
  package let machine: Machine

  package init(machine: Machine) {
    self.machine = machine
  }

  /// One row per quantization asked for, in that order; empty for a model without known dimensions.
  ///
  /// Names that are no quantization give no row.
  package func fits(of model: Model, quantizations: [String], workload: Workload) -> [Fit] {
    guard let plan = ModelPlan(model) else { return [] }
    let pools = MemoryPools(machine, workload)
    let needs = Needs(plan, workload)
    return quantizations.compactMap { name in
      Quantization.named(name).map { fit(model, plan, $0, needs, pools, workload) }
    }
  }

  /// What does not depend on the quantization.
  struct Needs {
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

  private func fit(
    _ model: Model, _ plan: ModelPlan, _ quantization: Quantization, _ needs: Needs, _ pools: MemoryPools,
    _ workload: Workload
  ) -> Fit {
    let weights = WeightsPlan(plan.inventory, quantization: quantization)
    let search = PlacementSearch(
      plan: plan, weights: weights, workload: workload, pools: pools, quantization: quantization, needs: needs)
    let result = search.best()
    var memory = MemoryDemand()
    for share in result.placement.devices { memory += share.memory }
    return Fit(
      quantization: quantization.name, bitsPerWeight: weights.bitsPerWeight, workload: workload,
      ollamaTag: model.ollamaTags.first { $0.quantization?.uppercased() == quantization.name }?.tag, memory: memory,
      placement: result.placement, verdict: result.verdict, headroomBytes: result.headroomBytes,
      notes: pools.notes)
  }
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
