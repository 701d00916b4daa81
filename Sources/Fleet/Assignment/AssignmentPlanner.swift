import Machines
import Memory
import Models
import Ranking
import Serving
import Solver

/// Assigns hosts to wants.
package struct AssignmentPlanner {
  /// Models that are considered for a use case, the best that any class carries.
  private static let mostModels = 4

  private let inventory: Inventory
  private let wants: [Want]
  private let models: [WantedModel]
  private let plans: PlanCache

  /// `picks`: what each class carries for the want of each use case, by the want's number.
  package init(inventory: Inventory, wants: [Want], picks: [Int: [ClassPicks]], plans: PlanCache) {
    (self.inventory, self.wants, self.plans) = (inventory, wants, plans)
    models = wants.indices.flatMap { want -> [WantedModel] in
      if case .model(let model, let recipe) = wants[want].subject {
        return [WantedModel(want: want, model: model, recipe: recipe, quality: 0)]
      }
      return Self.candidates(wants[want], picks[want] ?? []).map {
        WantedModel(want: want, model: $0.model, recipe: nil, quality: $0.quality)
      }
    }
  }

  /// The best models that any class carries, each once.
  private static func candidates(_ want: Want, _ picks: [ClassPicks]) -> [(model: Model, quality: Double)] {
    var found: [String: (model: Model, quality: Double)] = [:]
    for pick in picks.flatMap(\.picks) where pick.model.capabilities.contains(.chat) {
      let quality = pick.utility.published
      if quality >= want.minimumQuality ?? 0 { found[pick.model.id] = (pick.model, quality) }
    }
    let sorted = found.values.sorted { ($1.quality, $0.model.id) < ($0.quality, $1.model.id) }
    // The best, and of the others those that take least, so that many people can be served too.
    let small = sorted.dropFirst(mostModels / 2).sorted {
      ($0.model.activeParameters ?? .max, $0.model.id) < ($1.model.activeParameters ?? .max, $1.model.id)
    }
    return Array(sorted.prefix(mostModels / 2)) + small.prefix(mostModels / 2)
  }

  /// The assignment that the library finds within the time; nil where it gives up.
  package func assignment(_ library: GLPK, seconds: Double, clock: () -> Double) -> Assignment? {
    let start = clock()
    let units = ServingUnits(inventory: inventory, wants: wants, models: models, plans: plans).all()
    var program = AssignmentProgram(wants: wants, models: models, units: units, classes: inventory.classes)
    let solving = clock()
    guard let first = library.solve(program.program, seconds: seconds / 2) else { return nil }
    let left = program.unservedShare(first)
    program.preferQuality(unservedShare: left)
    let second = library.solve(program.program, seconds: max(seconds / 2, seconds - (clock() - solving)))
    let solution = second ?? first
    let (counts, unserved) = program.reading(solution)
    let (shares, spare) = Placing(inventory: inventory, wants: wants, models: models, units: units).shares(
      counts, unserved)
    let search = Assignment.Search(
      solver: "GLPK \(library.version)", unservedShare: left, bound: max(0, first.bound), gap: second?.gap ?? 1,
      seconds: clock() - start, isProven: first.isProven && second?.isProven ?? false)
    return Assignment(shares: shares, unmet: unmet(unserved, units), spareHosts: spare, search: search)
  }

  // MARK: What is left

  private func unmet(_ unserved: [Double?], _ units: [ServingUnit]) -> [Assignment.Unmet] {
    wants.indices.compactMap { want in
      let own = models.indices.filter { models[$0].want == want }
      guard let chosen = own.first(where: { unserved[$0] != nil }), let left = unserved[chosen] else {
        return Assignment.Unmet(want: wants[want], reason: .nothingCarries)
      }
      let demand = wants[want].demand
      guard left > demand * 2 * AssignmentProgram.tolerance else { return nil }
      let isCarried = units.contains { own.contains($0.model) }
      let model = models[chosen]
      return Assignment.Unmet(
        want: wants[want], reason: isCarried ? .tooFew(served: demand - left, of: demand) : .nothingCarries,
        model: model.model, purchase: purchase(model, wants[want], left))
    }
  }

  /// The cheapest hardware that serves the rest.
  private func purchase(_ wanted: WantedModel, _ want: Want, _ left: Double) -> ServingPlan.Option? {
    var choice = CapacityPlanner.Choice(checkpoint: want.checkpoint, recipe: wanted.recipe)
    choice.workload.context = want.request.inputTokens + want.request.outputTokens
    return ServingPlanner(model: wanted.model, request: want.asking(left), choice: choice).plan(limit: 1).options.first
  }
}
