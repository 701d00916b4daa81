import FitCalculator
import HardwareModel
import ModelCatalog
import SpeedModel

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
    Recommendation(picks: [], rejectedCount: 0, rejectedByGate: [:], nearest: [])
  }
}
