import Machines
import Memory
import Models

extension Ranker {
  /// The ways to place a file that are judged: as memory takes it, its layers shared by cards alike, and the processor alone
  /// where that outruns a card.
  func placements(_ fit: Fit, _ model: Model, _ useCase: UseCase) -> [Fit] {
    speedModel.placements(of: fit, model) + [onProcessor(fit, model, useCase)].compactMap(\.self)
  }

  /// The same file in main memory alone; nil where the cards are faster in every respect, or one draws pictures.
  private func onProcessor(_ fit: Fit, _ model: Model, _ useCase: UseCase) -> Fit? {
    guard useCase != .vision, fit.workload.backend == nil, speedModel.processorOutrunsCard(in: fit),
      fit.published.file != nil || fit.published.tag != nil
    else { return nil }
    let placed = processorCalculator.fits(of: model, quantizations: [fit.quantization], workload: fit.workload).first
    guard var placed, placed.verdict == .fits, leavesRoom(placed, useCase) else { return nil }
    placed.notes = fit.notes.filter { $0 != .ollamaSplitsByLayers }
    return Artefacts.named(placed)
  }
}
