import Base
import Fleet
import Memory
import Models
import Ranking
import Serving
import Solver

/// What is asked of models over several hosts.
struct SpanQuestion {
  var link: NodeLink
  var hosts: Int?
  var context: Int?
  var useCase: UseCase
  var license: Wishes.LicenseGate
  var limit: Int
}

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

  /// Models over several hosts: the one that is named, or the best that no host holds alone.
  func spans(_ named: NamedModel?, _ question: SpanQuestion) throws -> [Span] {
    let picks = try self.picks([question.useCase], license: question.license, limit: 1)
    var workload = Ranking(options: RankingOptions()).workload(for: question.useCase)
    if let context = question.context { workload.context = context }
    workload.reservation = .llamaServer
    let planner = SpanPlanner(
      inventory: inventory,
      question: SpanPlanner.Question(
        link: question.link, hosts: question.hosts, useCase: question.useCase, workload: workload),
      picks: picks, plans: plans)
    let needed = max(2, question.hosts ?? 2)
    guard planner.readyHosts >= needed else {
      let free = planner.readyHosts == 1 ? "1 host is" : "\(planner.readyHosts) hosts are"
      throw Failure(
        .nothingFits, "only \(free) free, and a model over several takes \(needed)",
        hint: "name more documents, or leave '--link' out")
    }
    if let named { return planner.spans(of: named.model, recipe: named.quantization, file: named.path) }
    let models = catalog.models.filter { Ranker.allows($0, question.license) }
    return planner.spans(ofBest: models, limit: max(question.limit, Self.spannedModels))
  }

  /// Models over several hosts that are looked at where none is named.
  private static let spannedModels = 3

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
