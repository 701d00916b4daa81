import Machines
import Solver

/// The assignment as an integer program: hosts of one class are one number, whatever their names.
///
/// For each want one model is chosen, because people who ask the same expect the same answers. What cannot be served is
/// made as little as possible first, as a share of each want; among assignments that serve as much, the quality of the chosen
/// models counts, less a price for the machines that are taken.
struct AssignmentProgram {
  /// Points of quality that the whole fleet is worth: a model better by one may take a tenth more of it.
  private static let fleetPoints = 10.0
  /// A share of a want that counts as nothing: a hundred times what the solver takes for nothing, or it may never end.
  static let tolerance = 1e-5

  private(set) var program = IntegerProgram()
  private let wants: [Want]
  private let models: [WantedModel]
  private let units: [ServingUnit]
  private let classes: [MachineClass]
  /// Columns by wanted model: whether it is chosen, and what of the want it leaves unserved.
  private var chosen: [Int] = []
  private var unserved: [Int] = []
  /// Columns by unit: how many there are of it.
  private var counts: [Int] = []

  init(wants: [Want], models: [WantedModel], units: [ServingUnit], classes: [MachineClass]) {
    (self.wants, self.models, self.units, self.classes) = (wants, models, units, classes)
    for model in models {
      chosen.append(program.column(upper: 1))
      let demand = wants[model.want].demand
      unserved.append(program.column(cost: 1 / demand, upper: demand, isInteger: false))
    }
    counts = units.map { unit in
      let hosts = classes[unit.kind].readyHosts.count
      return program.column(
        upper: Double(unit.isWholeHost ? hosts : hosts * classes[unit.kind].sharedCards / unit.cards))
    }
    addWants()
    for kind in classes.indices { addHosts(kind) }
  }

  private mutating func addWants() {
    for want in wants.indices {
      let own = models.indices.filter { models[$0].want == want }
      if !own.isEmpty { program.row(equal: 1, own.map { (chosen[$0], 1) }) }
      for model in own {
        let served = units.indices.filter { units[$0].model == model }.map { (counts[$0], units[$0].capacity) }
        program.row(atLeast: 0, served + [(unserved[model], 1), (chosen[model], -wants[want].demand)])
      }
    }
  }

  /// What takes a power of two of a host's cards fits beside others where, for each such number, there are enough groups of
  /// it in all hosts: an exact condition, because each number divides the next.
  private mutating func addHosts(_ kind: Int) {
    let own = units.indices.filter { units[$0].kind == kind }
    let whole = own.filter { units[$0].isWholeHost }
    let hosts = Double(classes[kind].readyHosts.count)
    if !whole.isEmpty { program.row(atMost: hosts, whole.map { (counts[$0], 1) }) }
    let sizes = Set(own.filter { !units[$0].isWholeHost }.map { units[$0].cards })
    for size in sizes {
      let groups = Double(classes[kind].sharedCards / size)
      let parts = own.filter { !units[$0].isWholeHost && units[$0].cards >= size }.map {
        (counts[$0], Double(units[$0].cards / size))
      }
      program.row(atMost: groups * hosts, parts + whole.map { (counts[$0], groups) })
    }
  }

  /// Whether anything could be served.
  var isEmpty: Bool { units.isEmpty }

  /// The share of wants that is left.
  func unservedShare(_ solution: IntegerSolution) -> Double {
    models.indices.reduce(0) { $0 + solution.values[unserved[$1]] / wants[models[$1].want].demand }
  }

  /// Asks for the best models on the fewest machines, with no more unserved than that.
  mutating func preferQuality(unservedShare: Double) {
    program.row(
      atMost: unservedShare + Self.tolerance,
      models.indices.map { (unserved[$0], 1 / wants[models[$0].want].demand) })
    let weights = classes.map { Double($0.machine.weight) }
    let total = zip(classes, weights).reduce(0) { $0 + Double($1.0.hosts.count) * $1.1 }
    for model in models.indices {
      program.setCost(-models[model].quality, of: chosen[model])
      program.setCost(0, of: unserved[model])
    }
    for (unit, column) in zip(units, counts) {
      let share = unit.isWholeHost ? 1 : Double(unit.cards) / Double(classes[unit.kind].sharedCards)
      program.setCost(Self.fleetPoints * share * weights[unit.kind] / max(1, total), of: column)
    }
  }

  /// How many of each unit, and how much of each wanted model's want is left; nil for models that were not chosen.
  func reading(_ solution: IntegerSolution) -> (counts: [Int], unserved: [Double?]) {
    (
      counts.map { Int(solution.values[$0].rounded()) },
      models.indices.map { model in
        solution.values[chosen[model]] > 0.5 ? max(0, solution.values[unserved[model]]) : nil
      }
    )
  }
}

extension Machine {
  /// What taking a machine takes from the fleet: the memory that it lends to models, in bytes.
  fileprivate var weight: Int {
    let cards = accelerators.filter(\.isUsable).compactMap(\.budgetBytes.value).reduce(0) { $0 &+ $1 >> 20 }
    return max(1, cards > 0 ? cards : (memory.budgetBytes.value ?? 0) >> 20)
  }
}
