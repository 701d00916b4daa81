import Glibc

/// Requests on replicas that each answer up to `places` at once, as a birth and death chain.
///
/// With n requests inside, a replica completes `n / (n × prompt + answer × step(n))` per second: each one's prompt takes its
/// turn between the steps that all share. Arrivals are random, at a rate or from people who think; the number inside is
/// then a Markov chain, and what a request meets follows from the number it finds (docs/serving.md has the formulas and
/// what a simulation says of them).
package struct LoadModel: Sendable {
  let times: any BatchTimes
  let request: ServingRequest
  /// Requests at once on one replica.
  package let places: Int
  package let replicas: Int
  let prompt: PromptTime

  package init(times: any BatchTimes, request: ServingRequest, places: Int, replicas: Int) {
    (self.times, self.request) = (times, request)
    (self.places, self.replicas) = (max(1, places), max(1, replicas))
    prompt = times.prompt(tokens: request.inputTokens)
  }

  private var output: Double { Double(max(1, request.outputTokens)) }

  /// One step with so many inside.
  func step(_ inside: Double) -> StepTime {
    times.step(sequences: max(1, min(inside, Double(places))), depth: request.depth)
  }

  /// From one token of an answer to the next: a step, and the prompts of the others that come between.
  func tokenSeconds(_ inside: Double) -> Double {
    let together = max(1, min(inside, Double(places)))
    return step(together).seconds + (together - 1) * prompt.occupied / output
  }

  /// Requests per second that one replica completes with so many inside.
  package func completions(_ inside: Double) -> Double {
    let together = max(1, min(inside, Double(places)))
    guard inside > 0 else { return 0 }
    return together / (together * prompt.occupied + output * step(together).seconds)
  }

  private func completions(_ inside: Int) -> Double { completions(Double(inside)) }

  /// Requests per second that all replicas complete when they are never without work.
  package var most: Double { completions(places) * Double(replicas) }

  package func state(_ demand: ServingRequest.Demand) -> LoadState {
    switch demand {
    case .most: always(users: places * replicas)
    case .users(let users, let think): think > 0 ? people(users, think: think) : always(users: users)
    case .rate(let rate): arrivals(rate)
    }
  }

  // MARK: The number inside

  /// Everyone always waits for an answer: the number inside is the same at all times.
  private func always(users: Int) -> LoadState {
    let (users, replicas) = (Double(users), Double(replicas))
    let inside = max(1, users / replicas)
    let together = Int(inside.rounded(.up))
    return state(
      Distribution(found: [(max(0, together - 1), 1)]), rate: completions(inside) * min(replicas, users), inside: users)
  }

  private func people(_ users: Int, think: Double) -> LoadState {
    let each = (users + replicas - 1) / replicas
    // Who arrives finds what there is without them.
    let found = Distribution(most: each - 1, places: places) {
      Double(each - 1 - $0) / think
    } completions: {
      completions($0)
    }
    let all = Distribution(most: each, places: places) {
      Double(each - $0) / think
    } completions: {
      completions($0)
    }
    let rate = all.mean { completions($0) } * Double(users) / Double(each)
    return state(found, rate: rate, inside: all.mean(Double.init) * Double(users) / Double(each))
  }

  private func arrivals(_ rate: Double) -> LoadState {
    let each = rate / Double(replicas)
    guard each < completions(places) else {
      let full = state(Distribution(found: [(places - 1, 1)]), rate: most, inside: Double(places * replicas))
      return LoadState(
        concurrency: Double(places * replicas), waiting: .infinity, requestsPerSecond: most, utilisation: rate / most,
        timeToFirstToken: nil, tokenSeconds: full.tokenSeconds)
    }
    let found = Distribution(most: nil, places: places) { _ in
      each
    } completions: {
      completions($0)
    }
    return state(found, rate: rate, inside: found.mean(Double.init) * Double(replicas))
  }

  // MARK: What a request meets

  private func state(_ found: Distribution, rate: Double, inside total: Double) -> LoadState {
    let each = rate / Double(replicas)
    let points = found.condensed()
    let waits = points.map { (firstToken($0.inside), $0.weight) }
    let busy = min(each * prompt.occupied, 0.999)
    let others = Double(max(0, min(points.last?.inside ?? 0, places - 1))) * prompt.occupied
    let first = WaitQuantiles(points: waits, busy: busy, service: prompt.occupied, most: others)
    let tokens = points.map { (tokenSeconds(Double($0.inside + 1)), $0.weight) }
    let waiting = points.reduce(0) { $0 + $1.weight * Double(max(0, $1.inside + 1 - places)) } * Double(replicas)
    return LoadState(
      concurrency: min(max(0, total - waiting), Double(places * replicas)), waiting: waiting, requestsPerSecond: rate,
      utilisation: most > 0 ? rate / most : .infinity,
      timeToFirstToken: Percentiles(p50: first.quantile(0.5), p95: first.quantile(0.95)),
      tokenSeconds: Percentiles(p50: Self.quantile(tokens, 0.5), p95: Self.quantile(tokens, 0.95)))
  }

  /// From arrival to the first token of who finds so many inside, other prompts in the way not counted: a place becomes
  /// free, the step under way ends, the prompt is computed.
  private func firstToken(_ found: Int) -> Double {
    let queue = found < places ? 0 : Self.variability * Double(found - places + 1) / completions(places)
    let under = found == 0 ? 0 : step(Double(found)).seconds / 2
    return queue + under + prompt.latency + step(Double(found + 1)).seconds
  }

  /// Who waits for a place waits less where answers are of like lengths: half as long if all were the same, as long as the
  /// chain says if they were exponential; this is for a coefficient of variation of 0.7.
  private static let variability = 0.75

  private static func quantile(_ points: [(value: Double, weight: Double)], _ share: Double) -> Double {
    var sum = 0.0
    for point in points {
      sum += point.weight
      if sum >= share - 1e-9 { return point.value }
    }
    return points.last?.value ?? 0
  }

  // MARK: The largest load

  /// The most requests per second of `demand`'s kind that still keep the level, and how many people that are; nil where
  /// not even one does.
  package func largest(_ level: ServiceLevel, like demand: ServingRequest.Demand) -> (rate: Double, users: Int?)? {
    switch demand {
    case .rate: largestRate(level).map { ($0, nil) }
    case .users(_, let think): largestCrowd(level, think: think, limit: Self.mostPeople)
    case .most: largestCrowd(level, think: 0, limit: places * replicas)
    }
  }

  /// No machine is asked about more people.
  private static let mostPeople = 1 << 20

  private func largestRate(_ level: ServiceLevel) -> Double? {
    var (low, high) = (0.0, most)
    guard high > 0, level.isMet(by: state(.rate(high * 1e-4))) else { return nil }
    for _ in 0..<24 {
      let middle = (low + high) / 2
      if level.isMet(by: state(.rate(middle))) { low = middle } else { high = middle }
    }
    return low
  }

  private func largestCrowd(_ level: ServiceLevel, think: Double, limit: Int) -> (rate: Double, users: Int?)? {
    func isMet(_ users: Int) -> Bool { level.isMet(by: state(.users(users, thinkSeconds: think))) }
    guard limit > 0, isMet(1) else { return nil }
    // Who asks for nothing is content while nobody waits for a place.
    let cap = level.isAsked ? limit : min(limit, crowdWithoutQueue(think: think))
    var (low, step) = (1, 1)
    while low + step <= cap, isMet(low + step) { (low, step) = (low + step, step * 2) }
    while step > 0 {
      if low + step <= cap, isMet(low + step) { low += step }
      step /= 2
    }
    return (state(.users(low, thinkSeconds: think)).requestsPerSecond, low)
  }

  private func crowdWithoutQueue(think: Double) -> Int {
    let inside = Double(places * replicas)
    return max(1, Int(inside + min(most * think, Double(Self.mostPeople))))
  }
}
