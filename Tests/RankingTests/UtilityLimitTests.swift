import Memory
import Models
import Speed
import Testing

@testable import Ranking

extension Verify {
  /// A ranking does not look at what could not be shown, which is right only if no limit is less than what comes out.
  @Suite struct UtilityLimitTests {
    @Test(arguments: PanelMachine.all)
    func nothingIsWorthMoreThanItsLimit(_ machine: PanelMachine) throws {
      let (facts, workload) = (try machine.machine(), Panel.workload(machine.useCase))
      let ranker = Ranker(
        fitCalculator: FitCalculator(machine: facts), speedModel: SpeedModel(machine: facts, measurements: nil))
      let wishes = Wishes(useCase: machine.useCase)
      let limit = ranker.utilityLimit(machine.useCase, workload)
      var closest = Double.infinity
      for model in Panel.models {
        guard case .passed(let candidate) = ranker.judge(model, workload: workload, wishes: wishes) else { continue }
        let room = limit.points(model) - candidate.utility.points
        #expect(room >= 0, "\(model.id) \(candidate.fit.quantization)")
        closest = min(closest, room)
      }
      // A limit that is nowhere near leaves nothing out.
      #expect(closest < 10, "\(closest)")
    }
  }
}
