import Base
import Machines
import Memory
import Models
import Speed

/// Ranks what is worth running on a machine: gates first, then preference.
///
/// The first pick has the highest expected quality, in steps, of all that pass the gates. What passes only grows with
/// memory and speed, so that a better machine never gets a worse pick (docs/ranking.md).
package struct Ranker: Sendable {
  package let fitCalculator: FitCalculator
  package let speedModel: SpeedModel

  package init(fitCalculator: FitCalculator, speedModel: SpeedModel) {
    self.fitCalculator = fitCalculator
    self.speedModel = speedModel
  }

  /// The ranked answer to the wishes.
  package func recommendation(from models: [Model], workload: Workload, wishes: Wishes) -> Recommendation {
    var passed: [Pick] = []
    var (rejections, byGate, count): ([Rejection], [Gate: Int], Int) = ([], [:], 0)
    for judgement in models.concurrentMap({ judge($0, workload: workload, wishes: wishes) }) {
      switch judgement {
      case .passed(let pick): passed.append(pick)
      case .held(let rejection):
        count += 1
        byGate[rejection.gate, default: 0] += 1
        if [.context, .fit, .decodeSpeed, .timeToFirstToken].contains(rejection.gate) { rejections.append(rejection) }
      }
    }
    let front = ParetoFront.members(passed)
    passed.sort { ($0.score, $1.model.id) > ($1.score, $0.model.id) }
    var picks = Diversity.choose(passed, limit: wishes.limit, useCase: wishes.useCase)
    for index in picks.indices {
      picks[index].rank = index + 1
      picks[index].isOnParetoFront = front.contains(picks[index].model.id)
      if let quality = picks[index].model.quality[wishes.useCase] { picks[index].quality.sources = quality.sources }
      picks[index].reasons = Reasons.sentences(picks[index], wishes: wishes)
    }
    let byID = Dictionary(models.map { ($0.id, $0) }) { first, _ in first }
    return Recommendation(
      picks: picks, rejectedCount: count, rejectedByGate: byGate,
      nearest: nearest(
        rejections, models: byID, best: passed.first?.quality.score, workload: workload, wishes: wishes))
  }
}
