import Memory

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
    result.notes.removeAll { if case .projector = $0 { true } else { false } }
    return result
  }
}
