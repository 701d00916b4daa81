import Machines
import Memory
import Models

extension Fit {
  /// The row with the projector and what it computes an image in beside the model; nil where they do not fit.
  ///
  /// llama.cpp loads the projector on one card, for which room was left, or into main memory.
  func withProjector(_ projectorBytes: Int, _ bufferBytes: Int) -> Fit? {
    var result = self
    let extra = projectorBytes + bufferBytes
    let cards = placement.devices.indices.filter { placement.devices[$0].id != "cpu" }
    guard
      let index = cards.max(by: { placement.devices[$0].budgetBytes < placement.devices[$1].budgetBytes })
        ?? placement.devices.indices.first
    else { return nil }
    if let budget = workload.vramBudgetBytes, placement.devices[index].id != "cpu",
      placement.devices[index].budgetBytes == budget
    {
      result.placement.devices[index].budgetBytes += extra
    } else {
      result.headroomBytes = min(
        headroomBytes, placement.devices[index].budgetBytes - placement.devices[index].bytes - extra)
    }
    guard result.headroomBytes >= 0 else { return nil }
    result.placement.devices[index].memory.weightsBytes += projectorBytes
    result.placement.devices[index].memory.computeBytes += bufferBytes
    result.memory.weightsBytes += projectorBytes
    result.memory.computeBytes += bufferBytes
    result.notes.removeAll(where: \.isOfProjector)
    return result
  }

  /// Whether the projector is among what the row takes, as for pictures.
  package func countsProjector(of model: Model) -> Bool {
    model.projector?.bytes != nil && !notes.contains(where: \.isOfProjector)
  }
}

extension FitNote {
  fileprivate var isOfProjector: Bool { if case .projector = self { true } else { false } }
}

extension Ranker {
  /// The workload with so much less of each card that the projector and its buffers have room on the largest.
  package func withRoomForPictures(_ workload: Workload, _ model: Model) -> Workload {
    guard let projector = model.projector?.bytes else { return workload }
    var result = workload
    let largest = fitCalculator.machine.accelerators.filter(\.isUsable).compactMap(\.budgetBytes.value).max()
    let budget = workload.vramBudgetBytes ?? largest
    result.vramBudgetBytes = budget.map { max(0, min($0, largest ?? $0) - projector - RankingRules.imageBufferBytes) }
    return result
  }

  /// The row with the projector counted; `tooLarge` where that does not fit beside the model.
  package func withPictures(_ fit: Fit, _ model: Model) -> Fit {
    guard let bytes = model.projector?.bytes, fit.verdict != .tooLarge else { return fit }
    if let shown = fit.withProjector(bytes, RankingRules.imageBufferBytes) { return shown }
    var result = fit
    result.verdict = .tooLarge
    result.headroomBytes = min(fit.headroomBytes - bytes - RankingRules.imageBufferBytes, -1)
    return result
  }
}
