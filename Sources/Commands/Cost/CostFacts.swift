import Economics
import Machines
import Models

/// Prices of electricity, machines and power that the local side rests on.
struct CostFacts {
  let options: LocalCostOptions
  let answer: CostAnswerOptions
  let defaults: CostDefaults
  let energy: EnergyFacts
  let machines: MachinePriceList

  init(options: LocalCostOptions, answer: CostAnswerOptions, defaults: CostDefaults) throws {
    (self.options, self.answer, self.defaults) = (options, answer, defaults)
    energy = try EnergyFacts.builtIn()
    machines = try MachinePriceList.builtIn()
  }

  /// The price of a kilowatt-hour with where it is from.
  func electricity() throws -> (perKWh: Money, assumption: CostAssumption) {
    switch options.electricity {
    case .perKWh(let amount):
      return (amount, .electricity(perKWh: amount, place: nil, source: .init("--electricity", asOf: nil)))
    case .place(let name): return try electricity(in: name)
    case nil: return try electricity(in: defaults.electricity)
    }
  }

  /// A business's price where the place has one, otherwise a household's; `US/household` asks for one of them.
  private func electricity(in name: String) throws -> (perKWh: Money, assumption: CostAssumption) {
    let parts = name.split(separator: "/", maxSplits: 1).map(String.init)
    let sectors = parts.count == 2 ? EnergyFacts.Electricity.Sector(rawValue: parts[1].lowercased()).map { [$0] } : nil
    let place = parts.first ?? name
    guard parts.count == 1 || sectors != nil,
      let price = (sectors ?? [.business, .household]).lazy.compactMap({ energy.electricity(in: place, sector: $0) })
        .first
    else {
      let places = Set(energy.electricity.map(\.place)).filter { !$0.hasPrefix("US-") }.sorted()
      throw Failure(
        .usage, "no price of electricity is known of '\(name)'",
        hint: "a price for a kilowatt-hour such as 0.30, or one of: \(places.joined(separator: ", ")), a state as US-CA"
      )
    }
    let rate = answer.eurUsd?.value ?? defaults[.eurUSD]
    let isEuro = price.currency == .eur
    let amount = Money(usd: price.pricePerKWh * (isEuro ? rate : 1))
    let conversion = isEuro ? "; a euro at $\(rate)" : ""
    return (
      amount,
      .electricity(
        perKWh: amount, place: "\(price.name), \(price.sector.rawValue)",
        source: .init(price.source + conversion, asOf: price.asOf))
    )
  }

  /// What a machine draws: as the options say, otherwise what its cards were measured to draw with that model, or their
  /// limits, and what is around them.
  func watts(
    of machine: Machine, model: String?
  ) -> (load: Double, idle: Double, source: CostAssumption.Source) {
    let cards = machine.accelerators.filter { $0.isUsable && $0.memoryKind.value != .shared }
    let limits = cards.map { card in card.factID.flatMap { GPUTable.builtIn.gpu(id: $0)?.powerWatts } }
    var source = CostAssumption.Source("", asOf: nil)
    var (load, idle) = (defaults[.cpuLoadWatts], defaults[.cpuIdleWatts])
    if cards.isEmpty {
      let figure = defaults.figure(.cpuLoadWatts)
      source = .init(figure.source, asOf: figure.asOf)
    } else {
      let around = defaults.figure(.loadWattsAroundGPUs)
      let known = limits.compactMap { $0 }
      // A card whose limit nobody knows draws what the others of this machine do, or a usual one's.
      let each = known.isEmpty ? defaults[.unknownGPUWatts] : known.reduce(0, +) / Double(known.count)
      load = each * Double(cards.count) + around.value
      idle = defaults[.idleWattsPerGPU] * Double(cards.count) + defaults[.idleWattsAroundGPUs]
      let what = known.isEmpty ? "a usual card's power, as the limit is not known" : "the cards' power limits"
      source = .init("\(what), and around them: \(around.source)", asOf: around.asOf)
      if let measured = measured(cards, model: model) {
        load = measured.watts + around.value
        source = .init("measured: \(measured.source), and around them: \(around.source)", asOf: measured.asOf)
      }
    }
    if let watts = options.watts { (load, source) = (watts.value, .init("--watts", asOf: nil)) }
    if let watts = options.idleWatts { idle = watts.value }
    return (load, min(idle, load), source)
  }

  /// What cards of that kind and number were measured to draw with the model, at the most requests at once.
  private func measured(_ cards: [Accelerator], model: String?) -> EnergyFacts.PerToken? {
    guard let model, let gpu = cards.first?.factID, cards.allSatisfy({ $0.factID == gpu }) else { return nil }
    return energy.perToken.filter { $0.model == model && $0.gpu == gpu && $0.gpuCount == cards.count }
      .max { $0.concurrency < $1.concurrency }
  }

  /// The power of a machine with what it rests on.
  func power(
    of machine: Machine, local: String, model: String? = nil
  ) throws -> (MachinePower, [CostAssumption]) {
    let (load, idle, source) = watts(of: machine, model: model)
    let (perKWh, assumption) = try electricity()
    let overhead = options.pue?.value ?? 1
    var assumptions = [
      CostAssumption.power(local: local, loadWatts: load, idleWatts: idle, source: source), assumption,
    ]
    if overhead != 1 { assumptions.append(.overhead(factor: overhead)) }
    return (MachinePower(loadWatts: load, idleWatts: idle, perKWh: perKWh, overhead: overhead), assumptions)
  }

  /// What the cards of a machine cost: dealers' prices before the maker's, the newest of a kind first.
  func cardPrices(of machine: Machine) -> (total: Money, names: String, source: CostAssumption.Source)? {
    let cards = machine.accelerators.filter { $0.isUsable }
    guard !cards.isEmpty else { return nil }
    var (total, sources) = (Money.zero, [CostAssumption.Source]())
    for card in cards {
      guard let id = card.factID, let price = price(ofGPU: id) else { return nil }
      total = total + price.amount
      if !sources.contains(price.source) { sources.append(price.source) }
    }
    let name = cards.first?.name.value ?? "the cards"
    return (
      total, cards.count == 1 ? name : "\(cards.count) x \(name)",
      .init(sources.map(\.text).joined(separator: "; "), asOf: sources.compactMap(\.asOf).min())
    )
  }

  private func price(ofGPU id: String) -> (amount: Money, source: CostAssumption.Source)? {
    let order: [MachinePriceList.Hardware.Kind] = [.street, .wholeComputer, .list, .announced]
    let known = machines.hardware.filter { $0.gpu == id }.sorted { first, second in
      let (a, b) = (order.firstIndex(of: first.kind) ?? 9, order.firstIndex(of: second.kind) ?? 9)
      return a == b ? first.asOf > second.asOf : a < b
    }
    if let best = known.first {
      return (Money(usd: best.usd), .init("\(best.kind.rawValue) price: \(best.source)", asOf: best.asOf))
    }
    return GPUTable.builtIn.gpu(id: id)?.priceUSD.map { (Money(usd: $0), .init("launch price", asOf: nil)) }
  }
}
