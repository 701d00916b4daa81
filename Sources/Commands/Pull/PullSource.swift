import Base
import Memory
import Models
import Options
import Ranking

/// Finds what is to be pulled: the pick, a model's best, a tag, or a file of the user's own.
struct PullSource {
  let options: OwnMachineOptions
  let surroundings: Surroundings

  enum Found {
    case ollama(PullTarget)
    case hub(HubTarget)
    /// A GGUF file that is here.
    case file(NamedModel)
  }

  private var wish: WishOptions { options.wish }
  private var ranking: Ranking { Ranking(options: options.ranking) }

  /// What a Hub is asked for; nil where Ollama fetches.
  var hubKind: HubTarget.Kind? {
    switch options.workload.runtime {
    case .llamaCpp, .llamaServer: .gguf
    case .huggingFace: .checkpoint
    case .ollama, .library, nil: nil
    }
  }

  /// What a name means; without one the top pick.
  func found(_ name: String?) throws -> Found {
    guard let name else {
      guard let pick = try pick(nil) else {
        throw Failure(
          .nothingFits, "no model passes the gates on this machine", hint: "'plimsoll recommend' names the nearest")
      }
      return try found(pick)
    }
    let entries = try CatalogSource(options: options.catalog, output: options.output, surroundings: surroundings)
      .catalog()
    if let repository = HubTarget.named(name), let found = try found(repository, name, entries) { return found }
    let named = try ModelSource(catalog: entries, surroundings: surroundings).model(name)
    if named.file != nil { return .file(named) }
    let wanted = try QuantizationNames.known(
      wish.quantizations.isEmpty ? [named.quantization].compactMap(\.self) : wish.quantizations
    ).compactMap(Quantization.named)
    if let hubKind { return .hub(try hubTarget(named.model, hubKind, wanted)) }
    return .ollama(try ollamaTarget(named.model, name, wanted))
  }

  private func pick(_ model: Model?) throws -> Pick? {
    try ranking.answer(ranking.inputs(surroundings), among: model.map { [$0] }).recommendation.picks.first
  }

  private func found(_ pick: Pick) throws -> Found {
    switch hubKind {
    case nil: return .ollama(try PullTarget(pick))
    case .gguf:
      if let file = pick.fit.published.file { return .hub(HubTarget(file, of: pick.model)) }
    case .checkpoint:
      if let repository = pick.model.huggingFaceRepository {
        return .hub(HubTarget(.checkpoint, repository: repository, model: pick.model))
      }
    }
    throw Failure(.nothingFits, "nobody is known to publish \(pick.model.name) for that runtime")
  }

  /// A repository by its own name; nil where that only names a model.
  private func found(
    _ named: (repository: String, label: String?), _ name: String, _ catalog: Catalog
  ) throws -> Found? {
    let model: Model? = if case .found(let model, _, _) = ModelResolver(catalog).resolve(name) { model } else { nil }
    let label = named.label ?? wish.quantizations.first
    let own = model?.artefacts.filter { $0.repository.lowercased() == named.repository.lowercased() } ?? []
    let artefact = own.first { artefact in
      artefact.format == .gguf && label.map { Model.canonical($0) == Model.canonical(artefact.label) } ?? false
    }
    if hubKind == .checkpoint {
      return .hub(HubTarget(.checkpoint, repository: named.repository, model: model))
    }
    if let model, let artefact {
      if hubKind == .gguf { return .hub(HubTarget(artefact, of: model)) }
      return PullTarget(artefact, of: model).map(Found.ollama)
    }
    // The maker's own repository stands for the model.
    if own.isEmpty, model != nil { return nil }
    if hubKind == .gguf { return .hub(HubTarget(.gguf, repository: named.repository, label: label, model: model)) }
    return .ollama(PullTarget(name: "hf.co/" + named.repository + (label.map { ":" + $0 } ?? ""), model: model))
  }

  private func ollamaTarget(_ model: Model, _ name: String, _ wanted: [Quantization]) throws -> PullTarget {
    if wish.quantizations.isEmpty, model.ollamaTags.contains(where: { $0.tag == name.lowercased() }) {
      return try PullTarget(tag: name.lowercased(), of: model)
    }
    let files = PublishedFiles(model)
    for quantization in wanted {
      if let target = PullTarget(files[quantization].ollamaArtefact, of: model) { return target }
    }
    if wanted.isEmpty, let pick = try pick(model) { return try PullTarget(pick) }
    let tags = model.ollamaTags.map(\.tag).filter { !PullTarget.isCloud($0) }
    if wanted.isEmpty, let first = tags.first { return try PullTarget(tag: first, of: model) }
    throw Failure(
      .usage, "\(model.name) has no published artefact of that quantization that Ollama takes",
      hint: tags.isEmpty ? nil : "known tags: \(tags.prefix(8).joined(separator: ", "))")
  }

  private func hubTarget(_ model: Model, _ kind: HubTarget.Kind, _ wanted: [Quantization]) throws -> HubTarget {
    let files = PublishedFiles(model)
    switch kind {
    case .gguf:
      for quantization in wanted {
        if let file = files[quantization].file { return HubTarget(file, of: model) }
      }
      if wanted.isEmpty {
        if let file = try pick(model)?.fit.published.file { return HubTarget(file, of: model) }
        if let file = files.quantizations.lazy.compactMap({ files[$0].file }).last { return HubTarget(file, of: model) }
      }
    case .checkpoint:
      for quantization in wanted {
        if let checkpoint = files[quantization].checkpoint { return HubTarget(checkpoint, of: model) }
      }
      if wanted.isEmpty, let repository = model.huggingFaceRepository {
        return HubTarget(.checkpoint, repository: repository, model: model)
      }
    }
    let known = Set(
      model.artefacts.filter { kind == .gguf ? $0.format == .gguf : $0.format == .safetensors }.map(\.label))
    throw Failure(
      .usage, "nobody is known to publish \(model.name) for that runtime in that quantization",
      hint: known.isEmpty ? nil : "known ones: \(known.sorted().prefix(12).joined(separator: ", "))")
  }

  /// What the plan of a target needs of a server on this machine; nothing where no plan can be made.
  func settings(_ target: PullTarget, _ makesModel: Bool) throws -> PullSettings {
    guard let model = target.model, model.architecture != nil else { return PullSettings() }
    let machine = try MachineSource(options: MachineOptions(), surroundings: surroundings).machine()
    let fit =
      target.fit
      ?? target.artefact.flatMap { artefact in
        FitCalculator(machine: machine).fits(
          of: model, quantizations: [artefact.label], workload: options.workload.workload(of: model)
        ).first
      }
    guard let fit else { return PullSettings() }
    return PullSettings(model: model, fit: fit, machine: machine, makesModel: makesModel)
  }
}
