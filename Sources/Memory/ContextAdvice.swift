import Base
import Machines
import Models

/// Whether a model can be run with a context of some length.
package enum ContextRule: Sendable, Equatable {
  /// Within what the model was trained for.
  case trained
  /// Beyond it, by the model's own rope rule; the flags switch it on.
  case extended(flags: String, limit: Int)
  /// Beyond it, and nothing the model's makers provide reaches so far.
  case refused(reason: String)

  /// The rule for a context of `tokens` per sequence.
  package init(_ model: Model, context tokens: Int) {
    let trained = model.contextMaximum
    guard tokens > trained, trained > 0 else {
      self = .trained
      return
    }
    if let rope = model.architecture?.rope, rope.type.contains("optional"), let factor = rope.factor,
      let original = rope.originalContext
    {
      let limit = Saturating.integer(Double(original) * factor)
      if tokens <= limit {
        let scale = ByteSize.decimal(factor, places: factor == factor.rounded() ? 0 : 2)
        self = .extended(flags: "--rope-scaling yarn --rope-scale \(scale) --yarn-orig-ctx \(original)", limit: limit)
        return
      }
      self = .refused(
        reason: "\(model.id) was trained for \(trained) tokens and can be extended to \(limit), not to \(tokens)")
      return
    }
    self = .refused(reason: "\(model.id) was trained for \(trained) tokens; \(tokens) is beyond that")
  }
}

/// How long a context can be, and what Ollama would choose.
package struct ContextAdvice: Sendable, Equatable {
  /// The largest context per sequence that still fits somewhere on the machine; nil when even the smallest does not.
  package var largest: Int?
  /// What Ollama takes by itself, per sequence.
  package var ollamaDefault: Int
  /// The `num_ctx` that makes the row true.
  package var ollamaContext: Int
}

extension FitCalculator {
  /// Ollama's context by total VRAM: below 23 GiB 4,096; from 23 GiB 32,768; from 47 GiB 262,144.
  package var ollamaDefaultContext: Int {
    let total = machine.accelerators.reduce(0) { sum, device in
      guard device.isUsable, device.memoryKind.value == .dedicated || device.memoryKind.value == .unified else {
        return sum
      }
      return Saturating.add(sum, device.memoryTotalBytes.value ?? 0)
    }
    return total >= 47 << 30 ? 262_144 : total >= 23 << 30 ? 32_768 : 4096
  }

  /// Advice for one row; costs some ten times the row.
  package func advice(for fit: Fit, of model: Model) -> ContextAdvice {
    let trained = max(model.contextMaximum, 1)
    return ContextAdvice(
      largest: largestContext(of: model, quantization: fit.quantization, workload: fit.workload),
      ollamaDefault: min(ollamaDefaultContext, trained), ollamaContext: fit.workload.context)
  }

  /// The largest context that does not make the verdict `too-large`, in steps of 256, up to the trained one.
  package func largestContext(of model: Model, quantization: String, workload: Workload) -> Int? {
    guard let plan = ModelPlan(model), let named = Quantization.named(quantization) else { return nil }
    let workload = workload.bounded
    var search = ContextSearch(
      plan: plan, trained: model.contextMaximum, workload: workload, pools: MemoryPools(machine, workload))
    return search.largest(WeightsPlan(plan.inventory, quantization: named), named)
  }
}

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
