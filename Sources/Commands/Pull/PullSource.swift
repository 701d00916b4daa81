import Base
import Memory
import Models
import Options
import Ranking

/// Finds what is to be pulled: the pick, a model's best, a tag, or a file of the user's own.
struct PullSource {
  let wish: WishOptions
  let workload: WorkloadOptions
  let bench: BenchOptions
  let catalog: CatalogOptions
  let output: OutputOptions
  let surroundings: Surroundings

  enum Found {
    case target(PullTarget)
    case file(NamedModel)
  }

  private var ranking: Ranking {
    let options = RankingOptions()
    (options.wish, options.workload) = (wish, workload)
    (options.input.bench, options.input.catalog, options.input.output) = (bench, catalog, output)
    return Ranking(options: options)
  }

  /// What a name means; without one the top pick.
  func found(_ name: String?) throws -> Found {
    guard let name else {
      let answer = try ranking.answer(ranking.inputs(surroundings))
      guard let pick = answer.recommendation.picks.first else {
        throw Failure(
          .nothingFits, "no model passes the gates on this machine", hint: "'plimsoll recommend' names the nearest")
      }
      return .target(try PullTarget(pick))
    }
    let entries = try CatalogSource(options: catalog, output: output, surroundings: surroundings).catalog()
    let named = try ModelSource(catalog: entries, surroundings: surroundings).model(name)
    if named.file != nil { return .file(named) }
    return .target(try target(named.model, name))
  }

  private func target(_ model: Model, _ name: String) throws -> PullTarget {
    let wanted = try QuantizationNames.known(wish.quantizations).compactMap(Quantization.named)
    if wanted.isEmpty, model.ollamaTags.contains(where: { $0.tag == name.lowercased() }) {
      return try PullTarget(tag: name.lowercased(), of: model)
    }
    let files = PublishedFiles(model)
    for quantization in wanted {
      if let target = PullTarget(files[quantization], of: model) { return target }
    }
    if wanted.isEmpty,
      let pick = try ranking.answer(ranking.inputs(surroundings), only: model).recommendation.picks.first
    {
      return try PullTarget(pick)
    }
    let tags = model.ollamaTags.map(\.tag).filter { !PullTarget.isCloud($0) }
    if wanted.isEmpty, let first = tags.first { return try PullTarget(tag: first, of: model) }
    throw Failure(
      .usage, "\(model.name) has no published artefact of that quantization that Ollama takes",
      hint: tags.isEmpty ? nil : "known tags: \(tags.prefix(8).joined(separator: ", "))")
  }

  /// What the plan of a target needs of a server on this machine; nothing where no plan can be made.
  func settings(_ target: PullTarget, _ makesModel: Bool) throws -> PullSettings {
    guard let model = target.model, model.architecture != nil else { return PullSettings() }
    let machine = try MachineSource(options: MachineOptions(), surroundings: surroundings).machine()
    let fit =
      target.fit
      ?? target.artefact.flatMap { artefact in
        FitCalculator(machine: machine).fits(
          of: model, quantizations: [artefact.label], workload: workload.workload(of: model)
        ).first
      }
    guard let fit else { return PullSettings() }
    return PullSettings(model: model, fit: fit, machine: machine, makesModel: makesModel)
  }
}
