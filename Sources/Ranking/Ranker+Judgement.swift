import Base
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
  /// Asks the gates that need no arithmetic, then places the model's files and takes the best.
  func judge(_ model: Model, workload: Workload, wishes: Wishes) -> Judgement {
    Self.gate(model, workload: workload, wishes: wishes).map(Judgement.held)
      ?? judgeFiles(model, workload: workload, wishes: wishes)
  }

  /// The same of a model that passes those gates.
  func judgeFiles(_ model: Model, workload: Workload, wishes: Wishes) -> Judgement {
    guard let planned = fitCalculator.planned(model, workload: fitted(workload, model, wishes)) else {
      return .held(Rejection(model: model, shortfall: .runtime(.unknownDimensions)))
    }
    let quantizations = Artefacts.quantizations(planned, asked: wishes.quantizations, machine: fitCalculator.machine)
    guard !quantizations.isEmpty else {
      return .held(
        Rejection(model: model, shortfall: .runtime(.noFile(quantizations: wishes.quantizations))))
    }
    return best(model, planned, Self.holdable(quantizations, planned), wishes)
  }

  /// The quantizations whose weights could lie in the machine's memory, or the smallest with enough bits to be reported.
  private static func holdable(_ quantizations: [Quantization], _ planned: PlannedModel) -> [Quantization] {
    let sized = quantizations.map { (quantization: $0, bytes: planned.roughBytes($0)) }
    let holdable = sized.filter { $0.bytes <= planned.totalMemoryBytes }.map(\.quantization)
    guard holdable.isEmpty else { return holdable }
    let smallest = sized.filter { $0.quantization.nominalBitsPerWeight >= RankingRules.fewBits }
      .min { $0.bytes < $1.bytes }
    return (smallest ?? sized.min { $0.bytes < $1.bytes }).map { [$0.quantization] } ?? []
  }

  /// What a placed file is worth where it is placed best; nil where nothing can be said of its speed.
  package func candidate(_ model: Model, _ fit: Fit, useCase: UseCase) -> Candidate? {
    candidate(model, fit, useCase: useCase, users: 1)
  }

  private func candidate(_ model: Model, _ fit: Fit, useCase: UseCase, users: Int) -> Candidate? {
    guard fit.verdict != .tooLarge else { return nil }
    return candidate(
      model, placements(of: fit, model, useCase), Utility(model, fit, useCase: useCase), users: users)
  }

  /// The same of a file that must fit with its margin and leave room; nil where it does not.
  func candidate(_ model: Model, _ fit: Fit, wishes: Wishes) -> Candidate? {
    roomy(fit, model, wishes).flatMap { candidate(model, $0, useCase: wishes.useCase, users: wishes.users) }
  }

  /// The placement that is worth most, the processor alone among them; nil where nothing can be said of its speed.
  private func candidate(_ model: Model, _ fits: [Fit], _ base: Utility, users: Int) -> Candidate? {
    var best: Candidate?
    func judge(_ fit: Fit) {
      guard let speed = speed(of: fit, model, users: users) else { return }
      var utility = base
      utility.roomLoss = roomLoss(fit)
      let candidate = Candidate(model, noted(fit), speed, utility)
      if best.map({ candidate.utility.points > $0.utility.points }) ?? true { best = candidate }
    }
    for fit in fits { judge(fit) }
    if users == 1, let placed = best, let alone = onProcessor(placed, base.useCase) { judge(alone) }
    return best
  }

  /// The file that is worth most of those that pass, or what holds back the one that is nearest to passing.
  ///
  /// The most promising first: what could not be worth more than one that has passed is not placed.
  private func best(
    _ model: Model, _ planned: PlannedModel, _ quantizations: [Quantization], _ wishes: Wishes
  ) -> Judgement {
    let files = hopes(model, planned, quantizations, wishes.useCase)
    var (best, placeOfBest): (Candidate?, Int) = (nil, 0)
    var unfit: [(place: Int, fit: Fit)] = []
    var slow: [(place: Int, rejection: Rejection)] = []
    for place in sortedPlaces(files.count, by: { (files[$1].most, $0) < (files[$0].most, $1) }) {
      let file = files[place]
      if let best, file.most < best.utility.points { break }
      let placed = planned.fit(file.quantization)
      guard let fit = roomy(placed, model, wishes) else {
        unfit.append((place, placed))
        continue
      }
      func held(_ shortfall: Shortfall) {
        slow.append((place, Rejection(model: model, quantization: fit.quantization, shortfall: shortfall)))
      }
      let placements = placements(of: fit, model, wishes.useCase)
      guard var candidate = candidate(model, placements, file.utility, users: wishes.users) else {
        held(.unknownBandwidth)
        continue
      }
      if let shortfall = candidate.shortfall(wishes) {
        held(shortfall)
      } else if best.map({ ($0.utility.points, place) < (candidate.utility.points, placeOfBest) }) ?? true {
        (best, placeOfBest) = (candidate, place)
      }
    }
    if let best { return .passed(withServed(best, planned, quantizations, wishes)) }
    let nearest = slow.min {
      ($0.rejection.shortfall.factor, $0.place) < ($1.rejection.shortfall.factor, $1.place)
    }
    if let nearest { return .held(nearest.rejection) }
    return .held(tooLarge(model, unfit.sorted { $0.place < $1.place }.map(\.fit), wishes.useCase))
  }

  /// The row with its artefact where it fits with its margin and leaves room; nil where not.
  private func roomy(_ fit: Fit, _ model: Model, _ wishes: Wishes) -> Fit? {
    guard fit.verdict == .fits, fit.placement.mode != .none, leavesRoom(fit, wishes.useCase) else { return nil }
    let shown = wishes.useCase == .vision ? withPictures(fit, model) : fit
    return shown.verdict == .fits ? Artefacts.named(shown) : nil
  }

  /// The texts that are embedded are pieces: a default context longer than the model's own is cut to it.
  ///
  /// Who shows pictures needs the projector and its buffers on the largest card too.
  func fitted(_ workload: Workload, _ model: Model, _ wishes: Wishes) -> Workload {
    var workload = wishes.useCase == .vision ? withRoomForPictures(workload, model) : workload
    if wishes.useCase == .embedding { workload.context = min(workload.context, max(model.contextMaximum, 1)) }
    return workload
  }

  /// What a model takes from everything else that the machine is for, unless a budget is asked for.
  private func roomLoss(_ fit: Fit) -> Double {
    guard fit.workload.memoryBudgetBytes == nil, let budget = fitCalculator.machine.memory.budgetBytes.value, budget > 0
    else { return 0 }
    return Room.points(takenBytes: mainMemoryBytes(fit), of: budget)
  }

  /// Whether an embedding model leaves room for the one that answers, unless a budget is asked for.
  func leavesRoom(_ fit: Fit, _ useCase: UseCase) -> Bool {
    guard useCase == .embedding, fit.workload.memoryBudgetBytes == nil,
      fitCalculator.machine.memory.budgetBytes.value != nil
    else { return true }
    return Self.ownBytes(fit) <= roomBesideAnother
  }

  /// Weights and cache, which are the same wherever the model lies.
  private static func ownBytes(_ fit: Fit) -> Int { fit.memory.weightsBytes + fit.memory.kvCacheBytes }

  /// What a model may take that stands beside the one that answers.
  private var roomBesideAnother: Int {
    let machine = fitCalculator.machine
    let cards = machine.usableCards
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

  /// Of quantizations that one would want, unless only others were asked for.
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
    return .memory(.margin, needed: total, available: 0)
  }
}
