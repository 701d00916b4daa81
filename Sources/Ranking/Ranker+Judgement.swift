import Machines
import Memory
import Models
import Speed

/// What the gates say of one model.
enum Judgement: Sendable {
  case passed(Candidate)
  case held(Rejection)
}

extension Ranker {
  /// Asks the gates that need no arithmetic, then those of memory and speed.
  func judge(_ model: Model, workload: Workload, wishes: Wishes) -> Judgement {
    if let rejection = Self.gate(model, workload: workload, wishes: wishes) { return .held(rejection) }
    let names = Artefacts.quantizations(
      of: model, asked: wishes.quantizations, machine: fitCalculator.machine)
    guard !names.isEmpty else {
      return .held(
        Rejection(model: model, shortfall: .runtime(.noFile(quantizations: wishes.quantizations))))
    }
    guard let planned = fitCalculator.planned(model, workload: Self.fitted(workload, model, wishes)) else {
      return .held(tooLarge(model, [], wishes.useCase))
    }
    let quantizations = names.compactMap(Quantization.named)
    if let best = bestCandidate(model, planned, quantizations, wishes) {
      return .passed(best)
    }
    return .held(whatHolds(model, quantizations.map(planned.fit), wishes: wishes))
  }

  /// The quantization that a model would be recommended with; nil when a gate holds it back.
  package func quantization(of model: Model, workload: Workload, wishes: Wishes) -> String? {
    guard case .passed(let candidate) = judge(model, workload: workload, wishes: wishes) else { return nil }
    return candidate.fit.quantization
  }

  /// The quantization to take of those that pass.
  ///
  /// Looked at from the best on: what cannot be as good as one that has passed is neither placed nor timed.
  private func bestCandidate(
    _ model: Model, _ planned: PlannedModel, _ quantizations: [Quantization], _ wishes: Wishes
  ) -> Candidate? {
    let needs = RankingRules.needs(wishes.useCase)
    let atBest = quantizations.map { quantization in
      ExpectedQuality(
        model, useCase: wishes.useCase, quantization: quantization.name,
        bitsPerWeight: planned.bitsPerWeight(quantization), thinkingPrice: 0
      ).rounded
    }
    var passed: [Candidate?] = quantizations.map { _ in nil }
    var best = -Double.infinity
    for index in quantizations.indices.sorted(by: { (atBest[$1], $0) < (atBest[$0], $1) }) {
      if atBest[index] < best { break }
      guard let fit = roomy(planned.fit(quantizations[index]), model, wishes),
        let speed = speedModel.speed(of: fit, model: model),
        case .success(let answer) = SpeedGate.judge(model, fit, speed, needs: needs, wishes: wishes)
      else { continue }
      let candidate = Candidate(model, fit, speed, answer, useCase: wishes.useCase)
      best = max(best, candidate.expected.rounded)
      passed[index] = candidate
    }
    return Candidate.choice(passed.compactMap(\.self))
  }

  /// The row with its artefact where it fits with its margin and leaves room; nil where not.
  private func roomy(_ fit: Fit, _ model: Model, _ wishes: Wishes) -> Fit? {
    guard fit.verdict == .fits, fit.placement.mode != .none, leavesRoom(fit, wishes.useCase) else { return nil }
    return Artefacts.named(fit, model)
  }

  /// What holds a model back of which no quantization passes.
  private func whatHolds(_ model: Model, _ fits: [Fit], wishes: Wishes) -> Rejection {
    let fitting = fits.compactMap { roomy($0, model, wishes) }
    // Where only two bits would fit, it is memory that is missing.
    if fitting.isEmpty || worthReporting(fits).count < fits.count && worthReporting(fitting).allSatisfy(\.keepsFewBits)
    {
      return tooLarge(model, fits, wishes.useCase)
    }
    return tooSlow(model, fitting, wishes: wishes)
  }

  /// The texts that are embedded are pieces: a default context longer than the model's own is cut to it.
  static func fitted(_ workload: Workload, _ model: Model, _ wishes: Wishes) -> Workload {
    var workload = workload
    if wishes.useCase == .embedding { workload.context = min(workload.context, max(model.contextMaximum, 1)) }
    return workload
  }

  /// Whether enough memory stays for everything else that the machine is for, unless a budget is asked for.
  func leavesRoom(_ fit: Fit, _ useCase: UseCase) -> Bool {
    guard fit.workload.memoryBudgetBytes == nil, let budget = fitCalculator.machine.memory.budgetBytes.value else {
      return true
    }
    if useCase == .embedding, Self.ownBytes(fit) > roomBesideAnother { return false }
    return Double(mainMemoryBytes(fit)) <= Double(budget) * RankingRules.mainMemoryShare
  }

