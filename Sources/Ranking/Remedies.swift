import Base
import Machines
import Memory
import Models

extension Ranker {
  /// The models that are held back although they would be worth more than the best that passes, with what would let them
  /// pass and what they would be then; the one that is worth most after the price of its remedy comes first.
  func nearest(
    _ rejections: [Rejection], best: Candidate?, workload: Workload, wishes: Wishes
  ) -> [Rejection] {
    let misses = rejections.filter { $0.gate != .capability && $0.gate != .license && $0.gate != .runtime }
      .map { Miss($0, wishes.useCase) }
    let limit = utilityLimit(wishes.useCase, workload)
    var open: [(miss: Miss, most: Double)] = []
    var kin: [ModelKin] = []
    let keys = misses.map(\.key)
    let order = sortedPlaces(misses.count) { Miss.comesFirst(keys[$0], keys[$1]) }
    for miss in order.lazy.map({ misses[$0] }) where open.count < Self.lookedAtMisses {
      let own = ModelKin(miss.rejection.model)
      guard !kin.contains(where: own.isAlike) else { continue }
      kin.append(own)
      // What a checkpoint is worth, the limit does not know.
      open.append((miss, isForServing ? miss.utility : limit.points(miss.rejection.model)))
    }
    // A remedy is searched where it could matter: what cannot be worth more than the best is told only where nothing is.
    let least = best?.utility.points ?? -.infinity
    var checked = open.filter { $0.most > least }.map { remedied($0.miss, workload, wishes) }.sorted(
      by: Miss.comesFirst)
    let better = checked.filter { best == nil || ($0.rejection.candidate?.utility.points ?? -.infinity) > least }
    guard better.isEmpty else { return better.prefix(RankingRules.shownMisses).map(\.rejection) }
    let others = open.filter { $0.most <= least }.map {
      (miss: $0.miss, worth: $0.miss.worth(at: $0.most), most: $0.most)
    }
    for other in others.sorted(by: { $0.worth > $1.worth }) {
      func isBehind(_ worth: Double) -> Bool { checked.first.map { $0.worth > worth } ?? false }
      if isBehind(other.worth) { break }
      let miss = exact(other.miss, workload, wishes)
      if isBehind(miss.worth(at: other.most)) { continue }
      checked = (checked + [remedied(miss, workload, wishes)]).sorted(by: Miss.comesFirst)
    }
    return checked.prefix(1).map(\.rejection)
  }

  /// Of so many models, unlike each other, it is found out what would let them pass.
  private static let lookedAtMisses = 8

  /// What exactly a model misses of which only an estimate was made.
  private func exact(_ miss: Miss, _ workload: Workload, _ wishes: Wishes) -> Miss {
    guard miss.rejection.isEstimate,
      case .held(let exact) = judge(miss.rejection.model, workload: workload, wishes: wishes)
    else { return miss }
    return Miss(exact, wishes.useCase)
  }

  /// What would let a model pass, tried step by step until it does.
  private func remedied(_ miss: Miss, _ workload: Workload, _ wishes: Wishes) -> Miss {
    var result = exact(miss, workload, wishes)
    result.rejection.remedy = []
    var attempt = Attempt(ranker: self, workload: workload, wishes: wishes)
    var standing = result.rejection
    for _ in 0..<6 {
      guard attempt.change(for: standing) else { break }
      switch attempt.ranker.judge(miss.rejection.model, workload: attempt.workload, wishes: attempt.wishes) {
      case .passed(let candidate):
        result.rejection.remedy = attempt.changes
        result.rejection.candidate = candidate
        result.utility = candidate.utility.points
        return result
      case .held(let next):
        // The same gate again is the same lack, seen more closely.
        result.doublings += next.gate == standing.gate ? 0 : Power.log2(max(1, next.shortfall.factor))
        standing = next
      }
    }
    result.utility = -.infinity
    return result
  }
}

/// A model held back, and how much one would want it.
private struct Miss {
  var rejection: Rejection
  /// What it would be worth: at most, or with its remedy.
  var utility: Double
  /// What is lacking, at all gates together.
  var doublings: Double

  init(_ rejection: Rejection, _ useCase: UseCase) {
    self.rejection = rejection
    utility = Utility(rejection.model, useCase: useCase).points
    doublings = Power.log2(max(1, rejection.shortfall.factor))
  }

  /// Twice the memory or patience costs as much as twice the wait.
  var worth: Double { utility - RankingRules.pointsPerDoubling * doublings }

  /// What it is worth at most, with its remedy, where its answers are worth no more than that.
  ///
  /// An estimate of what is lacking may be twice too large.
  func worth(at most: Double) -> Double {
    most - RankingRules.pointsPerDoubling * (rejection.isEstimate ? max(0, doublings - 1) : doublings)
  }

  /// What misses are ordered by.
  var key: (worth: Double, id: String) { (worth, rejection.model.id) }

  static func comesFirst(_ first: Miss, _ second: Miss) -> Bool { comesFirst(first.key, second.key) }

  static func comesFirst(_ first: (worth: Double, id: String), _ second: (worth: Double, id: String)) -> Bool {
    (first.worth, second.id) > (second.worth, first.id)
  }
}

/// A machine and request that are changed until a model passes.
private struct Attempt {
  var ranker: Ranker
  var workload: Workload
  var wishes: Wishes
  /// What was changed and how, in the order of the first change.
  private(set) var changes: [Change] = []

  init(ranker: Ranker, workload: Workload, wishes: Wishes) {
    (self.ranker, self.workload, self.wishes) = (ranker, workload, wishes)
  }

