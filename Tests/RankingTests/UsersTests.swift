import Base
import Machines
import Memory
import Models
import Speed
import Testing

@testable import Ranking

/// Picks for several people who ask at once.
@Suite struct UsersTests {
  private static func picks(_ gpus: [String], users: Int) throws -> [Pick] {
    let machine = try SimulatedMachine.machine(gpus: gpus, ramBytes: 64 << 30)
    let ranker = Ranker(
      fitCalculator: FitCalculator(machine: machine), speedModel: SpeedModel(machine: machine, measurements: nil))
    var wishes = Wishes(limit: 1)
    wishes.users = users
    return ranker.recommendation(from: Panel.models, workload: Workload(parallel: users), wishes: wishes).picks
  }

  /// Who shares waits longer and has less room: nobody's pick is worth more for it, and it has a slot for each.
  @Test(arguments: [["RTX 4090"], ["RTX 3060 12GB"], []]) func morePeopleAreNeverBetterOff(gpus: [String]) throws {
    var before = Double.infinity
    for users in [1, 2, 8, 24] {
      let pick = try #require(try Self.picks(gpus, users: users).first, "\(users) people")
      #expect(pick.utility.points <= before + 1e-9, "\(users) people")
      #expect(pick.fit.workload.parallel == users)
      before = pick.utility.points
    }
  }

  /// Twelve on one card read more slowly than one alone does with the same file.
  @Test func eachReadsMoreSlowly() throws {
    let machine = try SimulatedMachine.machine(gpus: ["RTX 4090"], ramBytes: 64 << 30)
    let calculator = FitCalculator(machine: machine)
    let ranker = Ranker(fitCalculator: calculator, speedModel: SpeedModel(machine: machine, measurements: nil))
    let model = try #require(Panel.models.first { $0.id == "qwen3-8b" })
    let fit = try #require(
      calculator.fits(of: model, quantizations: ["Q4_K_M"], workload: Workload(parallel: 12)).first)
    let alone = try #require(ranker.speed(of: fit, model, users: 1))
    let shared = try #require(ranker.speed(of: fit, model, users: 12))
    #expect(shared.decodeTokensPerSecond.estimate < alone.decodeTokensPerSecond.estimate)
    #expect(12 * shared.decodeTokensPerSecond.estimate > alone.decodeTokensPerSecond.estimate)
    #expect(shared.timeToFirstTokenSeconds.estimate >= alone.timeToFirstTokenSeconds.estimate * 0.99)
  }
}
