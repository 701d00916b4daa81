import Machines
import Memory
import Models
import Speed
import Testing
import Base

@testable import Ranking

/// A machine by its parts, each from a row in which the next is better in every respect.
struct PartList: CustomTestStringConvertible, Sendable {
  static let cards = ["GTX 1650", "RTX 3060 12GB", "RTX 4070 Ti SUPER", "RTX 4090", "RTX 5090", "RTX PRO 6000"]
  static let gibibytes = [4, 8, 16, 24, 32, 64, 128, 512]
  static let gigabytesPerSecond = [15.0, 25, 40, 51, 77, 120, 205, 410]
  static let cores = [2, 4, 8, 16, 32, 64]

  /// Nil: no card.
  var card: Int?
  var memory: Int
  var bandwidth: Int
  /// What a processor computes grows with its cores.
  var core: Int
  var useCase = UseCase.general

  var testDescription: String {
    "\(card.map { Self.cards[$0] } ?? "no card"), \(Self.gibibytes[memory]) GiB at \(Self.gigabytesPerSecond[bandwidth]) GB/s, \(Self.cores[core]) cores"
  }

  func machine(bandwidthFactor: Double = 1) throws -> Machine {
    var machine = try SimulatedMachine.machine(
      gpus: card.map { [Self.cards[$0]] } ?? [], ramBytes: Self.gibibytes[memory] << 30, cores: Self.cores[core],
      memoryBandwidthBytesPerSecond: Self.gigabytesPerSecond[bandwidth] * 1e9 * bandwidthFactor)
    for index in machine.accelerators.indices {
      machine.accelerators[index].bandwidthBytesPerSecond = machine.accelerators[index].bandwidthBytesPerSecond.map {
        $0 * bandwidthFactor
      }
    }
    return machine
  }

  /// Machines as a seed has them, the same on every run.
  static func random(_ count: Int, seed: UInt64) -> [PartList] {
    var state = seed
    func draw(_ limit: Int) -> Int {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Int((state >> 33) % UInt64(limit))
    }
    return (0..<count).map { index in
      PartList(
        card: draw(3) == 0 ? nil : draw(cards.count), memory: draw(gibibytes.count),
        bandwidth: draw(gigabytesPerSecond.count), core: draw(cores.count),
        useCase: UseCase.allCases[index % UseCase.allCases.count])
    }
  }

  /// The same machine with one part that is a step better; nil where there is none.
  func better(part: Int) -> PartList? {
    var result = self
    switch part {
    case 0:
      let next = card.map { $0 + 1 } ?? 0
      guard next < Self.cards.count else { return nil }
      result.card = next
    case 1:
      guard memory + 1 < Self.gibibytes.count else { return nil }
      result.memory += 1
    case 2:
      guard bandwidth + 1 < Self.gigabytesPerSecond.count else { return nil }
      result.bandwidth += 1
    default:
      guard core + 1 < Self.cores.count else { return nil }
      result.core += 1
    }
    return result
  }
}

@Suite struct InvariantTests {
  /// Every fourth model and all that are well measured: enough to rank, quick to test.
  static let models = Panel.models.enumerated().filter { index, model in
    index % 4 == 0 || (model.quality[.general]?.uncertainty ?? 9) < 2.6 || model.capabilities.contains(.embedding)
  }.map(\.element)

  static func ranker(_ machine: Machine) -> Ranker {
    Ranker(fitCalculator: FitCalculator(machine: machine), speedModel: SpeedModel(machine: machine, measurements: nil))
  }

  static func answer(
    _ machine: Machine, _ useCase: UseCase, models: [Model] = models, quantizations: [String] = []
  ) -> Recommendation {
    ranker(machine).recommendation(
      from: models, workload: Panel.workload(useCase),
      wishes: Wishes(useCase: useCase, quantizations: quantizations))
  }

  @Test(arguments: PartList.random(8, seed: 7))
  func betterPartsNeverLowerTheFirstPicksUtility(_ parts: PartList) throws {
    try Self.checkBetterParts(parts)
  }

  static func checkBetterParts(_ parts: PartList) throws {
    let before = Self.answer(try parts.machine(), parts.useCase)
    for part in 0..<4 {
      guard let better = parts.better(part: part) else { continue }
      let after = Self.answer(try better.machine(), parts.useCase)
      // Speeds of unlike devices are fitted apart: a hundredth of a doubling is noise.
      #expect(Self.worth(after) >= Self.worth(before) - 0.05, "\(better.testDescription)")
    }
  }

  @Test(arguments: PartList.random(7, seed: 11))
  func picksPassTheirGatesOnAnyMachine(_ parts: PartList) throws {
    try Self.checkGates(parts)
  }

