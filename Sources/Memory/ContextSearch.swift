import Models

/// Looks for the largest context of each quantization of one model; what they need in common is computed once.
struct ContextSearch {
  let plan: ModelPlan
  let trained: Int
  let workload: Workload
  let pools: MemoryPools
  private var needs: [Int: FitCalculator.Needs] = [:]

  init(plan: ModelPlan, trained: Int, workload: Workload, pools: MemoryPools) {
    self.plan = plan
    self.trained = min(max(trained, 1), 1 << 32)
    self.workload = workload
    self.pools = pools
  }

  /// By bisection: demand grows with the context.
  mutating func largest(_ weights: WeightsPlan, _ quantization: Quantization) -> Int? {
    if fits(trained, weights, quantization) { return trained }
    var low = 0
    var high = trained / 256
    while low < high {
      let middle = (low + high + 1) / 2
      if fits(middle * 256, weights, quantization) { low = middle } else { high = middle - 1 }
    }
    return low == 0 ? nil : low * 256
  }

  private mutating func fits(_ context: Int, _ weights: WeightsPlan, _ quantization: Quantization) -> Bool {
    var probe = workload
    probe.context = context
    let needed = needs[context] ?? FitCalculator.Needs(plan, probe)
    needs[context] = needed
    let search = PlacementSearch(
      plan: plan, weights: weights, workload: probe, pools: pools, quantization: quantization, needs: needed,
      countsWork: false)
    return search.best().verdict != .tooLarge
  }
}
