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
    let checked = sorted.prefix(RankingRules.checkedMisses).map { entry -> (rejection: Rejection, changes: Int) in
      models[entry.rejection.modelID].map { checkedRemedy(entry.rejection, $0, workload, wishes) }
        ?? (entry.rejection, 0)
    }
    // What one change lets pass is nearer than what needs several, and that is nearer than what nothing does.
    let ranked = checked.enumerated().sorted { ($0.element.changes, $0.offset) < ($1.element.changes, $1.offset) }
    return ranked.prefix(RankingRules.shownMisses).map { $0.element.rejection }
  }

  /// What would let a model pass, tried step by step until it does, and how many changes that is.
  private func checkedRemedy(
    _ rejection: Rejection, _ model: Model, _ workload: Workload, _ wishes: Wishes
  ) -> (rejection: Rejection, changes: Int) {
    var result = rejection
    result.remedy = nil
    var attempt = Attempt(ranker: self, workload: workload, wishes: wishes)
    var words: [String] = []
    var standing = rejection
    for _ in 0..<6 {
      guard let word = attempt.change(for: standing, model) else { break }
      words.append(word)
      switch attempt.ranker.judge(model, workload: attempt.workload, wishes: attempt.wishes) {
      case .passed:
        result.remedy = words.joined(separator: " and ")
        return (result, words.count)
      case .held(let next):
        standing = next
      }
    }
    return (result, .max)
  }
}

/// A machine and request that are changed until a model passes.
private struct Attempt {
  var ranker: Ranker
  var workload: Workload
  var wishes: Wishes

  /// Changes what holds the model back, and says how; nil where nothing would help.
  mutating func change(for miss: Rejection, _ model: Model) -> String? {
    switch miss.gate {
    case .license:
      wishes.license = .any
      return "--license any"
    case .context:
      guard model.contextMaximum > 0, model.contextMaximum < workload.context else { return nil }
      workload.context = model.contextMaximum
      return "--context \(model.contextMaximum)"
    case .fit: return changeForFit(miss, model)
    case .decodeSpeed:
      guard let limit = miss.limit, limit > 0.05 else { return nil }
      let value = (limit * 9).rounded(.down) / 10
      wishes.minimumTokensPerSecond = max(0.1, value)
      return "--min-speed \(ByteSize.decimal(max(0.1, value), places: 1))"
    case .timeToFirstToken:
      guard let limit = miss.limit, limit < 86_400 else { return nil }
      let value = (limit * 1.05).rounded(.up)
      wishes.maximumTimeToFirstTokenSeconds = value
      return "--max-ttft \(ByteSize.decimal(value, places: 0))"
    case .capability, .runtime: return nil
    }
  }

  /// A smaller cache or context or the whole memory where that is enough, otherwise more of it.
  private mutating func changeForFit(_ miss: Rejection, _ model: Model) -> String? {
    let quantizations = miss.quantization.isEmpty ? [] : [miss.quantization]
    func fits(_ ranker: Ranker, _ workload: Workload) -> Bool {
      ranker.fitCalculator.fits(of: model, quantizations: quantizations, workload: workload)
        .contains { $0.verdict == .fits && $0.placement.mode != .none && ranker.leavesRoom($0) }
    }
    var smaller = workload
    (smaller.keyCacheType, smaller.valueCacheType) = (.q8_0, .q8_0)
    if workload.keyCacheType == .f16, workload.flashAttention, fits(ranker, smaller) {
      workload = smaller
      return "--kv-type q8_0"
    }
    smaller = workload
    smaller.context = 4096
    if workload.context > 4096, fits(ranker, smaller) {
      workload = smaller
      return "--context 4096"
    }
    guard workload.memoryBudgetBytes == nil, let budget = ranker.fitCalculator.machine.memory.budgetBytes.value else {
      return nil
    }
    var whole = workload
    whole.memoryBudgetBytes = (budget >> 20) << 20
    if fits(ranker, whole) {
      workload = whole
      return "--memory-budget \(budget >> 20)MiB"
    }
    for gibibytes in [1, 2, 4, 8, 16, 24, 32, 48, 64, 96, 128, 192, 256, 384, 512, 768, 1024, 1536, 2048, 4096] {
      let larger = ranker.withMoreMemory(gibibytes << 30)
      if fits(larger, workload) {
        ranker = larger
        return "+\(gibibytes) GiB RAM"
      }
    }
    return nil
  }
}

extension Ranker {
  /// The same machine with more main memory, which is as fast.
  fileprivate func withMoreMemory(_ bytes: Int) -> Ranker {
    var machine = fitCalculator.machine
    machine.memory.budgetBytes = machine.memory.budgetBytes.map { $0 + bytes }
    machine.memory.totalBytes = machine.memory.totalBytes.map { $0 + bytes }
    return Ranker(fitCalculator: FitCalculator(machine: machine), speedModel: speedModel)
  }
}
