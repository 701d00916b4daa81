import Machines
import Memory
import Models

extension SpeedModel {
  /// A placed file with the threads that are fastest, and the same with its layers shared by cards alike where llama.cpp can
  /// do that.
  package func placements(of fit: Fit, _ model: Model) -> [Fit] {
    var fit = fit
    fit.placement.threads = threads(fit, model)
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

  /// The threads to work with where the processor has a part and writes faster with fewer than a runtime takes by itself.
  private func threads(_ fit: Fit, _ model: Model) -> Placement.Threads? {
    guard !model.onlyReads, [.cpu, .partialOffload, .expertOffload].contains(fit.placement.mode),
      let all = computingThreads,
      let share = fit.placement.devices.first(where: { $0.backend == .cpu }),
      let writing = processorRates?.decode.fastestThreads(share, depth: Self.decodeDepth(fit.workload)), writing < all
    else { return nil }
    return Placement.Threads(writing: writing, reading: all)
  }

  /// Whether the processor alone could read a token's weights, or multiply those of a prompt, sooner than a placement with
  /// cards does at its slowest.
  package func processorCouldOutrun(_ fit: Fit, at speed: Speed) -> Bool {
    let shares = fit.placement.devices
    guard shares.contains(where: { $0.backend != .cpu }), let rates = processorRates else { return false }
    let parts = shares.flatMap(\.work.weights)
    let bytes = parts.reduce(0) { $0 + Double($1.bytesPerToken) }
    let reads = max(rates.decode.weightBytesPerSecond, rates.decode.formatBytesPerSecond.most ?? 0)
    if bytes / reads < 1 / speed.decodeTokensPerSecond.low { return true }
    let operations = parts.reduce(0) { $0 + 2 * Double($1.multiplyAddsPerToken - $1.headMultiplyAdds) }
    let computes = max(rates.prefill.operationsPerSecond, rates.prefill.formatOperationsPerSecond.most ?? 0)
    return operations / computes < 1 / speed.prefillTokensPerSecond.low
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
