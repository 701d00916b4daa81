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
    var (passed, rejections): ([Candidate], [Rejection]) = ([], [])
    for judgement in models.concurrentMap({ judge($0, workload: workload, wishes: wishes) }) {
      switch judgement {
      case .passed(let candidate): passed.append(candidate)
      case .held(let rejection): rejections.append(rejection)
      }
    }
    passed.sort { ($0.score, $1.model.id) > ($1.score, $0.model.id) }
    return Recommendation(
      picks: Diversity.choose(passed, limit: wishes.limit), rejectedCount: rejections.count,
      rejectedByGate: rejections.reduce(into: [:]) { $0[$1.gate, default: 0] += 1 },
      nearest: nearest(rejections, best: passed.first?.quality, workload: workload, wishes: wishes))
  }
}
