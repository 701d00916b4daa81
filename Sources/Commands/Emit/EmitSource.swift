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
    let plans = try plans(format, model: name)
    var first: EmitRefusal?
    for (index, plan) in plans.enumerated() {
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

  private func plans(_ format: EmitFormat, model name: String?) throws -> [EmitPlan] {
    let ranking = Ranking(options: options)
    guard let name else {
      let inputs = try ranking.inputs(surroundings)
      let answer = try ranking.answer(inputs)
      guard !answer.recommendation.picks.isEmpty else {
        throw Failure(
          .nothingFits, "no model passes the gates on this machine", hint: "'plimsoll recommend' names the nearest")
      }
      return zip(answer.recommendation.picks, answer.commands).map { pick, command in
        let row = FitRow(fit: pick.fit, speed: pick.speed, command: command, candidate: pick.candidate)
        return plan(inputs, pick.model, row)
      }
    }
    let wanted = try QuantizationNames.known(options.wish.quantizations)
    let (inputs, named) = try InputReader(options: options.input).inputs(surroundings) { catalog in
      try ModelSource(catalog: catalog, surroundings: surroundings).model(name)
    }
    let rows = try Planner(machine: inputs.machine, measurements: inputs.measurements)
      .rows(named, quantizations: wanted, workload: options.workload.workload(of: named.model))
    return try Self.order(rows, named.model).map { row in
      var plan = plan(inputs, named.model, row)
      plan.file = named.path
      return plan
    }
  }

  /// Rows that fit: the one that `fit` would take, then the others by what they are worth.
  private static func order(_ rows: [FitRow], _ model: Model) throws -> [FitRow] {
    guard let best = Planner.best(rows) else {
      throw Failure(.nothingFits, "\(model.name) does not fit", hint: "'plimsoll fit \(model.id)' shows by how much")
    }
    let others = rows.filter { $0.fit.verdict == .fits && $0.fit.quantization != best.fit.quantization }
    return [best]
      + others.sorted { ($0.candidate?.utility.points ?? -1e9) > ($1.candidate?.utility.points ?? -1e9) }
  }

  private func plan(_ inputs: Inputs, _ model: Model, _ row: FitRow) -> EmitPlan {
    var plan = EmitPlan(
      model: model, row: row, machine: inputs.machine,
      planner: CapacityPlanner(machine: inputs.machine, measurements: inputs.measurements, plans: inputs.plans),
      version: programVersion)
    plan.address = emit.endpoint
    if inputs.machine.origin == .live { plan.glibc = LibraryVersions.linked.first { $0.name == "glibc" }?.version }
    plan.checkpoint = options.wish.quantizations.first {
      WeightFormat(label: $0) != nil && Quantization.named($0)?.family != .gguf
    }
    return plan
  }
}
