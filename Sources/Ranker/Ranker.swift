import FitCalculator
import HardwareModel
import ModelCatalog
import SpeedModel
import Units

/// Ranks what is worth running on a machine: gates first, then preference.
package struct Ranker: Sendable {
  package let fitCalculator: FitCalculator
  package let speedModel: SpeedModel

  package init(fitCalculator: FitCalculator, speedModel: SpeedModel) {
    self.fitCalculator = fitCalculator
    self.speedModel = speedModel
  }

  /// The ranked answer to the wishes.
  package func recommendation(from models: [Model], workload: Workload, wishes: Wishes) -> Recommendation {
    var best: [Pick] = []
    var (rejections, byGate, count): ([Rejection], [Gate: Int], Int) = ([], [:], 0)
    for model in models {
      switch judge(model, workload: workload, wishes: wishes) {
      case .passed(let pick): best.append(pick)
      case .held(let rejection):
        count += 1
        byGate[rejection.gate, default: 0] += 1
        if ![.capability, .license, .runtime].contains(rejection.gate) { rejections.append(rejection) }
      }
    }
    let front = ParetoFront.members(best)
    best.sort(by: Self.comesFirst)
    var picks = Self.diverse(best, limit: wishes.limit)
    for index in picks.indices {
      picks[index].rank = index + 1
      picks[index].isOnParetoFront = front.contains(picks[index].model.id)
    }
    let quality = Dictionary(models.map { ($0.id, $0.quality[wishes.useCase]?.score ?? 0) }) { first, _ in first }
    rejections.sort { (quality[$0.modelID] ?? 0, $1.modelID) > (quality[$1.modelID] ?? 0, $0.modelID) }
    return Recommendation(
      picks: picks, rejectedCount: count, rejectedByGate: byGate, nearest: Array(rejections.prefix(5)))
  }

  private static func comesFirst(_ first: Pick, _ second: Pick) -> Bool {
    if first.score != second.score { return first.score > second.score }
    return first.model.id < second.model.id
  }

  /// The best of each family and size; its variants are named beside it.
  private static func diverse(_ sorted: [Pick], limit: Int) -> [Pick] {
    var picks: [Pick] = []
    for pick in sorted {
      if let index = picks.firstIndex(where: { isVariant($0.model, pick.model) }) {
        if picks[index].alsoIDs.count < 5 { picks[index].alsoIDs.append(pick.model.id) }
      } else if picks.count < limit {
        picks.append(pick)
      }
    }
    return picks
  }

  private static func isVariant(_ first: Model, _ second: Model) -> Bool {
    guard first.family == second.family, let a = first.parameters, let b = second.parameters, a > 0, b > 0 else {
      return first.id == second.id
    }
    return Double(max(a, b)) / Double(min(a, b)) < 1.3
  }
}

/// Marks the models that no other beats in both quality and speed.
enum ParetoFront {
  static func members(_ picks: [Pick]) -> Set<String> {
    let sorted = picks.sorted {
      ($0.speed.decodeTokensPerSecond.estimate, $0.quality.score) > (
        $1.speed.decodeTokensPerSecond.estimate, $1.quality.score
      )
    }
    var (front, best): (Set<String>, Double) = ([], -.infinity)
    for pick in sorted where pick.quality.score > best {
      best = pick.quality.score
      front.insert(pick.model.id)
    }
    return front
  }
}
