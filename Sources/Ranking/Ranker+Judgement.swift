import Base
import Machines
import Memory
import Models
import Speed

/// What the gates say of one model.
enum Judgement: Sendable {
  case passed(Pick)
  case held(Rejection)
}

extension Ranker {
  /// Asks the gates that need no arithmetic, then those of memory and speed.
  func judge(_ model: Model, workload: Workload, wishes: Wishes) -> Judgement {
    if let rejection = Self.gate(model, workload: workload, wishes: wishes) { return .held(rejection) }
    let names = Artefacts.quantizations(
      of: model, asked: wishes.quantizations, machine: fitCalculator.machine)
    guard !names.isEmpty else {
      let asked = wishes.quantizations.isEmpty ? "a published file" : wishes.quantizations.joined(separator: " or ")
      return .held(
        Rejection(model, .runtime, needed: "\(asked) that a runtime here executes", available: "none is published"))
    }
    guard let planned = fitCalculator.planned(model, workload: Self.fitted(workload, model, wishes)) else {
      return .held(tooLarge(model, [], wishes.useCase))
    }
    let quantizations = names.compactMap(Quantization.named)
    if let best = bestCandidate(model, planned, quantizations, wishes) {
      return .passed(best.pick(needs: RankingRules.needs(wishes.useCase)))
    }
    return .held(whatHolds(model, quantizations.map(planned.fit), wishes: wishes))
  }

  /// The quantization that a model would be recommended with; nil when a gate holds it back.
  package func quantization(of model: Model, workload: Workload, wishes: Wishes) -> String? {
    guard case .passed(let pick) = judge(model, workload: workload, wishes: wishes) else { return nil }
    return pick.fit.quantization
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
      return Rejection(model, .runtime, needed: "known dimensions", available: "none")
    }
    let total = smallest.memory.totalBytes
    if smallest.verdict == .tooLarge || smallest.placement.mode == .none {
      let available = max(1, total + min(smallest.headroomBytes, -1))
      let texts = Self.texts(needed: total, available: available)
      return Rejection(
        model, .fit, smallest.quantization, needed: texts.needed, available: texts.available,
        factor: Double(total) / Double(available))
    }
    let own = Self.ownBytes(smallest)
    if useCase == .embedding, own > roomBesideAnother {
      return Rejection(
        model, .fit, smallest.quantization, needed: ByteSize.text(own),
        available: "\(ByteSize.text(roomBesideAnother)) that leaves room for the model that answers",
        factor: Double(own) / Double(roomBesideAnother))
    }
    let main = mainMemoryBytes(smallest)
    let budget = fitCalculator.machine.memory.budgetBytes.value ?? 0
    let share = Int(Double(budget) * RankingRules.mainMemoryShare)
    guard main > share, share > 0 else {
      return Rejection(
        model, .fit, smallest.quantization, needed: "\(ByteSize.text(total)) with a margin of 3 % on each device",
        available: "less than the margin", factor: 1.03)
    }
    let texts = Self.texts(needed: main, available: share)
    return Rejection(
      model, .fit, smallest.quantization, needed: "\(texts.needed) of main memory",
      available: "\(texts.available) that leaves room for other programs",
      factor: Double(main) / Double(share))
  }

  /// Both sizes, in mebibytes where they would read the same.
  private static func texts(needed: Int, available: Int) -> (needed: String, available: String) {
    let texts = (ByteSize.text(needed), ByteSize.text(available))
    guard texts.0 == texts.1 else { return texts }
    return ("\((needed >> 20) + 1) MiB", "\(available >> 20) MiB")
  }

  private func tooSlow(_ model: Model, _ fits: [Fit], wishes: Wishes) -> Rejection {
    let needs = RankingRules.needs(wishes.useCase)
    var held: Rejection?
    for fit in worthReporting(fits) {
      guard let speed = speedModel.speed(of: fit, model: model),
        case .failure(let miss) = SpeedGate.judge(model, fit, speed, needs: needs, wishes: wishes)
      else { continue }
      if held.map({ $0.factor > miss.rejection.factor }) ?? true { held = miss.rejection }
    }
    return held ?? Rejection(model, .decodeSpeed, needed: "a known memory bandwidth", available: "unknown")
  }
}

/// The gates of speed: decode, first token and, for models that think, the finished answer.
enum SpeedGate {
  struct Miss: Error {
    var rejection: Rejection
  }

  static func judge(
    _ model: Model, _ fit: Fit, _ speed: Speed, needs: RankingRules.Needs, wishes: Wishes
  ) -> Result<AnswerTime, Miss> {
    let decode = Steps.speed(speed.decodeTokensPerSecond.estimate)
    let firstToken = Steps.speed(speed.timeToFirstTokenSeconds.estimate)
    let needed = wishes.minimumTokensPerSecond ?? needs.tokensPerSecond
    func rate(_ value: Double) -> String { ByteSize.decimal(value, places: value < 20 ? 1 : 0) }
    if decode < needed {
      return .failure(
        Miss(
          rejection: Rejection(
            model, .decodeSpeed, fit.quantization, needed: "\(rate(needed)) tok/s", available: "\(rate(decode)) tok/s",
            factor: needed / max(decode, 0.001), limit: decode)))
    }
    let patience = wishes.maximumTimeToFirstTokenSeconds ?? needs.firstTokenSeconds
    if firstToken > patience {
      return .failure(
        Miss(
          rejection: Rejection(
            model, .timeToFirstToken, fit.quantization, needed: "\(rate(patience)) s",
            available: "\(rate(firstToken)) s",
            factor: firstToken / max(patience, 0.001), limit: firstToken)))
    }
    if let answer = AnswerTime(
      model, decode: decode, firstToken: firstToken, needs: needs, isSpeedAskedFor: wishes.minimumTokensPerSecond != nil
    ) {
      return .success(answer)
    }
    let tokens = needs.thinkingTokens + needs.answerTokens
    let wanted = tokens / max(1, needs.answerSeconds - firstToken)
    return .failure(
      Miss(
        rejection: Rejection(
          model, .decodeSpeed, fit.quantization,
          needed: "\(rate(wanted)) tok/s to think and answer in \(rate(needs.answerSeconds)) s",
          available: "\(rate(decode)) tok/s", factor: max(1.01, wanted / decode), limit: decode)))
  }
}

extension Rejection {
  init(
    _ model: Model, _ gate: Gate, _ quantization: String = "", needed: String, available: String,
    remedy: String? = nil, factor: Double = 1, limit: Double? = nil
  ) {
    self.init(
      modelID: model.id, modelName: model.name, quantization: quantization, gate: gate, needed: needed,
      available: available, remedy: remedy, factor: factor, limit: limit)
  }
}
