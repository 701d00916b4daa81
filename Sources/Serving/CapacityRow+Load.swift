import Base

extension CapacityRow {
  /// A deployment under the load that is asked.
  init(_ deployment: Deployment, _ request: ServingRequest) {
    self.init(
      engine: deployment.engine, checkpoint: deployment.checkpoint, split: deployment.split, memory: deployment.memory,
      maxConcurrency: deployment.maxConcurrency, verdict: .tooLarge, fit: deployment.fit, watts: deployment.watts)
    checkpoint.bytes = deployment.memory.weightsBytes / deployment.split.replicas
    guard let times = deployment.times, deployment.places > 0 else { return }
    let model = LoadModel(
      times: times, request: request, places: deployment.places, replicas: deployment.split.replicas)
    let largest = model.largest(request.level, like: request.demand)
    var demand = request.demand
    if case .most = demand {
      demand = .users(largest?.users ?? 1, thinkSeconds: 0)
    }
    let state = model.state(demand)
    verdict = request.level.isMet(by: state) ? .meets : .misses
    load = Load(deployment, request, model, state, largest)
  }
}

extension CapacityRow.Load {
  fileprivate init(
    _ deployment: Deployment, _ request: ServingRequest, _ model: LoadModel, _ state: LoadState,
    _ largest: (rate: Double, users: Int?)?
  ) {
    let replicas = Double(deployment.split.replicas)
    let inside = max(1, state.concurrency / replicas)
    let step = model.step(inside)
    let band = deployment.band(inside)
    func estimate(_ value: Double) -> Estimate {
      Estimate(estimate: value, low: value / band.slower, high: value * band.faster)
    }
    // What is asked for and can be done is done, however fast the machine would be.
    let spare = Estimate(estimate: model.most, low: model.most / band.slower, high: model.most * band.faster)
    let isBound = request.isClosed || state.utilisation >= 1
    let rate = state.requestsPerSecond
    let requests = isBound ? estimate(rate) : Estimate(estimate: rate, low: min(rate, spare.low), high: rate)
    let output = Double(request.outputTokens)
    self.init(
      state: state, slots: min(model.places, Self.slots(request, state, replicas)),
      outputTokensPerSecond: requests.scaled(output), requestsPerSecond: requests,
      tokensPerSecondPerUser: estimate(1 / state.tokenSeconds.p50),
      decodeTokensPerSecond: estimate(max(state.concurrency, min(1, replicas)) / step.seconds),
      timeToFirstToken: state.timeToFirstToken,
      limit: Self.limit(deployment, request, model, state, step, inside),
      networkShare: step.network / step.seconds, linkUse: deployment.times?.use ?? .none,
      largest: largest.map { ($0.rate, $0.users) },
      isMeasured: deployment.isMeasured, model: model)
  }

  /// Slots that the load needs on a replica: one for each of the people, or with room for chance.
  private static func slots(_ request: ServingRequest, _ state: LoadState, _ replicas: Double) -> Int {
    let people = request.users.map(Double.init) ?? state.concurrency * 2
    return max(1, Int((min(people, 1e6) / replicas).rounded(.up)))
  }

  private static func limit(
    _ deployment: Deployment, _ request: ServingRequest, _ model: LoadModel, _ state: LoadState, _ step: StepTime,
    _ inside: Double
  ) -> CapacityRow.Limit {
    let isFull = state.concurrency >= Double(deployment.maxConcurrency) * 0.98
    if isFull, deployment.isBoundByMemory { return .memory }
    let output = Double(request.outputTokens)
    let prompt = model.prompt
    let parts: [(CapacityRow.Limit, Double)] = [
      (.bandwidth, step.bandwidth * output),
      (.arithmetic, step.arithmetic * output + inside * max(0, prompt.occupied - prompt.exchange - prompt.network)),
      (.exchange, (step.exchange + step.network) * output + inside * (prompt.exchange + prompt.network)),
    ]
    return parts.max { $0.1 < $1.1 }?.0 ?? .bandwidth
  }
}

extension ServingRequest {
  /// Whether everyone always waits, so that the machine's speed alone says how much is done.
  fileprivate var isClosed: Bool {
    switch demand {
    case .most: true
    case .users(_, let think): think == 0
    case .rate: false
    }
  }
}

extension Estimate {
  fileprivate func scaled(_ factor: Double) -> Estimate {
    Estimate(estimate: estimate * factor, low: low * factor, high: high * factor)
  }
}
