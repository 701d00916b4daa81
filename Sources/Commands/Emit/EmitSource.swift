import Base
import Documents
import Emit
import Machines
import Memory
import Models
import Options
import Probe
import Ranking
import Serving
import Speed

/// Finds what a format is written from: rows of the named model or picks, the best first.
struct EmitSource {
  let options: RankingOptions
  let emit: EmitOptions
  let surroundings: Surroundings

  /// The files of the best row, or of the next one that the format can be told.
  func emission(_ format: EmitFormat, model name: String?) throws -> Emission {
    if format.hasNeighbours { _ = try hosted() }
    let (inputs, plans) = try plans(model: name, overHosts: format.isOverHosts)
    var first: EmitRefusal?
    for (index, var plan) in plans.enumerated() {
      if format.hasNeighbours { plan.neighbours = try neighbours(inputs, plan.model, plan.row) }
      if format.hasUseCases { plan.best = try best(inputs) }
      do throws(EmitRefusal) {
        var emission = try format.emission(plan)
        if index > 0, let first, let best = plans.first {
          emission.notes.insert(
            "not the first choice, \(best.model.name) \(best.fit.quantization): \(first.text)", at: 0)
        }
        return emission
      } catch {
        first = first ?? error
      }
    }
    let subject = plans.first.map { "\(format.name), \($0.model.name)" } ?? format.name
    throw Failure(
      .nothingFits, "\(subject): \(first?.text ?? "nothing fits")",
      hint: "'plimsoll runtimes' tells what runs here, 'plimsoll emit' what can be written")
  }

  private func plans(model name: String?, overHosts: Bool) throws -> (Inputs, [EmitPlan]) {
    let ranking = Ranking(options: options)
    guard let name else {
      let inputs = try ranking.inputs(surroundings)
      let answer = try ranking.answer(inputs)
      guard !answer.recommendation.picks.isEmpty else {
        throw Failure(
          .nothingFits, "no model passes the gates on this machine", hint: "'plimsoll recommend' names the nearest")
      }
      let plans = zip(answer.recommendation.picks, answer.commands).map { pick, command in
        let other = Self.neighbour(pick, command)
        return plan(inputs, other.model, other.row)
      }
      return (inputs, plans)
    }
    let wanted = try QuantizationNames.known(options.wish.quantizations)
    let (inputs, named) = try InputReader(options: options.input).inputs(surroundings) { catalog in
      try ModelSource(catalog: catalog, surroundings: surroundings).model(name)
    }
    let rows = try Planner(machine: inputs.machine, measurements: inputs.measurements)
      .rows(named, quantizations: wanted, workload: options.workload.workload(of: named.model))
    let plans = try (overHosts ? Self.spread(rows, named) : Self.order(rows, named.model)).map { row in
      var plan = plan(inputs, named.model, row)
      plan.file = named.path
      return plan
    }
    return (inputs, plans)
  }

  /// Rows that fit: the one that `fit` would take, then the others by what they are worth.
  private static func order(_ rows: [FitRow], _ model: Model) throws -> [FitRow] {
    guard let best = Planner.best(rows) else {
      throw Failure(.nothingFits, "\(model.name) does not fit", hint: "'plimsoll fit \(model.id)' shows by how much")
    }
    let others = rows.filter {
      $0.fit.verdict == .fits && $0.fit.isCheckpoint == best.fit.isCheckpoint
        && $0.fit.quantization != best.fit.quantization
    }
    return [best]
      + others.sorted { ($0.candidate?.utility.points ?? -.infinity) > ($1.candidate?.utility.points ?? -.infinity) }
  }

  /// The row that several hosts are to hold: what is asked for, or the usual recipe.
  private static func spread(_ rows: [FitRow], _ named: NamedModel) -> [FitRow] {
    let recipe = named.quantization ?? named.model.recipe(label: nil)
    return (rows.first { $0.fit.quantization == recipe } ?? rows.first).map { [$0] } ?? []
  }

  private func plan(_ inputs: Inputs, _ model: Model, _ row: FitRow) -> EmitPlan {
    var plan = EmitPlan(
      model: model, row: row, machine: inputs.machine,
      planner: CapacityPlanner(machine: inputs.machine, measurements: inputs.measurements, plans: inputs.plans),
      version: programVersion)
    plan.address = emit.endpoint
    (plan.hosts, plan.link) = (emit.hosts?.names ?? [], emit.link.link)
    if inputs.machine.origin == .live { plan.glibc = LibraryVersions.linked.first { $0.name == "glibc" }?.version }
    plan.checkpoint = options.wish.quantizations.first {
      WeightFormat(label: $0) != nil && Quantization.named($0)?.family != .gguf
    }
    return plan
  }

