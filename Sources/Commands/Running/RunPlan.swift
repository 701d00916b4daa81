import Base
import Documents
import Machines
import Memory
import Models
import Options
import Ranking

/// A model on a runtime of this machine, as it is going to be run.
struct RunPlan {
  enum Source {
    case file(String)
    case hub(HubTarget)
    case ollama(PullTarget)
  }

  let model: Model
  let fit: Fit
  let command: RunCommand
  let source: Source
  let machine: Machine
}

/// Makes the plan: the row of a name, or the top pick.
struct RunPlanner {
  let options: RankingOptions
  /// Whether Ollama is to run it.
  let isForOllama: Bool
  let surroundings: Surroundings

  func plan(_ name: String?) throws -> RunPlan {
    let ranking = Ranking(options: options)
    guard let name else { return try plan(ranking.answer(ranking.inputs(surroundings)), model: nil) }
    let (inputs, named) = try InputReader(options: options.input).inputs(surroundings) { catalog in
      try ModelSource(catalog: catalog, surroundings: surroundings).model(name)
    }
    let wanted = try QuantizationNames.known(
      options.wish.quantizations.isEmpty ? [named.quantization].compactMap(\.self) : options.wish.quantizations)
    guard named.file != nil || !wanted.isEmpty else {
      return try plan(ranking.answer(inputs, among: [named.model]), model: named.model)
    }
    let rows = try Planner(machine: inputs.machine, measurements: inputs.measurements)
      .rows(named, quantizations: wanted, workload: options.workload.workload(of: named.model))
    guard let row = rows.first else { throw Failure(.usage, "\(named.model.name) has no such quantization") }
    return try plan(named.model, row.fit, row.command, path: named.path, inputs.machine)
  }

  private func plan(_ answer: RankedAnswer, model: Model?) throws -> RunPlan {
    guard let pick = answer.recommendation.picks.first, let command = answer.commands.first else {
      throw Failure(
        .nothingFits,
        model.map { "\($0.name) does not pass the gates on this machine" }
          ?? "no model passes the gates on this machine",
        hint: "'plimsoll recommend' names the nearest, --quant one quantization")
    }
    return try plan(pick.model, pick.fit, command, path: nil, answer.machine)
  }

  private func plan(
    _ model: Model, _ fit: Fit, _ command: RunCommand, path: String?, _ machine: Machine
  ) throws -> RunPlan {
    guard fit.placement.mode != .none, fit.verdict != .tooLarge else {
      throw Failure(
        .nothingFits,
        "\(model.name) \(fit.quantization) does not fit: it needs \(ByteSize.text(fit.memory.totalBytes)), "
          + "\(ByteSize.text(max(0, -fit.headroomBytes))) more than there is",
        hint: "'plimsoll fit' shows what would")
    }
    return RunPlan(
      model: model, fit: fit, command: command, source: try source(model, fit, path: path), machine: machine)
  }

  private func source(_ model: Model, _ fit: Fit, path: String?) throws -> RunPlan.Source {
    if isForOllama {
      guard path == nil, let target = PullTarget(fit.published.ollamaArtefact, of: model) else {
        throw Failure(
          .usage, "Ollama does not run \(path ?? model.name) as it is",
          hint: path == nil ? nil : "'plimsoll pull FILE' makes a model of it, and 'plimsoll run NAME' runs that")
      }
      return .ollama(target)
    }
    guard model.runsInLlamaCpp else { throw Failure(.usage, "llama.cpp does not run \(model.name)") }
    if let path { return .file(path) }
    guard let file = fit.published.file else {
      throw Failure(.usage, "nobody is known to publish \(model.name) \(fit.quantization) as a GGUF file")
    }
    return .hub(HubTarget(file, of: model))
  }
}
