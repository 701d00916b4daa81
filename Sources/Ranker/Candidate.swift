import FitCalculator
import ModelCatalog
import SpeedModel

/// One quantization of a model that passed every gate.
struct Candidate {
  var model: Model
  var fit: Fit
  var speed: Speed
  var answer: AnswerTime
  var expected: ExpectedQuality

  init(_ model: Model, _ fit: Fit, _ speed: Speed, _ answer: AnswerTime, useCase: UseCase) {
    (self.model, self.fit, self.speed, self.answer) = (model, fit, speed, answer)
    expected = ExpectedQuality(
      model, useCase: useCase, quantization: fit.quantization, bitsPerWeight: fit.bitsPerWeight,
      isThinkingOff: answer.thinking == .off)
  }

  /// The quantization to take: the smallest of those about as good as the best, one with an Ollama tag before others.
  ///
  /// Where speed is plentiful, more bits cost nothing that is felt, and only near equals count as equal.
  ///
  /// What passes only grows on a better machine, and so does the best; hence the choice never gets worse there.
  static func choice(_ candidates: [Candidate]) -> Candidate? {
    guard let usual = smallest(candidates, within: RankingRules.equalQuantizations) else { return nil }
    let plentiful = candidates.filter {
      Steps.speed($0.speed.decodeTokensPerSecond.estimate) >= RankingRules.plentifulTokensPerSecond
    }
    guard let better = smallest(plentiful, within: RankingRules.equalWherePlentiful) else { return usual }
    return better.expected.points > usual.expected.points ? better : usual
  }

  private static func smallest(_ candidates: [Candidate], within points: Double) -> Candidate? {
    guard let best = candidates.map(\.expected.points).max() else { return nil }
    let equal = candidates.filter { $0.expected.points >= best - points }
    let tagged = equal.filter { $0.fit.ollamaTag != nil }
    return (tagged.isEmpty ? equal : tagged).min { first, second in
      (first.expected.points, first.fit.memory.totalBytes) < (second.expected.points, second.fit.memory.totalBytes)
    }
  }

  func pick(needs: RankingRules.Needs) -> Pick {
    let sources = model.quality.isEmpty ? RankingRules.unknownQuality.sources : []
    var pick = Pick(
      rank: 0, model: model, fit: fit, speed: speed,
      quality: Model.Quality(score: expected.rounded, uncertainty: expected.uncertainty, sources: sources),
      score: expected.rounded + bonus(needs: needs), isOnParetoFront: false, reasons: [],
      warnings: ExpectedQuality.isFewBits(fit.quantization, fit.bitsPerWeight)
        ? ["fewer than 3 bits per weight: expect visibly worse answers"] : [], expected: expected,
      thinking: answer.thinking, answerSeconds: answer.seconds)
    if answer.thinking == .off {
      pick.warnings.append("switch thinking off: with it an answer would take too long here")
    }
    pick.score = (pick.score * 1000).rounded() / 1000
    return pick
  }

  /// What decides between equals, in less than a step: speed beyond need, room for context, a tag.
  private func bonus(needs: RankingRules.Needs) -> Double {
    let decode = Steps.speed(speed.decodeTokensPerSecond.estimate)
    let comfort = max(needs.tokensPerSecond, 1) * 2
    let context = Double(ContextRoom.tokens(fit, model)) / Double(max(fit.workload.context, 1))
    var bonus = RankingRules.speedBonus * decode / (decode + comfort)
    bonus += RankingRules.contextBonus * (1 - 1 / max(1, context))
    return bonus + (fit.ollamaTag == nil ? 0 : RankingRules.tagBonus)
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
