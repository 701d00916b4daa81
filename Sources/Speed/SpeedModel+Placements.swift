import Machines
import Memory
import Models

extension SpeedModel {
  /// A placed file, and the same with its layers shared by cards alike where llama.cpp can do that.
  package func placements(of fit: Fit, _ model: Model) -> [Fit] {
    guard fit.verdict == .fits, [.gpu, .multiGPU].contains(fit.placement.mode), canShareLayers(of: model),
      let card = fit.placement.devices.first(where: { $0.backend == .cuda })
    else { return [fit] }
    let alike = cards(like: card.id)
    let heads = model.architecture?.kvHeadCount.maximum ?? 1
    var count = 2
    while count * 2 <= alike.count, heads.isMultiple(of: count * 2) { count *= 2 }
    guard count <= alike.count, heads.isMultiple(of: count) else { return [fit] }
    return [fit] + [fit.sharingLayers(among: Array(alike.prefix(count)))].compactMap(\.self)
  }

  /// Whether main memory alone could deliver a token's weights sooner than a placement with cards does at its slowest.
  package func processorCouldOutrun(_ fit: Fit, at speed: Speed) -> Bool {
    let shares = fit.placement.devices
    guard shares.contains(where: { $0.backend != .cpu }), let decode = processorRates?.decode else { return false }
    let bytes = shares.reduce(0) { $0 + $1.work.weights.reduce(0) { $0 + $1.bytesPerToken } }
    let rate = max(decode.weightBytesPerSecond, decode.formatBytesPerSecond.values.max() ?? 0)
    return Double(bytes) / rate < 1 / speed.decodeTokensPerSecond.low
  }

  /// Whether llama.cpp can have several cards compute each layer of a model together, to any use: experts are small
  /// matrices, on which cards wait for each other longer than they compute.
  private func canShareLayers(of model: Model) -> Bool {
    guard let architecture = model.architecture, architecture.experts == nil, !architecture.isEncoder else {
      return false
    }
    return !SpeedConstants.builtIn.unsharedArchitectures.contains(architecture.name)
  }

  /// The usable cards of the same product and size as one of them, in the machine's order.
  private func cards(like id: String) -> [Accelerator] {
    let cards = machine.usableCards
    guard let one = cards.first(where: { $0.id == id }), one.factID != nil else { return [] }
    return cards.filter { $0.factID == one.factID && $0.memoryTotalBytes == one.memoryTotalBytes }
  }
}