  static func checkGates(_ parts: PartList) throws {
    let machine = try parts.machine()
    let answer = Self.answer(machine, parts.useCase)
    #expect(!answer.picks.isEmpty || !answer.nearest.isEmpty)
    for pick in answer.picks { PickCheck.check(pick, parts.useCase, machine) }
    for miss in answer.nearest { #expect(miss.shortfall.factor >= 1, "\(miss.model.id)") }
  }

  /// Utility is continuous in every rate, and a small change takes another pick only where that is worth as much.
  @Test(arguments: PartList.random(6, seed: 5))
  func aLittleBandwidthMovesUtilityALittle(_ parts: PartList) throws {
    try Self.checkContinuity(parts)
  }

  static func checkContinuity(_ parts: PartList) throws {
    let middle = Self.answer(try parts.machine(), parts.useCase)
    for factor in [0.98, 0.99, 1.01, 1.02] {
      let machine = try parts.machine(bandwidthFactor: factor)
      let other = Self.answer(machine, parts.useCase)
      guard let old = middle.picks.first, let new = other.picks.first else { continue }
      let change = abs(new.utility.points - old.utility.points)
      #expect(change <= abs(factor - 1) * 50, "\(factor): \(old.model.id) to \(new.model.id)")
      guard new.model.id != old.model.id || new.fit.quantization != old.fit.quantization else { continue }
      let same = Self.answer(machine, parts.useCase, models: [old.model], quantizations: [old.fit.quantization])
      #expect(new.utility.points - Self.worth(same) <= 2 * abs(factor - 1) * 50, "\(old.model.id) to \(new.model.id)")
    }
  }

  /// Where all waits shrink alike, what is better and slower gains more.
  @Test(arguments: PartList.random(24, seed: 23))
  func aUniformlyFasterMachineNeverTakesALesserQuality(_ parts: PartList) throws {
    let machine = try parts.machine()
    let fits = Self.ranker(machine)
    let workload = Panel.workload(parts.useCase)
    let candidates = Self.models.compactMap { model -> Candidate? in
      guard case .passed(let candidate) = fits.judge(model, workload: workload, wishes: Wishes(useCase: parts.useCase))
      else { return nil }
      return candidate
    }
    var last = -Double.infinity
    for factor in [1.0, 1.3, 2, 4, 16] {
      let faster = candidates.map { candidate in
        Candidate(
          candidate.model, candidate.fit, candidate.speed.faster(factor),
          Utility(
            candidate.model, useCase: parts.useCase, quantizationLoss: candidate.utility.quantizationLoss))
      }
      guard let best = faster.max(by: { $0.utility.points < $1.utility.points }) else { continue }
      let cautious = best.utility.points + best.utility.waitingLoss
      #expect(cautious >= last - 1e-9, "\(best.model.id) at \(factor)")
      last = cautious
    }
  }

  private static func worth(_ answer: Recommendation) -> Double {
    answer.picks.first?.utility.points ?? -.infinity
  }
}

extension Verify {
  /// The same over many more machines.
  @Suite struct RandomMachineTests {
    @Test(arguments: PartList.random(120, seed: 101))
    func betterPartsNeverLowerTheFirstPicksUtility(_ parts: PartList) throws {
      try InvariantTests.checkBetterParts(parts)
    }

    @Test(arguments: PartList.random(150, seed: 103))
    func picksPassTheirGatesOnAnyMachine(_ parts: PartList) throws { try InvariantTests.checkGates(parts) }

    @Test(arguments: PartList.random(80, seed: 107))
    func aLittleBandwidthMovesUtilityALittle(_ parts: PartList) throws { try InvariantTests.checkContinuity(parts) }
  }
}

extension Speed {
  fileprivate func faster(_ factor: Double) -> Speed {
    func scaled(_ value: Estimate, _ factor: Double) -> Estimate {
      Estimate(estimate: value.estimate * factor, low: value.low * factor, high: value.high * factor)
    }
    var result = self
    result.decodeTokensPerSecond = scaled(decodeTokensPerSecond, factor)
    result.prefillTokensPerSecond = scaled(prefillTokensPerSecond, factor)
    result.timeToFirstTokenSeconds = scaled(timeToFirstTokenSeconds, 1 / factor)
    return result
  }
}

/// What holds of every pick on every machine.
enum PickCheck {
  static func check(_ pick: Pick, _ useCase: UseCase, _ machine: Machine) {
    let name: Comment = "\(pick.model.id) \(pick.fit.quantization)"
    #expect(pick.answerSeconds.low <= 10 * RankingRules.longestSensibleSeconds, name)
    #expect(pick.answerSeconds.low <= pick.answerSeconds.estimate, name)
    #expect(pick.answerSeconds.estimate <= pick.answerSeconds.high, name)
    #expect(pick.likelihood == 1, name)
    #expect(pick.fit.verdict == .fits, name)
    #expect(pick.model.contextMaximum >= pick.fit.workload.context, name)
    #expect(pick.fit.memory.totalBytes >= pick.fit.memory.weightsBytes, name)
    let published = pick.fit.published
    #expect(published.file != nil || published.tag != nil, name)
    #expect(published.file?.certainty != .unknown, name)
    #expect(pick.fit.ollamaTag == published.tag?.file, name)
    for artefact in [published.file, published.tag].compactMap(\.self) {
      #expect(Quantization.named(artefact.label)?.name == pick.fit.quantization, name)
    }
    if let bytes = published.tag?.bytes {
      let isOnly = published.file == nil
      #expect(pick.fit.memory.totalBytes + (isOnly ? pick.fit.headroomBytes : 0) >= bytes, name)
    }
    let quantization = Quantization.named(pick.fit.quantization)
    #expect(quantization?.family == .gguf, name)
    let isBlackwell = machine.accelerators.contains { ($0.computeTarget.value.flatMap(Double.init) ?? 0) >= 10 }
    #expect(quantization?.name != "NVFP4" || isBlackwell, name)
    for share in pick.fit.placement.devices { #expect(share.bytes <= share.budgetBytes, name) }
  }
}
