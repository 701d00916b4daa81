import Base
import Machines
import Memory
import Models
import Speed

/// A model over several hosts by llama.cpp's RPC servers: the head runs llama-server and has the file, the others lend.
package struct LlamaSpan: Sendable {
  /// Numbers of the hosts in the order of `--rpc`, those that come to hold nothing left out; the head is 0.
  package var servers: [Int]
  package var spread: HostSpread
  /// Nil where a needed bandwidth is not known.
  package var speed: Speed?
  /// Of one token.
  package var use: LinkUse
}

/// Plans spans of llama.cpp.
///
/// Every computed part waits for the one before it, and everything passes through the head: for each token it sends a host
/// the activations and the mask of what attention sees, and gets the activations back before the next host can begin; the
/// last device gives it the logits. A host therefore costs two messages. Read in `ggml-rpc.cpp` and `ggml-backend.cpp` of
/// b10488: servers of other hosts cannot copy to one another.
package struct LlamaSpanPlanner: Sendable {
  /// `GGML_RPC_MAX_SERVERS`.
  package static let mostServers = 16

  /// The head first.
  private let hosts: [SpanHost]
  private let link: NodeLink
  private let plans: PlanCache
  /// False where the head only runs llama-server and every layer is on another host.
  private let headLends: Bool

  package init(hosts: [SpanHost], link: NodeLink, plans: PlanCache, headLends: Bool = true) {
    (self.hosts, self.link, self.plans, self.headLends) = (hosts, link, plans, headLends)
  }

  /// The model in a quantization over all hosts; nil for a model without known dimensions, or where too little is lent.
  package func span(_ model: Model, _ quantization: Quantization, _ workload: Workload) -> LlamaSpan? {
    guard let head = hosts.first, hosts.count <= Self.mostServers + 1 else { return nil }
    // Servers come first, so that the head's own devices are the last and logits need not travel.
    let order = Array(hosts.indices.dropFirst()) + (headLends ? [0] : [])
    let devices = order.flatMap { hosts[$0].machine.lentDevices(host: $0) }
    let calculator = FitCalculator(machine: head.machine, plans: plans)
    guard let planned = calculator.planned(model, workload: workload),
      let spread = planned.spread(quantization, over: devices, head: 0)
    else { return nil }
    let holding = order.filter { host in spread.shares.contains { $0.host == host } }
    // The head's processor takes part through a server of its own; its cards do without.
    let needsServer = { (host: Int) in host > 0 || devices.contains { $0.host == 0 && $0.backend == .cpu } }
    let use = use(spread, model, batch: 1, cells: SpeedModel.decodeDepth(workload))
    return LlamaSpan(
      servers: holding.filter(needsServer), spread: spread, speed: speed(spread, holding, model, use), use: use)
  }

  private func speed(_ spread: HostSpread, _ holding: [Int], _ model: Model, _ use: LinkUse) -> Speed? {
    guard spread.verdict != .tooLarge else { return nil }
    var parts: [Speed] = []
    for host in holding {
      var fit = spread.fit
      let own = spread.shares.filter { $0.host == host }.map(\.share)
      fit.placement = Placement(
        mode: own.allSatisfy { $0.backend == .cpu } ? .cpu : own.count > 1 ? .multiGPU : .gpu,
        gpuLayers: own.reduce(0) { $0 + $1.layers }, devices: own)
      let model = SpeedModel(machine: hosts[host].machine, measurements: hosts[host].measurements).speed(
        of: fit, model: model)
      guard let model else { return nil }
      parts.append(model)
    }
    let workload = spread.fit.workload
    let prompt = promptUse(spread, model)
    return Speed(parts, network: use.seconds, promptNetwork: prompt.seconds, promptTokens: workload.promptTokens)
  }

  /// A prompt in micro-batches, one after the other.
  private func promptUse(_ spread: HostSpread, _ model: Model) -> LinkUse {
    let workload = spread.fit.workload
    let tokens = max(1, workload.promptTokens)
    let batch = min(tokens, max(1, workload.microBatch))
    let batches = (tokens + batch - 1) / batch
    var use = use(spread, model, batch: batch, cells: tokens / 2 + 1)
    use.seconds *= Double(tokens) / Double(batch)
    use.waits *= batches
    return use
  }

  /// What one step of so many tokens sends, while attention sees so many cells.
  private func use(_ spread: HostSpread, _ model: Model, batch: Int, cells: Int) -> LinkUse {
    guard let architecture = model.architecture else { return .none }
    let tokens = Double(batch)
    let hidden = Double(architecture.embeddingWidth) * 4
    let mask = Double((cells + 255) / 256 * 256) * (spread.fit.workload.flashAttention ? 2 : 4)
    // The last token's alone.
    let logits = Double(architecture.vocabularySize) * 4
    var use = LinkUse.none
    for (place, part) in spread.shares.enumerated() where part.host > 0 {
      // Devices of one server pass activations on among themselves.
      if place > 0, spread.shares[place - 1].host == part.host { continue }
      let isLast = spread.shares[place...].allSatisfy { $0.host == part.host }
      use.bytes += tokens * (hidden + mask) + (isLast ? logits : tokens * hidden)
      use.waits += 2
    }
    use.seconds = Double(use.waits) * link.latency + use.bytes / link.bytesPerSecond
    return use
  }
}

extension Speed {
  /// Parts that work one after the other, with what passes between them.
  fileprivate init?(_ parts: [Speed], network: Double, promptNetwork: Double, promptTokens: Int) {
    guard let first = parts.first else { return nil }
    func sum(_ extra: Double, _ tokens: Double, _ rate: (Speed) -> Estimate) -> Estimate {
      func seconds(_ bound: KeyPath<Estimate, Double>) -> Double {
        parts.reduce(extra) { $0 + tokens / rate($1)[keyPath: bound] }
      }
      return Estimate(
        estimate: tokens / seconds(\.estimate), low: tokens / seconds(\.low), high: tokens / seconds(\.high))
    }
    let tokens = Double(max(1, promptTokens))
    let decode = sum(network, 1, \.decodeTokensPerSecond)
    let prefill = sum(promptNetwork, tokens, \.prefillTokensPerSecond)
    var unmeasured: [Unmeasured] = []
    for reason in parts.flatMap(\.unmeasured) where !unmeasured.contains(reason) { unmeasured.append(reason) }
    self.init(
      decodeTokensPerSecond: decode, prefillTokensPerSecond: prefill,
      timeToFirstTokenSeconds: Self.timeToFirstToken(tokens, prefill: prefill, decode: decode),
      basis: parts.allSatisfy { $0.basis == .measured } ? .measured : .modelled, depthTokens: first.depthTokens,
      unmeasured: unmeasured)
  }
}
