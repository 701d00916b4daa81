import Base
import Fleet
import Memory
import Models
import Ranking
import Solver

/// What the classes of a fleet carry, and what is assigned to them.
struct Carrying {
  let inventory: Inventory
  let catalog: Catalog
  private let plans = PlanCache()

  init(inventory: Inventory, catalog: Catalog) { (self.inventory, self.catalog) = (inventory, catalog) }

  /// The picks of every class for the usual task of each use case.
  func picks(_ useCases: [UseCase], license: Wishes.LicenseGate, limit: Int) throws -> [ClassPicks] {
    let options = RankingOptions()
    (options.wish.license, options.wish.limit) = (license, limit)
    let ranking = Ranking(options: options)
    let questions = try useCases.map { useCase in
      ClassPicks.Question(wishes: try ranking.wishes(useCase), workload: ranking.workload(for: useCase))
    }
    return ClassPicks.all(of: inventory, models: catalog.models, questions: questions, plans: plans)
  }

  /// Models that are looked at for a want of each class.
  private static let picksPerClass = 4

  func assignment(_ wants: [Want], seconds: Double) throws -> Assignment {
    guard let library = GLPK() else {
      throw Failure(
        .failed, "\(GLPK.library) is not there, which finds the assignment",
        hint: "sudo apt-get install \(GLPK.package)")
    }
    var picks: [Int: [ClassPicks]] = [:]
    for (number, want) in wants.enumerated() {
      guard case .useCase(let useCase) = want.subject else { continue }
      picks[number] = try self.picks([useCase], license: want.license, limit: Self.picksPerClass)
    }
    let planner = AssignmentPlanner(inventory: inventory, wants: wants, picks: picks, plans: plans)
    guard let found = planner.assignment(library, seconds: seconds, clock: MonotonicClock.seconds) else {
      throw Failure(
        .failed, "\(GLPK.library) found no assignment in that time", hint: "'--time-limit' gives it longer")
    }
    return found
  }
}
