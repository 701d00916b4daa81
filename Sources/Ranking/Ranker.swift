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
    var promising = PromisingModels(utilityLimit(wishes.useCase, workload))
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
    /// Whether enough that is worth more was found, or nothing more could be shown.
    func isDone(_ bound: Double) -> Bool {
      if bound <= best - RankingRules.shownReach { return true }
      return bound <= best - RankingRules.labelReach
        && passed.count(where: { $0.utility.points >= bound }) >= Self.enoughPerPick * max(wishes.limit, 1)
    }
    while let model = promising.next(unless: isDone) {
      switch judgeFiles(model, workload: workload, wishes: wishes) {
      case .passed(let candidate):
        passed.append(candidate)
        best = max(best, candidate.utility.points)
      case .held(let rejection): rejections.append(rejection)
      }
    }
    passed = Self.byWorth(passed)
    return Recommendation(
      picks: Diversity.choose(passed, limit: wishes.limit), rejectedCount: rejections.count,
      rejectedByGate: rejections.reduce(into: [:]) { $0[$1.gate, default: 0] += 1 },
      outclassedCount: promising.count,
      nearest: nearest(rejections, best: passed.first, workload: workload, wishes: wishes))
  }

  /// Those worth most first.
  private static func byWorth(_ candidates: [Candidate]) -> [Candidate] {
    let keys = candidates.map { (points: $0.utility.points, id: $0.model.id) }
    return sortedPlaces(keys.count) { (keys[$0].points, keys[$1].id) > (keys[$1].points, keys[$0].id) }
      .map { candidates[$0] }
  }

  /// Picks are chosen to differ: so many candidates for each.
  private static let enoughPerPick = 4

  /// The models that are worth planning before the machine is known, the most promising first.
  package static func promising(_ models: [Model], workload: Workload, wishes: Wishes) -> [Model] {
    let hopeful = models.filter { gate($0, workload: workload, wishes: wishes) == nil }
      .map { (model: $0, bound: Utility($0, useCase: wishes.useCase).points) }
    let best = hopeful.map(\.bound).max() ?? 0
    return hopeful.filter { $0.bound > best - RankingRules.shownReach }.sorted { $0.bound > $1.bound }.map(\.model)
  }
}
