import Memory
import Models

/// The card that computes what a placement leaves to main memory of a prompt.
struct PromptsOnCard {
  let offload: PromptOffload
  let card: PrefillRates
  /// Of what the card computes.
  let band: Band

  /// Adds what the processor's part of a placement takes of a prompt: copies to the card and its arithmetic, and the
  /// processor's own for a last micro-batch that is too small for the card.
  func add(
    _ share: DeviceShare, _ workload: Workload, to seconds: inout BandedSeconds,
    processor: (rates: PrefillRates, band: Band)
  ) {
    let count = offload.tokensOnCard(workload)
    seconds.add(
      offload.copySeconds(share.work, tokens: count, microBatch: workload.effectiveMicroBatch), offload.constants.band)
    seconds.add(card.seconds(share, tokens: 0..<count, workload: workload), band)
    seconds.add(
      processor.rates.seconds(share, tokens: count..<max(count, workload.promptTokens), workload: workload),
      processor.band)
  }
}

extension SpeedModel {
  /// How prompts are computed with what a placement leaves to main memory; nil where all lies on cards, or on none.
  ///
  /// With several cards llama.cpp gives all of it to the first.
  func promptsOnCard(_ fit: Fit, _ model: Model, _ unmeasured: [Unmeasured]) -> PromptsOnCard? {
    let placement = fit.placement
    guard [.expertOffload, .partialOffload].contains(placement.mode),
      let constants = SpeedConstants.builtIn.offload,
      let share = placement.devices.first(where: { $0.backend != .cpu }), let rates = rates(of: share)
    else { return nil }
    let card = machine.accelerators.first { $0.id == share.id }
    var link = card?.linkBytesPerSecond
    // Within one memory the same bytes are read and written.
    if [.unified, .shared].contains(card?.memoryKind.value), let rate = card?.bandwidthBytesPerSecond.value {
      link = rate / 2
    }
    var expertShare = 1.0
    if let experts = model.architecture?.experts, experts.count > experts.usedCount, experts.usedCount > 0 {
      expertShare = Double(experts.usedCount) / Double(experts.count)
    }
    let main = placement.devices.last { $0.backend == .cpu }
    let reasons = unmeasured.filter { $0 != .offload }
    return PromptsOnCard(
      offload: PromptOffload(
        constants: constants, linkBytesPerSecond: link,
        expertShare: expertShare),
      card: rates.prefill,
      band: band(rates.prefill.bands, reasons, hasExperts: main.map { $0.work.expertLayers > 0 } ?? false))
  }
}
