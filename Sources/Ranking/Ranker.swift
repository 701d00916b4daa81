import Base
import Machines
import Memory
import Models
import Serving
import Speed

/// Ranks what is worth running on a machine by its utility (docs/ranking.md has the formula).
package struct Ranker: Sendable {
  package let fitCalculator: FitCalculator
  package let speedModel: SpeedModel
  /// Asked where several people use a machine, or where it is one for serving.
  @Deferred private(set) var capacityPlanner: CapacityPlanner
  /// The same machine without its cards.
  let processorCalculator: FitCalculator

  package init(fitCalculator: FitCalculator, speedModel: SpeedModel) {
    self.fitCalculator = fitCalculator
    self.speedModel = speedModel
    processorCalculator = FitCalculator(machine: fitCalculator.machine.withoutAccelerators, plans: fitCalculator.plans)
    _capacityPlanner = Deferred {
      CapacityPlanner(
        machine: fitCalculator.machine, measurements: speedModel.measurements, plans: fitCalculator.plans)
    }
  }

  /// The ranked answer to the wishes.
  ///
  /// Models are looked at from the one on that could be best, and no longer where none could be shown beside what passed.
  package func recommendation(from models: [Model], workload: Workload, wishes: Wishes) -> Recommendation {
    var rejections: [Rejection] = []
    rejections.reserveCapacity(models.count)
    let limit = utilityLimit(wishes.useCase, workload)
    var promising = PromisingModels(limit, capacity: models.count)
    let room = fitCalculator.totalBytes(workload)
    for model in models {
      if let rejection = Self.gate(model, workload: workload, wishes: wishes) ?? Self.tooLarge(model, room, wishes) {
        rejections.append(rejection)
      } else {
        promising.add(model)
      }
    }
    var passed: [Candidate] = []
    var best = -Double.infinity
    /// Whether nothing that is worth no more could change the picks.
    func isDone(_ bound: Double) -> Bool {
      if bound <= best - RankingRules.shownReach { return true }
      guard bound <= best - RankingRules.labelReach else { return false }
      return Diversity.isSettled(Self.byWorth(passed.filter { $0.utility.points >= bound }), limit: wishes.limit)
    }
    func look(at model: Model) {
      switch judgeFiles(model, workload: workload, wishes: wishes) {
      case .passed(let candidate):
        passed.append(candidate)
        best = max(best, candidate.utility.points)
      case .held(let rejection): rejections.append(rejection)
      }
    }
    while let model = promising.next(unless: isDone) { look(at: model) }
    passed = Self.byWorth(passed)
    var picks = Diversity.choose(passed, limit: wishes.limit)
    // What is worth less may be better and faster than a pick that is said to have no such rival.
    let front = picks.filter(\.isOnParetoFront).map(\.candidate)
    let rivals = promising.take { model, utility in front.contains { limit.canBeat($0, model, utility) } }
    if !rivals.isEmpty {
      for model in rivals { look(at: model) }
      passed = Self.byWorth(passed)
      picks = Diversity.choose(passed, limit: wishes.limit)
    }
    return Recommendation(
      picks: picks, rejectedCount: rejections.count,
      rejectedByGate: rejections.reduce(into: [:]) { $0[$1.gate, default: 0] += 1 },
      outclassedCount: promising.count,
      nearest: nearest(rejections, best: passed.first, workload: workload, wishes: wishes))
  }

  /// Those worth most first.
  static func byWorth(_ candidates: [Candidate]) -> [Candidate] {
    let keys = candidates.map { (points: $0.utility.points, id: $0.model.id) }
    return sortedPlaces(keys.count) { (keys[$0].points, keys[$1].id) > (keys[$1].points, keys[$0].id) }
      .map { candidates[$0] }
  }

  /// The models that are worth planning before the machine is known, the most promising first.
  package static func promising(_ models: [Model], workload: Workload, wishes: Wishes) -> [Model] {
    let hopeful = models.filter { gate($0, workload: workload, wishes: wishes) == nil }
      .map { (model: $0, bound: Utility($0, useCase: wishes.useCase).points) }
    let best = hopeful.map(\.bound).max() ?? 0
    let shown = hopeful.filter { $0.bound > best - RankingRules.shownReach }
    return sortedPlaces(shown.count) { shown[$0].bound > shown[$1].bound }.map { shown[$0].model }
  }
}
