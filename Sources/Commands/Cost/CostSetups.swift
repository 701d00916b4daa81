import Base
import Documents
import Economics
import Machines
import Models
import Options
import Ranking
import Serving

/// Puts together the local sides that the options ask for.
struct CostSetups {
  let options: LocalCostOptions
  let input: InputOptions
  let facts: CostFacts
  let load: RequestLoad
  let surroundings: Surroundings

  struct Found {
    var setups: [LocalSetup] = []
    var assumptions: [CostAssumption] = []
    /// The catalogue's model that is served.
    var catalogID: String?
  }

  func found() throws -> Found {
    var found = Found()
    let quantizations = try QuantizationNames.known(options.quantizations)
    let catalog = try options.local.map { _ in
      try CatalogSource(options: input.catalog, output: input.output, surroundings: surroundings).catalog()
    }
    var model: ServedModel?
    if let name = options.local, let catalog {
      let named = try ModelSource(catalog: catalog, surroundings: surroundings).model(name)
      model = ServedModel(
        named: named,
        // A tag names the model here: engines have formats of their own.
        quantizations: quantizations.isEmpty ? named.file.map { [$0.quantization] } ?? [] : quantizations, load: load,
        engine: options.engine,
        level: ServiceLevel(
          timeToFirstTokenSeconds: options.targetTtft?.value ?? facts.defaults[.targetFirstTokenSeconds],
          tokensPerSecond: options.targetSpeed?.value),
        isUsualLevel: options.targetTtft == nil && options.targetSpeed == nil)
      found.catalogID = named.model.id
    } else if !input.machine.isThisMachine || options.buy {
      throw Failure(.usage, "which model is to run there?", hint: "name it with --local MODEL")
    }
    for name in options.rents { try addRented(name, model, to: &found) }
    if options.buy, let model { try addBought(model, to: &found) }
    let hasOther = !options.rents.isEmpty || options.buy
    if let model, !hasOther || !input.machine.isThisMachine { try addMachine(model, to: &found) }
    if model == nil, options.setup != nil || options.localMonthly != nil { addGiven(to: &found) }
    return found
  }

  /// Only amounts are known.
  private func addGiven(to found: inout Found) {
    var setup = LocalSetup(
      name: "own machines", purchase: options.setup.map { .total($0.amount) } ?? .none,
      running: .given(options.localMonthly?.amount ?? .zero))
    finish(&setup, &found)
    found.setups.append(setup)
  }

  private func addRented(_ text: String, _ model: ServedModel?, to found: inout Found) throws {
    let rented = try RentedMachine.find(text, region: options.region, in: facts.machines)
    var setup = LocalSetup(name: rented.name, running: .rented(perHour: Money(usd: rented.offer.usdPerHour)))
    if let model {
      guard let machine = rented.machine() else {
        throw Failure(.usage, "'\(text)' is a share of a card, for which nothing can be computed")
      }
      let served = try model.served(by: machine, nil, place: rented.name)
      setup.name = "\(rented.name): \(served.label)"
      setup.capacity = served.capacity
    }
    found.assumptions.append(
      .rental(
        local: setup.name, perHour: Money(usd: rented.offer.usdPerHour), region: rented.offer.region,
        source: .init(rented.offer.source, asOf: rented.offer.asOf)))
    finish(&setup, &found)
    found.setups.append(setup)
  }

  /// This machine, or the recorded or simulated one.
  private func addMachine(_ model: ServedModel, to found: inout Found) throws {
    let machine = try MachineSource(options: input.machine, surroundings: surroundings).machine()
    let measured = BenchmarkSource(
      options: input.bench, output: input.output, surroundings: surroundings, recording: input.machine.root
    )
    .measurements(of: machine)
    let place = input.machine.isThisMachine ? "this machine" : Self.title(machine)
    let isOwned = options.owned || (input.machine.simulation == nil && !input.machine.addsHardware)
    try add(machine, measured.measurements, model, place: place, isOwned: isOwned, to: &found)
  }

  /// The first hardware of a plan whose price is known.
  private func addBought(_ model: ServedModel, to found: inout Found) throws {
    let plan = HardwarePlanner.plan(
      model.named.model,
      workload: .init(promptTokens: max(1, Int(load.inputTokens))),
      wishes: PlanWishes(
        quantization: model.quantizations.first ?? model.named.model.nativeQuantization ?? "Q4_K_M", limit: 8))
    guard let option = plan.options.first(where: { $0.priceUSD != nil }) else {
      throw Failure(
        .nothingFits, "no hardware with a known price runs \(model.named.model.name)",
        hint: "name a machine with --gpu, or its price with --setup")
    }
    let gpus = option.gpu.map { ["\(option.gpuCount)x\($0)"] } ?? ["none"]
    guard let machine = try? SimulatedMachine.machine(gpus: gpus, ramBytes: option.mainMemoryBytes) else { return }
    try add(machine, nil, model, place: Self.title(machine), isOwned: false, to: &found)
  }

  private func add(
    _ machine: Machine, _ measurements: Measurements?, _ model: ServedModel, place: String, isOwned: Bool,
    to found: inout Found
  ) throws {
    let served = try model.served(by: machine, measurements, place: place)
    let name = "\(place): \(served.label)"
    var setup = LocalSetup(name: name, running: .given(.zero), capacity: served.capacity)
    if let amount = options.localMonthly?.amount {
      setup.running = .given(amount)
    } else {
      let (power, assumptions) = try facts.power(of: machine, local: name, model: model.named.model.id)
      setup.running = .powered(power)
      found.assumptions += assumptions
    }
    if let amount = options.setup?.amount {
      setup.purchase = .total(amount)
    } else if isOwned {
      found.assumptions.append(.owned(local: name))
    } else if let price = facts.cardPrices(of: machine) {
      setup.purchase = .each(price.total)
      found.assumptions.append(.purchase(local: name, each: price.total, what: price.names, source: price.source))
    } else {
      setup.purchase = .unknown(reason: "the price of \(place) is not known; give it with --setup, or say --owned")
    }
    finish(&setup, &found)
    found.setups.append(setup)
  }

  /// What all local sides share: people, amortisation, how many machines.
  private func finish(_ setup: inout LocalSetup, _ found: inout Found) {
    setup.engineeringHours = options.opsHours?.value ?? 0
    setup.engineeringPerHour = options.opsRate?.amount ?? Money(usd: facts.defaults[.opsUSDPerHour])
    setup.onCall = options.onCall?.amount ?? .zero
    setup.amortizationMonths = options.amortize?.value
    setup.resaleShare = options.resale?.share ?? 0
    setup.machines = options.instances
    if let rate = options.requestsPerHour?.value {
      let perSecond = rate / 3600
      setup.capacity = LocalCapacity(
        requestsPerSecond: Estimate(estimate: perSecond, low: perSecond, high: perSecond), basis: .given)
    }
    if let capacity = setup.capacity {
      found.assumptions.append(.capacity(local: setup.name, capacity))
    } else if setup.machines == nil {
      if case .rented = setup.running { found.assumptions.append(.machinesNotDerived(local: setup.name)) }
    }
    if setup.engineeringHours == 0, !found.assumptions.contains(.noEngineering) {
      found.assumptions.append(.noEngineering)
    }
  }

  /// What a machine is called in a table: its cards, or its processor.
  static func title(_ machine: Machine) -> String {
    let cards = machine.accelerators.filter(\.isUsable).compactMap(\.name.value)
    guard let first = cards.first else { return machine.cpu.model.value ?? "a machine without a GPU" }
    return cards.count == 1 ? first : "\(cards.count) x \(first)"
  }
}
