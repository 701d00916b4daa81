import FitCalculator
import ModelCatalog
import Units

extension Ranker {
  /// The models that would have been the best, each as near to passing as it is good.
  func nearest(_ rejections: [Rejection], models: [String: Model], workload: Workload, wishes: Wishes) -> [Rejection] {
    func worth(_ rejection: Rejection) -> Double {
      let quality = models[rejection.modelID].map { model in
        let quality = model.quality[wishes.useCase] ?? RankingRules.unknownQuality
        return quality.score - quality.uncertainty
      }
      return (quality ?? 0) - RankingRules.missPerDoubling * Steps.logarithm(max(1, rejection.factor))
    }
    let sorted = rejections.map { (worth: worth($0), rejection: $0) }
      .sorted { ($0.worth, $1.rejection.modelID) > ($1.worth, $0.rejection.modelID) }
    return sorted.prefix(5).map { entry in
      guard let model = models[entry.rejection.modelID] else { return entry.rejection }
      return withCheckedRemedy(entry.rejection, model, workload, wishes)
    }
  }

  /// What would make a model fit: a smaller cache or context where that is enough, otherwise memory.
  private func withCheckedRemedy(
    _ rejection: Rejection, _ model: Model, _ workload: Workload, _ wishes: Wishes
  ) -> Rejection {
    guard rejection.gate == .fit, !rejection.quantization.isEmpty else { return rejection }
    func passes(_ change: (inout Workload) -> Void) -> Bool {
      var changed = workload
      change(&changed)
      return fitCalculator.fits(of: model, quantizations: [rejection.quantization], workload: changed)
        .contains { $0.verdict == .fits && $0.placement.mode != .none && leavesRoom($0) }
    }
    var result = rejection
    if workload.keyCacheType == .f16, workload.flashAttention,
      passes({ ($0.keyCacheType, $0.valueCacheType) = (.q8_0, .q8_0) })
    {
      result.remedy = "--kv-type q8_0"
    } else if workload.context > 4096, passes({ $0.context = 4096 }) {
      result.remedy = "--context 4096"
    } else if let bytes = memoryThatHelps(rejection, model, workload) {
      result.remedy = "+\(ByteSize.text(bytes)) RAM"
    }
    return result
  }

  /// The main memory to add so that the model fits with its margin: the smallest step that does.
  private func memoryThatHelps(_ rejection: Rejection, _ model: Model, _ workload: Workload) -> Int? {
    guard workload.memoryBudgetBytes == nil, let budget = fitCalculator.machine.memory.budgetBytes.value else {
      return nil
    }
    for step in [1, 2, 4, 8, 16, 24, 32, 48, 64, 96, 128, 192, 256, 384, 512, 768, 1024, 1536, 2048, 4096] {
      let more = step << 30
      var machine = fitCalculator.machine
      machine.memory.budgetBytes = .known(budget + more)
      machine.memory.totalBytes = machine.memory.totalBytes.map { $0 + more }
      let larger = Ranker(fitCalculator: FitCalculator(machine: machine), speedModel: speedModel)
      let fits = larger.fitCalculator.fits(of: model, quantizations: [rejection.quantization], workload: workload)
      if fits.contains(where: { $0.verdict == .fits && $0.placement.mode != .none && larger.leavesRoom($0) }) {
        return more
      }
    }
    return nil
  }
}
