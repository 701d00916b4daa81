import Base
import Memory
import Models
import Speed

/// One file of a model where it would lie, how fast it would answer there and what that is worth.
package struct Candidate: Sendable, Equatable {
  @Shared package private(set) var model: Model
  @Shared package private(set) var fit: Fit
  package let speed: Speed
  /// The better of thinking and answering at once.
  package private(set) var thinking: Thinking
  /// From a usual question to the end of its answer, thoughts included, in seconds.
  package private(set) var answerSeconds: Estimate
  package private(set) var utility: Utility
  /// The checkpoint for vLLM beside the file, on data-centre cards; where it is judged, what is said of answers is its.
  package var served: Served?
  /// How likely the limits that the user sets on speed and waiting hold; 1 where there are none.
  package private(set) var likelihood = 1.0

  /// A fit as it is worth most.
  init(_ model: Model, _ fit: Fit, _ speed: Speed, _ base: Utility) {
    (self.model, self.fit, self.speed) = (model, fit, speed)
    (thinking, answerSeconds, utility) = base.best(model, at: speed)
  }

  /// Takes over where the same answers come from.
  mutating func place(_ other: Fit) { fit = other }

  /// Takes over what is said of the answers of the same model elsewhere.
  mutating func judge(by other: Candidate) {
    (thinking, answerSeconds, utility, served) = (other.thinking, other.answerSeconds, other.utility, other.served)
    likelihood = min(likelihood, other.likelihood)
  }

  /// What holds the candidate back: a limit that even the better end of its band misses, or an absurd wait.
  mutating func shortfall(_ wishes: Wishes) -> Shortfall? {
    let (decode, firstToken) = (speed.decodeTokensPerSecond, speed.timeToFirstTokenSeconds)
    if let needed = wishes.minimumTokensPerSecond {
      if decode.high < needed { return .decodeSpeed(needed: needed, available: decode.high) }
      likelihood = min(likelihood, decode.likelihood(atLeast: needed))
    }
    if let needed = wishes.maximumTimeToFirstTokenSeconds {
      if firstToken.low > needed { return .timeToFirstToken(needed: needed, available: firstToken.low) }
      likelihood = min(likelihood, 1 - firstToken.likelihood(atLeast: needed))
    }
    let absurd = 10 * RankingRules.longestSensibleSeconds
    return answerSeconds.low > absurd ? .answerTime(needed: absurd, available: answerSeconds.low) : nil
  }
}

extension Estimate {
  /// How likely the value is at least `limit`, when 80 % of the values lie in the band and their logarithms are normal.
  func likelihood(atLeast limit: Double) -> Double {
    guard low > 0, high > low, limit > 0, limit.isFinite else { return estimate >= limit ? 1 : 0 }
    let deviations = Power.log2(estimate / limit) / (Power.log2(high / low) / 2.563)
    // The logistic curve is the normal distribution to a hundredth.
    return 1 / (1 + Power.of(2, -2.455 * deviations))
  }
}

extension Speed {
  /// The speed that counts: of writing, or for a model that only reads that of reading.
  package func pace(of model: Model) -> Double {
    model.onlyReads ? prefillTokensPerSecond.estimate : decodeTokensPerSecond.estimate
  }
}

extension Fit {
  /// Whether the recipe keeps fewer than three bits of a weight, which every pick warns about.
  ///
  /// llama.cpp's Q2_K counts although its average is a little above.
  package var keepsFewBits: Bool {
    let nominal = Quantization.named(quantization)?.nominalBitsPerWeight ?? bitsPerWeight
    return min(bitsPerWeight, nominal) < RankingRules.fewBits
  }
}

/// How long a context could be, without placing the model anew.
enum ContextRoom {
  /// From the cache's size and the room left; not more than trained.
  static func tokens(_ fit: Fit, _ model: Model) -> Int {
    if let largest = fit.largestContext { return largest }
    let trained = max(model.contextMaximum, fit.workload.context)
    let perToken = Double(fit.memory.kvCacheBytes) / Double(max(fit.workload.context, 1))
    guard perToken > 0 else { return trained }
    let more = Double(max(0, fit.headroomBytes)) * 0.9 / perToken
    return min(trained, fit.workload.context + Int(min(more, 1e9)))
  }
}
