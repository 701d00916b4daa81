import Machines
import Memory
import Models
import Serving

/// What to buy so that a model serves a load: the fewest and cheapest cards, in one machine or several.
package struct ServingPlan: Sendable {
  /// Cheapest first where prices are known, then by the number of cards.
  package var options: [Option]
  package var obstacle: HardwarePlan.Obstacle?

  package struct Option: Sendable {
    /// The card's product name; nil for machines without one.
    package var gpu: String?
    /// Cards in one machine.
    package var gpuCount: Int
    /// Machines alike, each with copies of the model of its own.
    package var machines: Int
    package var gpuMemoryBytes: Int
    package var mainMemoryBytes: Int
    /// Launch price of all cards together, in US dollars; nil when it is not known.
    package var priceUSD: Double?
    /// How one machine of them serves its part of the load.
    package var row: CapacityRow
    /// The load that each machine has.
    package var request: ServingRequest
  }
}

/// Finds the hardware with the same estimator that judges real machines.
package struct ServingPlanner {
  private let model: Model
  private let request: ServingRequest
  private let choice: CapacityPlanner.Choice
  private let plans = PlanCache()

  package init(model: Model, request: ServingRequest, choice: CapacityPlanner.Choice) {
    var choice = choice
    // The two that most people run; another one has to be asked for.
    if choice.engines.isEmpty { choice.engines = [.llamaCpp, .vllm] }
    (self.model, self.request, self.choice) = (model, request, choice)
  }

  /// The first few options: those that nothing cheaper with as few cards replaces come first.
  package func plan(limit: Int, table: GPUTable = .builtIn) -> ServingPlan {
    guard model.architecture != nil else { return ServingPlan(options: [], obstacle: .unknownDimensions) }
    var options: [ServingPlan.Option] = []
    var done: Set<String> = []
    for machine in candidates(table) {
      let name = machine.gpu?.id ?? ""
      guard !done.contains(name), canHold(machine) else { continue }
      // What has no price says something only where nothing with one does.
      if options.count >= limit || machine.priceUSD == nil && !options.isEmpty { break }
      guard let option = option(machine) else { continue }
      done.insert(name)
      options.append(option)
    }
    return ServingPlan(options: options, obstacle: options.isEmpty ? .nothingRunsIt : nil)
  }

  /// One machine of each kind, then several of those that take most cards; cheapest first, what has no price last.
  private func candidates(_ table: GPUTable) -> [Candidate] {
    var found: [Candidate] = []
    for machines in PlannedMachine.withCards(table.gpus, isMixture: false) {
      for machine in machines {
        let isLargest = machine.isUnified || machine.count == (machine.gpu?.segment == "desktop" ? 4 : 8)
        for number in isLargest ? Self.numbers : [1] { found.append(Candidate(machine: machine, number: number)) }
      }
    }
    return found.sorted { $0.key < $1.key }
  }

  private static let numbers = [1, 2, 3, 4, 6, 8, 12, 16]

  private struct Candidate {
    var machine: PlannedMachine
    var number: Int

    var gpu: GPUFact? { machine.gpu }
    var priceUSD: Double? { machine.priceUSD.map { $0 * Double(number) } }
    var key: (Double, Int, Int, String) {
      (priceUSD ?? .infinity, max(1, machine.count) * number, machine.mainMemoryGibibytes, gpu?.id ?? "")
    }
  }

  /// Not what is smaller than the weights at four bits.
  private func canHold(_ candidate: Candidate) -> Bool {
    let weights = Double(model.textParameters ?? model.parameters ?? 0) * 0.5
    let machine = candidate.machine
    let memory = machine.isUnified ? machine.mainMemoryBytes : max(1, machine.count) * machine.gpuMemoryBytes
    return Double(memory) >= weights
  }

  private func option(_ candidate: Candidate) -> ServingPlan.Option? {
    guard let machine = candidate.machine.machine() else { return nil }
    var part = request
    switch request.demand {
    case .users(let users, let think):
      part.demand = .users((users + candidate.number - 1) / candidate.number, thinkSeconds: think)
    case .rate(let rate): part.demand = .rate(rate / Double(candidate.number))
    case .most: break
    }
    let rows = CapacityPlanner(machine: machine, plans: plans).rows(of: model, part, choice)
    guard
      let row = rows.first(where: { $0.verdict == .meets && $0.split.gpus == max(1, candidate.machine.count) })
        ?? rows.first(where: { $0.verdict == .meets })
    else { return nil }
    return ServingPlan.Option(
      gpu: candidate.gpu?.name, gpuCount: candidate.machine.count, machines: candidate.number,
      gpuMemoryBytes: machine.accelerators.first?.memoryTotalBytes.value ?? 0,
      mainMemoryBytes: candidate.machine.mainMemoryBytes, priceUSD: candidate.priceUSD, row: row, request: part)
  }
}