  /// Weights and cache, which are the same wherever the model lies.
  private static func ownBytes(_ fit: Fit) -> Int { fit.memory.weightsBytes + fit.memory.kvCacheBytes }

  /// What a model may take that stands beside the one that answers.
  private var roomBesideAnother: Int {
    let machine = fitCalculator.machine
    let cards = machine.accelerators.filter { $0.isUsable && $0.memoryKind.value == .dedicated }
    let all = cards.reduce(machine.memory.budgetBytes.value ?? 0) { $0 + ($1.budgetBytes.value ?? 0) }
    return max(RankingRules.alwaysRoomBytes, Int(Double(all) * RankingRules.shareBesideAnother))
  }

  func mainMemoryBytes(_ fit: Fit) -> Int {
    fit.placement.devices.reduce(0) { sum, share in
      let device = fitCalculator.machine.accelerators.first { $0.id == share.id }
      let isMain = device.map { $0.memoryKind.value != .dedicated } ?? true
      return isMain ? sum + share.bytes : sum
    }
  }

  /// What is reported of a model held back: of quantizations that one would want, unless only others were asked for.
  private func worthReporting(_ fits: [Fit]) -> [Fit] {
    let usual = fits.filter { !$0.keepsFewBits }
    return usual.isEmpty ? fits : usual
  }

  private func tooLarge(_ model: Model, _ fits: [Fit], _ useCase: UseCase) -> Rejection {
    guard let smallest = worthReporting(fits).min(by: { $0.memory.totalBytes < $1.memory.totalBytes }) else {
      return Rejection(model: model, shortfall: .runtime(.unknownDimensions))
    }
    return Rejection(model: model, quantization: smallest.quantization, shortfall: tooLarge(smallest, useCase))
  }

  private func tooLarge(_ fit: Fit, _ useCase: UseCase) -> Shortfall {
    let total = fit.memory.totalBytes
    if fit.verdict == .tooLarge || fit.placement.mode == .none {
      return .memory(.model, needed: total, available: max(1, total + min(fit.headroomBytes, -1)))
    }
    let own = Self.ownBytes(fit)
    if useCase == .embedding, own > roomBesideAnother {
      return .memory(.answeringModel, needed: own, available: roomBesideAnother)
    }
    let main = mainMemoryBytes(fit)
    let budget = fitCalculator.machine.memory.budgetBytes.value ?? 0
    let share = Int(Double(budget) * RankingRules.mainMemoryShare)
    guard main > share, share > 0 else { return .memory(.margin, needed: total, available: 0) }
    return .memory(.otherPrograms, needed: main, available: share)
  }

  private func tooSlow(_ model: Model, _ fits: [Fit], wishes: Wishes) -> Rejection {
    let needs = RankingRules.needs(wishes.useCase)
    var held: Rejection?
    for fit in worthReporting(fits) {
      guard let speed = speedModel.speed(of: fit, model: model),
        case .failure(let miss) = SpeedGate.judge(model, fit, speed, needs: needs, wishes: wishes)
      else { continue }
      if held.map({ $0.shortfall.factor > miss.shortfall.factor }) ?? true {
        held = Rejection(model: model, quantization: fit.quantization, shortfall: miss.shortfall)
      }
    }
    return held ?? Rejection(model: model, shortfall: .unknownBandwidth)
  }
}

/// The gates of speed: decode, first token and, for models that think, the finished answer.
enum SpeedGate {
  struct Miss: Error {
    var shortfall: Shortfall
  }

  static func judge(
    _ model: Model, _ fit: Fit, _ speed: Speed, needs: RankingRules.Needs, wishes: Wishes
  ) -> Result<AnswerTime, Miss> {
    let decode = Steps.speed(speed.decodeTokensPerSecond.estimate)
    let firstToken = Steps.speed(speed.timeToFirstTokenSeconds.estimate)
    let needed = wishes.minimumTokensPerSecond ?? needs.tokensPerSecond
    if decode < needed { return .failure(Miss(shortfall: .decodeSpeed(needed: needed, available: decode))) }
    let patience = wishes.maximumTimeToFirstTokenSeconds ?? needs.firstTokenSeconds
    if firstToken > patience {
      return .failure(Miss(shortfall: .timeToFirstToken(needed: patience, available: firstToken)))
    }
    if let answer = AnswerTime(
      model, decode: decode, firstToken: firstToken, needs: needs, isSpeedAskedFor: wishes.minimumTokensPerSecond != nil
    ) {
      return .success(answer)
    }
    let wanted = (needs.thinkingTokens + needs.answerTokens) / max(1, needs.answerSeconds - firstToken)
    return .failure(
      Miss(shortfall: .answerTime(needed: wanted, available: decode, seconds: needs.answerSeconds)))
  }
}