  // MARK: - Beside the model

  private func neighbours(_ inputs: Inputs, _ model: Model, _ row: FitRow) throws -> Neighbours {
    var neighbours = Neighbours()
    (neighbours.pattern, neighbours.hosted) = (emit.pattern?.pattern, try hosted())
    if let budget = emit.budget { neighbours.dailyBudgetUSD = budget.amount.roundedUSD }
    neighbours.sameModel = try PriceList.builtIn().prices(ofCatalogModel: model.id).first {
      $0.provider == "OpenRouter"
    }
    let isFaster = { (pick: Pick) in
      pick.model.id != model.id
        && pick.speed.decodeTokensPerSecond.estimate > 1.3 * (row.speed?.decodeTokensPerSecond.estimate ?? 0)
    }
    neighbours.fast = try picks(inputs, beside: [row.fit], useCase: nil).first { isFaster($0.0) }.map(Self.neighbour)
    let others = [row.fit] + (neighbours.fast.map { [$0.row.fit] } ?? [])
    neighbours.embedding = try picks(inputs, beside: others, useCase: .embedding).first.map(Self.neighbour)
    return neighbours
  }

  /// The first pick for the usual task of each use case.
  private func best(_ inputs: Inputs) throws -> [(UseCase, Neighbour)] {
    let alone = RankingOptions()
    alone.input = options.input
    (alone.workload.runtime, alone.workload.backend) = (options.workload.runtime, options.workload.backend)
    (alone.wish.license, alone.wish.limit) = (options.wish.license, 1)
    return try UseCase.allCases.compactMap { useCase in
      let answer = try Ranking(options: alone).answer(inputs, useCase: useCase)
      return zip(answer.recommendation.picks, answer.commands).first { _ in true }.map { pick, command in
        (useCase, Self.neighbour(pick, command))
      }
    }
  }

  /// Picks for what the others leave free.
  private func picks(_ inputs: Inputs, beside fits: [Fit], useCase: UseCase?) throws -> [(Pick, RunCommand)] {
    var left: [String: Int] = [:]
    for share in fits.flatMap(\.placement.devices) {
      left[share.id] = (left[share.id] ?? share.budgetBytes) - share.bytes
    }
    let beside = RankingOptions()
    (beside.workload.context, beside.workload.kvType) = (options.workload.context, options.workload.kvType)
    (beside.workload.runtime, beside.workload.backend) = (options.workload.runtime, options.workload.backend)
    beside.workload.memoryBudget = left["cpu"].map { SizeArgument(bytes: max(0, $0)) }
    beside.workload.vramBudget = left.filter { $0.key != "cpu" }.values.min().map { SizeArgument(bytes: max(0, $0)) }
    beside.input = options.input
    (beside.wish.useCase, beside.wish.license, beside.wish.limit) = (options.wish.useCase, options.wish.license, 20)
    let answer = try Ranking(options: beside).answer(inputs, useCase: useCase)
    return Array(zip(answer.recommendation.picks, answer.commands))
  }

  /// A pick as a row of `fit`.
  private static func neighbour(_ pick: Pick, _ command: RunCommand) -> Neighbour {
    Neighbour(
      model: pick.model, row: FitRow(fit: pick.fit, speed: pick.speed, command: command, candidate: pick.candidate))
  }

  /// The hosted models that are asked for, otherwise those that costs are compared with: of each provider the dearest,
  /// since what is sent out is what the local model cannot do.
  private func hosted() throws -> [HostedPrice] {
    let list = try PriceList.builtIn()
    if emit.apis.isEmpty {
      let usual = try CostDefaults.builtIn().apis.compactMap { list.prices(named: $0).first }
      var best: [HostedPrice] = []
      for price in usual.sorted(by: { $0.output > $1.output })
      where !best.contains(where: { $0.provider == price.provider }) {
        best.append(price)
      }
      return Array(best.prefix(2))
    }
    return try emit.apis.map { name in
      switch list.match(name) {
      case .found(let prices), .foundWithout(_, let prices):
        if let price = prices.first(where: { GatewayList.known?[$0.provider] != nil }) { return price }
        throw Failure(.usage, "'\(name)' is at no provider that a gateway's name is known of")
      case .ambiguous(let names):
        throw Failure(
          .usage, "'\(name)' names \(names.count) hosted models",
          hint: "one of: \(names.prefix(8).joined(separator: ", "))")
      case .unknown(let nearest):
        throw Failure(.usage, "no hosted model '\(name)'", hint: "nearest: \(nearest.joined(separator: ", "))")
      }
    }
  }
}
