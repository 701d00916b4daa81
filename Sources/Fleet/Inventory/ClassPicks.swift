import Machines
import Memory
import Models
import Ranking
import Speed

/// What one class of machines carries for one use case.
package struct ClassPicks: Sendable {
  package var fingerprint: String
  package var useCase: UseCase
  /// The best first.
  package var picks: [Pick]

  /// What is asked of every class.
  package struct Question: Sendable {
    var wishes: Wishes
    var workload: Workload

    package init(wishes: Wishes, workload: Workload) {
      (self.wishes, self.workload) = (wishes, workload)
    }
  }

  /// The picks of all classes, each planned once.
  package static func all(
    of inventory: Inventory, models: [Model], questions: [Question], plans: PlanCache
  ) -> [ClassPicks] {
    inventory.classes.concurrentMap(portion: 1) { kind in
      let ranker = Ranker(
        fitCalculator: FitCalculator(machine: kind.machine, plans: plans),
        speedModel: SpeedModel(machine: kind.machine, measurements: nil))
      return questions.map { question in
        ClassPicks(
          fingerprint: kind.fingerprint, useCase: question.wishes.useCase,
          picks: ranker.recommendation(from: models, workload: question.workload, wishes: question.wishes).picks)
      }
    }.flatMap(\.self)
  }
}
