import Base
import Machines
import Memory
import Models
import Ranking
import Serving

extension SpanPlanner {
  /// vLLM over hosts of one class: the fewest on which any way fits, and each way on these.
  func served(_ model: Model, recipe: String?) -> [Span] {
    var spans: [Span] = []
    for kind in inventory.classes where !kind.machine.usableCards.isEmpty {
      let most = min(kind.readyHosts.count, question.hosts ?? Self.mostHosts)
      guard most > 1, most >= question.hosts ?? 2 else { continue }
      let planner = CapacityPlanner(machine: kind.machine, plans: plans)
      for count in (question.hosts ?? 2)...most {
        let request = ServingRequest(question.workload, users: 1, nodes: count, link: question.link)
        let rows = planner.acrossNodes(of: model, request, .vllm, choice(recipe))
        let own = rows.compactMap { span(model, $0, request, kind) }
        // Each way once, with the checkpoint that is worth most.
        for method in [Span.Method.pipeline, .tensor, .experts] {
          let best = own.filter { $0.method == method && $0.verdict != .tooLarge }.max {
            ($0.utility?.points ?? -.infinity) < ($1.utility?.points ?? -.infinity)
          }
          if let best { spans.append(best) }
        }
        if own.contains(where: { $0.verdict != .tooLarge }) { break }
      }
    }
    return spans
  }

  /// A label that vLLM loads; a GGUF recipe is for llama.cpp alone.
  private func choice(_ recipe: String?) -> CapacityPlanner.Choice {
    var workload = question.workload
    (workload.context, workload.parallel) = (0, 1)
    let label = recipe.flatMap { WeightFormat(label: $0) == nil || Quantization.named($0)?.family == .gguf ? nil : $0 }
    return CapacityPlanner.Choice(
      engines: [.vllm], checkpoint: label, workload: workload, needsUnits: label == nil)
  }

  private func span(_ model: Model, _ row: CapacityRow, _ request: ServingRequest, _ kind: MachineClass) -> Span? {
    guard let across = row.split.across, let memory = row.memory, row.verdict != .notRunnable else { return nil }
    let layers = model.architecture?.layerCount ?? 0
    let hosts = kind.readyHosts.prefix(row.split.nodes)
    let parts = hosts.enumerated().map { index, host in
      // Stages of a pipeline differ by a layer at most; in the other ways every host takes part in all of them.
      let own = across == .pipeline ? layers / hosts.count + (index < layers % hosts.count ? 1 : 0) : layers
      return Span.Part(
        host: host, fingerprint: kind.fingerprint, isHead: index == 0, layers: own,
        memory: MemoryDemand(
          weightsBytes: memory.weightsBytes / hosts.count,
          kvCacheBytes: max(0, memory.cacheBudgetBytes / hosts.count),
          overheadBytes: memory.overheadBytes / hosts.count),
        budgetBytes: memory.budgetBytes / hosts.count)
    }
    let first = row.load?.timeToFirstToken?.p50
    let decode = row.load?.tokensPerSecondPerUser
    return Span(
      model: model, engine: row.engine, method: Span.Method(across), checkpoint: row.checkpoint,
      context: request.inputTokens + request.outputTokens, parts: parts,
      verdict: row.verdict == .tooLarge || row.load == nil ? .tooLarge : .fits, split: row.split,
      tokensPerSecond: decode,
      timeToFirstTokenSeconds: decode.flatMap { speed in
        first.map {
          Estimate(
            estimate: $0, low: $0 * speed.estimate / speed.high, high: $0 * speed.estimate / speed.low)
        }
      },
      maxConcurrency: row.maxConcurrency, use: row.load?.linkUse ?? .none,
      utility: Utility.of(model, row, promptTokens: question.workload.promptTokens, for: question.useCase),
      plan: .served(row, request))
  }
}

extension Span.Method {
  fileprivate init(_ across: Deployment.Split.Across) {
    switch across {
    case .pipeline: self = .pipeline
    case .tensor: self = .tensor
    case .experts: self = .experts
    }
  }
}