  private mutating func note(_ change: Change) -> Bool {
    if let index = changes.firstIndex(where: change.replaces) {
      changes[index] = change
    } else {
      changes.append(change)
    }
    return true
  }

  /// Changes what holds the model back; false where nothing would help.
  mutating func change(for miss: Rejection) -> Bool {
    switch miss.shortfall {
    case .license:
      wishes.license = .any
      return note(.anyLicense)
    case .context:
      guard miss.model.contextMaximum > 0, miss.model.contextMaximum < workload.context else { return false }
      workload.context = miss.model.contextMaximum
      return note(.context(workload.context))
    case .memory: return changeForFit(miss)
    case .decodeSpeed(_, let speed):
      guard speed > 0.05 else { return false }
      let value = max(0.1, (speed * 10).rounded(.down) / 10)
      wishes.minimumTokensPerSecond = value
      return note(.minimumSpeed(value))
    case .timeToFirstToken(_, let wait):
      guard wait < 86_400 else { return false }
      let value = wait.rounded(.up)
      wishes.maximumTimeToFirstTokenSeconds = value
      return note(.maximumTimeToFirstToken(value))
    case .capability, .runtime, .unknownBandwidth, .answerTime: return false
    }
  }

  /// A smaller cache or context or the whole memory where that is enough, otherwise more of it.
  private mutating func changeForFit(_ miss: Rejection) -> Bool {
    let model = miss.model
    let quantizations = miss.quantization.isEmpty ? [] : [miss.quantization]
    func fits(_ ranker: Ranker, _ workload: Workload) -> Bool {
      ranker.fitCalculator.fits(
        of: model, quantizations: quantizations, workload: ranker.fitted(workload, model, wishes)
      ).contains { $0.verdict == .fits && $0.placement.mode != .none && ranker.leavesRoom($0, wishes.useCase) }
    }
    if mayNeedLessCache(miss, quantizations) {
      var smaller = workload
      (smaller.keyCacheType, smaller.valueCacheType) = (.q8_0, .q8_0)
      if workload.keyCacheType == .f16, workload.flashAttention, fits(ranker, smaller) {
        workload = smaller
        return note(.cacheType(.q8_0))
      }
      smaller = workload
      smaller.context = 4096
      if workload.context > 4096, fits(ranker, smaller) {
        workload = smaller
        return note(.context(4096))
      }
    }
    guard workload.memoryBudgetBytes == nil, let budget = ranker.fitCalculator.machine.memory.budgetBytes.value else {
      return false
    }
    var whole = workload
    whole.memoryBudgetBytes = (budget >> 20) << 20
    if fits(ranker, whole) {
      workload = whole
      return note(.memoryBudget((budget >> 20) << 20))
    }
    // What fits into some memory fits into more: the first step that is enough is found by halving.
    var (low, high) = (0, Self.steps.count)
    while low < high {
      let middle = (low + high) / 2
      if fits(ranker.withMoreMemory(Self.steps[middle] << 30), workload) { high = middle } else { low = middle + 1 }
    }
    guard low < Self.steps.count else { return false }
    let isLimited = (ranker.fitCalculator.machine.memory.limitBytes.value ?? nil) != nil
    ranker = ranker.withMoreMemory(Self.steps[low] << 30)
    return note(.moreMemory(Self.steps[low] << 30, raisesLimit: isLimited))
  }

  /// More memory, in gibibytes, as one would buy it.
  private static let steps = [
    1, 2, 4, 8, 16, 24, 32, 48, 64, 96, 128, 192, 256, 384, 512, 768, 1024, 1536, 2048, 4096,
  ]

  /// Whether what is lacking is no more than the cache and the buffers that grow with the context.
  private func mayNeedLessCache(_ miss: Rejection, _ quantizations: [String]) -> Bool {
    guard case .memory(.model, let needed, let available) = miss.shortfall else { return true }
    let calculator = ranker.fitCalculator
    let fits = calculator.fits(
      of: miss.model, quantizations: quantizations, workload: ranker.fitted(workload, miss.model, wishes))
    return fits.contains { needed - available <= $0.memory.kvCacheBytes + $0.memory.computeBytes }
  }
}

extension Ranker {
  /// The same machine with more main memory, which is as fast.
  fileprivate func withMoreMemory(_ bytes: Int) -> Ranker {
    let machine = fitCalculator.machine.withMoreMemory(bytes)
    return Ranker(fitCalculator: FitCalculator(machine: machine, plans: fitCalculator.plans), speedModel: speedModel)
  }
}

extension Machine {
  /// The same machine with more main memory, of which the system leaves and takes its part.
  fileprivate func withMoreMemory(_ bytes: Int) -> Machine {
    var machine = self
    let old = memory.totalBytes.value ?? 0
    func kept(_ total: Int) -> Int { Reserve.mainMemoryBytes(total: total) + Reserve.idleSystemBytes(total: total) }
    let more = bytes - (kept(old + bytes) - kept(old))
    machine.memory.totalBytes = memory.totalBytes.map { $0 + bytes }
    machine.memory.budgetBytes = memory.budgetBytes.map { $0 + more }
    for index in accelerators.indices where accelerators[index].memoryKind.value != .dedicated {
      // What a driver lends otherwise does not grow by itself.
      guard let total = accelerators[index].memoryTotalBytes.value, total == Int(Double(old) * Reserve.unifiedShare),
        let budget = machine.memory.budgetBytes.value
      else { continue }
      let larger = Int(Double(old + bytes) * Reserve.unifiedShare)
      machine.accelerators[index].memoryTotalBytes = .known(larger)
      machine.accelerators[index].budgetBytes = .known(min(larger, budget))
    }
    return machine
  }
}
