import Machines
import Memory
import Models
import Speed

extension Ranker {
  /// A placed file, and the same with its layers shared by cards alike where llama.cpp can do that.
  func placements(_ fit: Fit, _ model: Model) -> [Fit] {
    guard fit.verdict == .fits, [.gpu, .multiGPU].contains(fit.placement.mode),
      speedModel.canShareLayers(of: model), let card = fit.placement.devices.first(where: { $0.backend == .cuda })
    else { return [fit] }
    let alike = cards(like: card.id)
    let heads = model.architecture?.kvHeadCount.maximum ?? 1
    var count = 2
    while count * 2 <= alike.count, heads.isMultiple(of: count * 2) { count *= 2 }
    guard count <= alike.count, heads.isMultiple(of: count) else { return [fit] }
    return [fit] + [fit.sharingLayers(among: Array(alike.prefix(count)))].compactMap(\.self)
  }

  /// The usable cards of the same product and size as one of them, in the machine's order.
  private func cards(like id: String) -> [Accelerator] {
    let cards = fitCalculator.machine.accelerators.filter { $0.isUsable && $0.memoryKind.value == .dedicated }
    guard let one = cards.first(where: { $0.id == id }), one.factID != nil else { return [] }
    return cards.filter { $0.factID == one.factID && $0.memoryTotalBytes == one.memoryTotalBytes }
  }

  /// The row with a remark on the cards that it leaves idle.
  func noted(_ fit: Fit) -> Fit {
    let used = Set(fit.placement.devices.map(\.id))
    let idle = fitCalculator.machine.accelerators.filter {
      $0.isUsable && $0.memoryKind.value == .dedicated && !used.contains($0.id)
    }
    guard !idle.isEmpty, fit.placement.mode != .none else { return fit }
    var result = fit
    result.notes.append(.idleCards(idle.map(\.id)))
    return result
  }
}
