import Base
import Machines
import Memory
import Models
import Speed

/// Finds the smallest hardware for a model with the same estimator that judges real machines.
package enum HardwarePlanner {
  package static func plan(
    _ model: Model, workload: Workload, wishes: PlanWishes, table: GPUTable = .builtIn
  ) -> HardwarePlan {
    guard model.architecture != nil else {
      return HardwarePlan(options: [], obstacle: .unknownDimensions)
    }
    let search = PlanSearch(model: model, workload: workload, wishes: wishes)
    var options = PlannedMachine.withoutCards.compactMap(search.first)
    var cards: [HardwarePlan.Option] = []
    for machines in PlannedMachine.withCards(table.gpus, isMixture: model.isMixtureOfExperts) {
      // What costs more, has no fewer cards and cannot be a quarter faster says nothing new.
      let fastest = search.fastestPossible(machines)
      if let first = machines.first, cards.contains(where: { $0.beats(first, atMost: fastest) }) { continue }
      guard let option = search.first(machines) else { continue }
      if cards.contains(where: { $0.beats(option) }) { continue }
      cards.append(option)
    }
    options = shown(options, cards.sorted(by: comesFirst), limit: max(0, wishes.limit))
    return HardwarePlan(options: options, obstacle: options.isEmpty ? .nothingRunsIt : nil)
  }

  /// The first few of each kind: two without cards, and where no single affordable card holds the model a chip that shares
  /// its memory, whatever its price.
  private static func shown(
    _ bare: [HardwarePlan.Option], _ cards: [HardwarePlan.Option], limit: Int
  ) -> [HardwarePlan.Option] {
    guard bare.count + cards.count > limit else { return bare + cards }
    let few = bare.prefix(cards.isEmpty ? limit : max(1, (limit + 1) / 3))
    let isHeld = cards.contains {
      !$0.isUnified && $0.gpuCount == 1 && $0.fit.placement.mode == .gpu && ($0.priceUSD ?? .infinity) <= affordableUSD
    }
    let room = max(0, limit - few.count)
    guard room > 0, !isHeld, let unified = cards.firstIndex(where: \.isUnified), unified >= room else {
      return Array(few + cards.prefix(room))
    }
    return Array(few + cards.prefix(room - 1)) + [cards[unified]]
  }

  /// What a card may cost for one machine at home, in US dollars.
  private static let affordableUSD = 2500.0

  /// By price, then by the cards' memory where it is unknown.
  private static func comesFirst(_ first: HardwarePlan.Option, _ second: HardwarePlan.Option) -> Bool {
    func key(_ option: HardwarePlan.Option) -> (Int, Double, Int, String) {
      let memory = option.gpuCount * option.gpuMemoryBytes
      return (option.priceUSD == nil ? 1 : 0, option.priceUSD ?? Double(memory), memory, option.gpu ?? "")
    }
    return key(first) < key(second)
  }
}

/// Looks at machines one after the other.
struct PlanSearch {
  let model: Model
  let workload: Workload
  let wishes: PlanWishes
  private let plans = PlanCache()

  init(model: Model, workload: Workload, wishes: PlanWishes) {
    (self.model, self.workload, self.wishes) = (model, workload, wishes)
  }

  /// The first machine, the smallest, that runs the model as wanted.
  func first(_ machines: [PlannedMachine]) -> HardwarePlan.Option? {
    guard fastestPossible(machines) >= wishes.minimumTokensPerSecond else { return nil }
    for machine in machines where canHold(machine) {
      if let option = option(machine) { return option }
    }
    return nil
  }

  /// No card writes faster than it reads the weights of one token; what main memory holds only slows it.
  func fastestPossible(_ machines: [PlannedMachine]) -> Double {
    guard let first = machines.first else { return 0 }
    let rate = first.gpu?.bandwidthBytesPerSecond ?? first.mainMemoryBandwidth
    let active = Double(model.activeParameters ?? model.textParameters ?? 0)
    return rate * Double(max(first.count, 1)) / max(active * bytesPerWeight, 1)
  }

  /// Not what is smaller than the weights.
  private func canHold(_ machine: PlannedMachine) -> Bool {
    let weights = Double(model.textParameters ?? model.parameters ?? 0) * bytesPerWeight
    let cards = machine.isUnified ? 0 : machine.count * machine.gpuMemoryBytes
    let main = machine.gpu == nil || machine.isUnified || machine.usesMainMemory ? machine.mainMemoryBytes : 0
    return Double(cards + main) >= weights
  }

  /// A little below what the quantization takes, so that nothing is left out that could do.
  private var bytesPerWeight: Double {
    (Quantization.named(wishes.quantization)?.nominalBitsPerWeight ?? 4) / 8 * 0.9
  }

  private func option(_ planned: PlannedMachine) -> HardwarePlan.Option? {
    guard let machine = planned.machine() else { return nil }
    let fits = FitCalculator(machine: machine, plans: plans).fits(
      of: model, quantizations: [wishes.quantization], workload: workload)
    guard let fit = fits.first, fit.verdict == .fits, planned.allows(fit.placement),
      let speed = SpeedModel(machine: machine, measurements: nil).speed(of: fit, model: model),
      speed.decodeTokensPerSecond.estimate >= wishes.minimumTokensPerSecond,
      speed.timeToFirstTokenSeconds.estimate <= wishes.maximumTimeToFirstTokenSeconds ?? .infinity
    else { return nil }
    return HardwarePlan.Option(
      gpu: planned.gpu?.name, gpuCount: planned.count,
      gpuMemoryBytes: machine.accelerators.first?.memoryTotalBytes.value ?? 0,
      mainMemoryBytes: planned.mainMemoryBytes, mainMemoryBandwidth: planned.mainMemoryBandwidth,
      priceUSD: planned.priceUSD, price: planned.price, isUnified: planned.isUnified, fit: fit, speed: speed)
  }
}

extension HardwarePlan.Option {
  /// How much faster something dearer must be to be worth showing.
  private static let worthwhile = 1.25

  /// Whether a dearer option with as many cards adds too little; a chip that shares its memory is a whole computer, whose
  /// price says nothing beside that of a card.
  fileprivate func beats(_ other: Self) -> Bool {
    isUnified == other.isUnified && isNoDearer(than: other.priceUSD) && gpuCount <= other.gpuCount
      && other.speed.decodeTokensPerSecond.estimate < speed.decodeTokensPerSecond.estimate * Self.worthwhile
  }

  fileprivate func beats(_ machine: PlannedMachine, atMost fastest: Double) -> Bool {
    isUnified == machine.isUnified && isNoDearer(than: machine.priceUSD) && gpuCount <= machine.count
      && fastest < speed.decodeTokensPerSecond.estimate * Self.worthwhile
  }

  private func isNoDearer(than price: Double?) -> Bool {
    guard let price else { return true }
    return priceUSD.map { $0 <= price } ?? false
  }
}
