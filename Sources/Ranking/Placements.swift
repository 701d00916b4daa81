import Memory
import Models

extension Ranker {
  /// The same file in main memory alone; nil where that could not be faster, or a card draws pictures.
  func onProcessor(_ placed: Candidate, _ useCase: UseCase) -> Fit? {
    let (fit, model) = (placed.fit, placed.model)
    guard useCase != .vision, fit.workload.backend == nil, speedModel.processorCouldOutrun(fit, at: placed.speed),
      fit.published.file != nil || fit.published.tag != nil
    else { return nil }
    let alone = processorCalculator.fits(of: model, quantizations: [fit.quantization], workload: fit.workload).first
    guard var alone, alone.verdict == .fits, leavesRoom(alone, useCase) else { return nil }
    alone.notes = fit.notes.filter { $0 != .ollamaSplitsByLayers }
    return Artefacts.named(alone)
  }
}
