import Base
import Machines
import Memory
import Models
import Serving

/// One deployment of a model on a host of a class, or on some of its cards.
struct ServingUnit: Sendable {
  /// Which wanted model it is.
  var model: Int
  /// Which class its host is of.
  var kind: Int
  /// Parts of the host that it takes: cards, where there are several alike.
  var cards: Int
  var isWholeHost: Bool
  var row: CapacityRow
  /// The most that it serves within the want's level: people, or requests per second.
  var capacity: Double
}

/// Finds what each class can serve of each wanted model, on every number of cards that engines share evenly.
struct ServingUnits {
  let inventory: Inventory
  let wants: [Want]
  let models: [WantedModel]
  let plans: PlanCache

  /// The units, those of one class and model together.
  func all() -> [ServingUnit] {
    let pairs = inventory.classes.indices.flatMap { kind in models.indices.map { (kind: kind, model: $0) } }
    return pairs.concurrentMap(portion: 1) { units(kind: $0.kind, model: $0.model) }.flatMap(\.self)
  }

  private func units(kind: Int, model: Int) -> [ServingUnit] {
    let machine = inventory.classes[kind].machine
    let cards = inventory.classes[kind].sharedCards
    var units: [ServingUnit] = []
    var part = 1
    while part < cards {
      if let row = best(machine.having(cards: part), model, cards: part), let capacity = row.largest {
        units.append(
          ServingUnit(model: model, kind: kind, cards: part, isWholeHost: false, row: row, capacity: capacity))
      }
      part *= 2
    }
    if let row = best(machine, model, cards: nil), let capacity = row.largest {
      units.append(
        ServingUnit(
          model: model, kind: kind, cards: cards, isWholeHost: true, row: row, capacity: capacity))
    }
    return units
  }

  /// The row that carries most; of a part of a host's cards only what leaves main memory to the others.
  private func best(_ machine: Machine, _ model: Int, cards: Int?) -> CapacityRow? {
    let wanted = models[model]
    let want = wants[wanted.want]
    var choice = CapacityPlanner.Choice(
      engines: [.llamaCpp, .vllm], checkpoint: want.checkpoint, recipe: wanted.recipe)
    choice.workload.context = want.request.inputTokens + want.request.outputTokens
    let rows = CapacityPlanner(machine: machine, plans: plans).rows(of: wanted.model, want.request, choice)
    return rows.filter { row in
      guard row.largest ?? 0 > 0, let cards else { return row.largest ?? 0 > 0 }
      let isOnCards = row.fit.map { [.gpu, .multiGPU].contains($0.placement.mode) } ?? true
      return row.split.gpus == cards && isOnCards
    }.max { ($0.largest ?? 0) < ($1.largest ?? 0) }
  }
}

extension CapacityRow {
  /// The most people, or requests per second, within the level that was asked.
  fileprivate var largest: Double? {
    load?.largest.map { $0.users.map(Double.init) ?? $0.requestsPerSecond }
  }
}

extension MachineClass {
  /// Into how many parts a host may be divided among models: its usable cards with memory of their own where all of them
  /// are alike, and otherwise one.
  var sharedCards: Int {
    let usable = machine.usableCards
    let names = Set(usable.map { "\($0.displayName) \($0.nominalBytes ?? 0)" })
    return names.count == 1 ? usable.count : 1
  }
}

extension Machine {
  /// The machine with the first of its usable cards alone.
  fileprivate func having(cards: Int) -> Machine {
    var machine = self
    machine.accelerators = Array(usableCards.prefix(cards))
    return machine
  }
}
