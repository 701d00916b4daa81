import Memory
import Models

extension Ranker {
  /// A placed file's placements; one that Ollama does not do counts what llama.cpp's server reserves.
  func placements(of fit: Fit, _ model: Model, _ useCase: UseCase) -> [Fit] {
    let placements = speedModel.placements(of: fit, model)
    let workload = fit.workload.withoutOllama
    guard placements.count > 1, workload != fit.workload,
      let server = fitCalculator.fits(of: model, quantizations: [fit.quantization], workload: workload).first
    else { return placements }
    let shown = useCase == .vision ? withPictures(server, model) : server
    return Array(placements.prefix(1)) + speedModel.placements(of: Artefacts.named(shown) ?? shown, model).dropFirst()
  }

  /// The same file in main memory alone, for vision with its projector; nil where that could not be faster.
  func onProcessor(_ placed: Candidate, _ useCase: UseCase) -> Fit? {
    let (fit, model) = (placed.fit, placed.model)
    guard fit.workload.backend == nil, speedModel.processorCouldOutrun(fit, at: placed.speed),
      fit.published.hasFile || fit.published.hasTag
    else { return nil }
    let alone = processorCalculator.fits(
      of: model, quantizations: [fit.quantization], workload: fit.workload.withoutOllama
    ).first
    guard var alone, alone.verdict == .fits, leavesRoom(alone, useCase) else { return nil }
    alone.notes = fit.notes.filter { $0 != .ollamaSplitsByLayers }
    if useCase == .vision { alone = withPictures(alone, model) }
    guard alone.verdict == .fits else { return nil }
    return speedModel.placements(of: alone, model).first.flatMap(Artefacts.named)
  }
}

extension Workload {
  /// The same where the first command is not Ollama's.
  fileprivate var withoutOllama: Workload {
    guard countsFirstCommand, reservation == .ollama else { return self }
    var result = self
    result.reservation = .llamaServer
    return result
  }
}
