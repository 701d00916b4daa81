import Base
import Machines
import Memory
import Models
import Ranking
import Serving
import Speed

extension SpanPlanner {
  /// Hosts in the order in which they are asked to lend: those with most memory first.
  private var lenders: [(name: String, kind: MachineClass)] {
    inventory.classes.flatMap { kind in kind.readyHosts.map { (name: $0, kind: kind, bytes: kind.machine.lentBytes) } }
      .filter { $0.bytes > 0 }
      .sorted { ($1.bytes, $0.name) < ($0.bytes, $1.name) }.map { ($0.name, $0.kind) }
  }

  /// The quickest of the fewest hosts of one class that hold the model, and of the fewest of all.
  func llama(_ model: Model, recipe: String?) -> [Span] {
    guard model.runsInLlamaCpp, let label = model.recipe(label: recipe), let quantization = Quantization.named(label)
    else { return [] }
    let all = lenders
    var groups = [all]
    for kind in inventory.classes where inventory.classes.count > 1 {
      groups.append(all.filter { $0.kind.fingerprint == kind.fingerprint })
    }
    let found = groups.compactMap { fewest($0) { llama(model, quantization, $0) } }
    return found.max { left, right in
      if (left.verdict == .tooLarge) != (right.verdict == .tooLarge) { return left.verdict == .tooLarge }
      return (left.tokensPerSecond?.estimate ?? 0) < (right.tokensPerSecond?.estimate ?? 0)
    }.map { [$0] } ?? []
  }

  /// The span of the fewest hosts on which it fits, or of all that may be taken where none does.
  private func fewest<Host>(_ hosts: [Host], span: ([Host]) -> Span?) -> Span? {
    let most = min(hosts.count, question.hosts ?? Self.mostHosts)
    guard most > 1, most >= question.hosts ?? 2 else { return nil }
    var last: Span?
    for count in (question.hosts ?? 2)...most {
      guard let found = span(Array(hosts.prefix(count))) else { continue }
      if found.verdict != .tooLarge { return found }
      last = found
    }
    return last
  }

  private func llama(
    _ model: Model, _ quantization: Quantization, _ hosts: [(name: String, kind: MachineClass)]
  ) -> Span? {
    let planner = LlamaSpanPlanner(
      hosts: hosts.map { SpanHost(name: $0.name, machine: $0.kind.machine) }, link: question.link, plans: plans)
    guard let plan = planner.span(model, quantization, question.workload) else { return nil }
    let parts = hosts.indices.compactMap { index -> Span.Part? in
      let own = plan.spread.shares.filter { $0.host == index }.map(\.share)
      guard index == 0 || !own.isEmpty else { return nil }
      return Span.Part(
        host: hosts[index].name, fingerprint: hosts[index].kind.fingerprint, shares: own,
        head: index == 0 ? plan.spread.head : nil)
    }
    let fit = plan.spread.fit
    let speed = plan.speed
    return Span(
      model: model, engine: .llamaCpp, method: .rpc,
      checkpoint: Checkpoint(
        format: .gguf, label: fit.quantization, repository: fit.published.file?.repository,
        bytes: fit.memory.weightsBytes),
      context: fit.workload.context, parts: parts, verdict: plan.spread.verdict,
      split: Deployment.Split(
        gpus: plan.spread.shares.count { $0.share.backend != .cpu }, nodes: parts.count, networkHops: parts.count - 1),
      tokensPerSecond: speed?.decodeTokensPerSecond, timeToFirstTokenSeconds: speed?.timeToFirstTokenSeconds,
      maxConcurrency: plan.spread.verdict == .tooLarge ? nil : fit.workload.parallel, use: plan.use,
      utility: speed.map { Utility.of(model, fit, at: $0, for: question.useCase) }, plan: .llama(plan))
  }
}

extension Span.Part {
  fileprivate init(host: String, fingerprint: String, shares: [DeviceShare], head: DeviceShare?) {
    var memory = MemoryDemand()
    for share in shares + (head.map { [$0] } ?? []) { memory += share.memory }
    self.init(
      host: host, fingerprint: fingerprint, isHead: head != nil, layers: shares.reduce(0) { $0 + $1.layers },
      memory: memory,
      budgetBytes: shares.reduce(0) { $0 + $1.budgetBytes })
  }
}
