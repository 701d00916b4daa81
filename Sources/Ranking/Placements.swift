import Memory
import Models

extension Ranker {
  /// The same file in main memory alone, for vision with its projector; nil where that could not be faster.
  func onProcessor(_ placed: Candidate, _ useCase: UseCase) -> Fit? {
    let (fit, model) = (placed.fit, placed.model)
    guard fit.workload.backend == nil, speedModel.processorCouldOutrun(fit, at: placed.speed),
      fit.published.file != nil || fit.published.tag != nil
    else { return nil }
    let alone = processorCalculator.fits(of: model, quantizations: [fit.quantization], workload: fit.workload).first
    guard var alone, alone.verdict == .fits, leavesRoom(alone, useCase) else { return nil }
    alone.notes = fit.notes.filter { $0 != .ollamaSplitsByLayers }
    if useCase == .vision { alone = withPictures(alone, model) }
    guard alone.verdict == .fits else { return nil }
    return speedModel.placements(of: alone, model).first.flatMap(Artefacts.named)
  }
}
