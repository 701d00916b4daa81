import Memory
import Models
import Speed

/// One quantization of a model that passed every gate.
package struct Candidate: Sendable, Equatable {
  package let model: Model
  package let fit: Fit
  package let speed: Speed
  package let answer: AnswerTime
  /// Where its quality comes from, part by part.
  package let expected: ExpectedQuality
  /// The expected quality in steps, and within a step what decides between equals.
  package private(set) var score = 0.0

  init(_ model: Model, _ fit: Fit, _ speed: Speed, _ answer: AnswerTime, useCase: UseCase) {
    (self.model, self.fit, self.speed, self.answer) = (model, fit, speed, answer)
    expected = ExpectedQuality(
      model, useCase: useCase, quantization: fit.quantization, bitsPerWeight: fit.bitsPerWeight,
      thinkingPrice: answer.price, waiting: answer.waiting)
    score = ((quality + bonus(needs: RankingRules.needs(useCase))) * 1000).rounded() / 1000
  }

  /// The expected quality, in steps.
  package var quality: Double { expected.rounded }

  /// The quantization to take: of those as good as the best the one with the best of speed, tag and bits.
  ///
  /// What passes only grows on a better machine and waits get shorter there, hence the best never gets worse.
  static func choice(_ candidates: [Candidate]) -> Candidate? {
    guard let best = candidates.map(\.expected.rounded).max() else { return nil }
    return candidates.filter { $0.expected.rounded == best }.max {
      ($0.convenience, $1.fit.memory.totalBytes) < ($1.convenience, $0.fit.memory.totalBytes)
    }
  }

  /// Octaves of speed as far as they are felt, and what a tag, whole cards and bits are worth in them.
  private var convenience: Double {
    let speed = max(Steps.speed(speed.pace(of: model)), 0.01)
    return -Steps.logarithm(1 + RankingRules.halfWorthTokensPerSecond / speed)
      + (fit.ollamaTag == nil ? 0 : RankingRules.octavesForTag)
      + RankingRules.octavesForWhole * fit.wholeness
      - RankingRules.octavesPerPoint * expected.quantizationLoss
  }

  /// What decides between equals, in less than a step: speed beyond need, room for context, a tag.
  private func bonus(needs: RankingRules.Needs) -> Double {
    let decode = Steps.speed(speed.pace(of: model))
    let comfort = max(needs.tokensPerSecond, 1) * RankingRules.speedOfHalfBonus
    let context = Double(ContextRoom.tokens(fit, model)) / Double(max(fit.workload.context, 1))
    var bonus = RankingRules.speedBonus * decode / (decode + comfort)
    bonus += RankingRules.contextBonus * (1 - 1 / max(1, context))
    return bonus + (fit.ollamaTag == nil ? 0 : RankingRules.tagBonus)
  }
}

extension Speed {
  /// The speed that counts: of writing, or for a model that only reads a hundredth of that of reading.
  func pace(of model: Model) -> Double {
    let onlyReads = model.capabilities.contains(.embedding) && !model.capabilities.contains(.chat)
    return onlyReads ? prefillTokensPerSecond.estimate / 100 : decodeTokensPerSecond.estimate
  }
}

extension Fit {
  /// Whether nothing of the model is left to main memory and the processor.
  var isWholeOnCards: Bool { placement.mode == .gpu || placement.mode == .multiGPU }

  /// 1 on one card, 0.5 on several, 0 where main memory holds a part.
  fileprivate var wholeness: Double { placement.mode == .gpu ? 1 : placement.mode == .multiGPU ? 0.5 : 0 }
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
