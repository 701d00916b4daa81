import Memory
import Models
import Speed
import Testing
import Base

@testable import Ranking

/// The pure parts, on made-up models, fits and speeds.
@Suite struct RankingTests {
  static func model(
    _ id: String, quality: Double = 70, uncertainty: Double = 2, results: Int = 8, family: String = "F",
    parameters: Int = 8_000_000_000, capabilities: Model.Capabilities = [.chat]
  ) -> Model {
    Model(
      id: id, name: id, family: family, creator: "C", ggufRepositories: ["c/\(id)-GGUF"],
      ollamaTags: [Model.OllamaTag(tag: "\(id):q4", quantization: "Q4_K_M")], parameters: parameters,
      textParameters: parameters, activeParameters: parameters, contextMaximum: 32768, capabilities: capabilities,
      scores: (0..<results).map { Model.Score(benchmark: "b\($0)", value: 50, source: "s") },
      quality: [.general: Model.Quality(score: quality, uncertainty: uncertainty, sources: ["b0"])])
  }

  static func speed(_ tokensPerSecond: Double, firstToken: Double = 1, band: Double = 1.2) -> Speed {
    func estimate(_ value: Double) -> Estimate {
      Estimate(estimate: value, low: value / band, high: value * band)
    }
    return Speed(
      decodeTokensPerSecond: estimate(tokensPerSecond), prefillTokensPerSecond: estimate(10 * tokensPerSecond),
      timeToFirstTokenSeconds: estimate(firstToken), basis: .modelled)
  }

  static func candidate(
    _ model: Model, quantization: String = "Q4_K_M", bits: Double = 4.8, speed: Double = 20, firstToken: Double = 1,
    band: Double = 1.2, bytes: Int = 5 << 30
  ) -> Candidate {
    let fit = Fit(
      quantization: quantization, bitsPerWeight: bits, workload: Workload(),
      memory: MemoryDemand(weightsBytes: bytes, kvCacheBytes: 1 << 30), placement: Placement(mode: .gpu),
      verdict: .fits, headroomBytes: 1 << 30)
    return Candidate(
      model, fit, Self.speed(speed, firstToken: firstToken, band: band),
      Utility(
        model, useCase: .general, quantizationLoss: Utility.quantizationLoss(model, nil, quantization, bits)))
  }

  static func worth(_ candidate: Candidate) -> Double { candidate.utility.points }

  @Test func memoryThatNobodyWantsCostsNothing() {
    func points(_ taken: Int, of all: Int) -> Double { Room.points(takenBytes: taken << 30, of: all << 30) }
    #expect(points(150, of: 512) == 0)
    #expect(points(496, of: 512) == RankingRules.pointsPerHalving)
    #expect(points(4, of: 8) == RankingRules.pointsPerHalving)
    #expect(points(6, of: 8) == 2 * RankingRules.pointsPerHalving)
    #expect(points(8, of: 8) == points(512, of: 512))
  }

  @Test func bitsAreBoughtWithSpeedThatNobodyMisses() {
    let model = Self.model("m", parameters: 14_000_000_000)
    func better(_ speed: Double) -> String {
      let all = [
        Self.candidate(model, quantization: "Q8_0", bits: 8.5, speed: speed),
        Self.candidate(model, quantization: "Q4_K_M", bits: 4.8, speed: speed * 1.7),
        Self.candidate(model, quantization: "Q2_K", bits: 3.0, speed: speed * 2.2),
      ]
      return all.max { Self.worth($0) < Self.worth($1) }?.fit.quantization ?? ""
    }
    #expect(better(5) == "Q4_K_M")
    #expect(better(300) == "Q8_0")
  }

  @Test func anUncertainModelDoesNotWinByItsErrorBar() {
    let proven = Self.candidate(Self.model("proven", quality: 70, uncertainty: 2))
    let uncertain = Self.candidate(Self.model("uncertain", quality: 72, uncertainty: 6))
    #expect(Self.worth(proven) > Self.worth(uncertain))
  }

  @Test(arguments: [0.05, 0.7, 3, 12, 80, 900])
  func waitingIsSmoothConcaveAndNeverFree(_ speed: Double) {
    func wait(_ factor: Double) -> Double {
      Self.candidate(Self.model("m"), speed: speed * factor, firstToken: 1 / factor).utility.waitingLoss
    }
    // A hundredth of a wait is no more than its part of a doubling.
    #expect(wait(1) > wait(1.01) && wait(1) - wait(1.01) <= RankingRules.pointsPerDoubling * 0.014356)
    // A doubling of a long wait takes all of its points, one of a short wait less.
    #expect(wait(1) - wait(2) <= RankingRules.pointsPerDoubling)
    #expect(wait(0.5) - wait(1) >= wait(1) - wait(2))
  }

  @Test func aWiderBandCostsLessThanItsWorseEnd() {
    let narrow = Self.candidate(Self.model("m"), speed: 6.7, band: 1.01)
    let wide = Self.candidate(Self.model("m"), speed: 6.7, band: 1.3)
    #expect(abs(narrow.utility.waitingLoss - wide.utility.waitingLoss) < 0.3)
    let faster = Self.candidate(Self.model("m"), speed: 7.1, band: 1.3)
    #expect(Self.worth(faster) - Self.worth(wide) < 1)
  }

  @Test func variantsFoldAndMixturesDoNot() {
    var sparse = Self.model("a-moe", parameters: 8_800_000_000)
    sparse.activeParameters = 1_000_000_000
    let picks = [Self.model("a"), Self.model("a-tuned", parameters: 8_100_000_000), sparse].map { Self.candidate($0) }
    let folded = Diversity.folded(picks)
    #expect(folded.map(\.candidate.model.id) == ["a", "a-moe"])
    #expect(folded.first?.alsoIDs == ["a-tuned"])
  }

  @Test func labelsNameWhatDiffers() {
    let picks = [
      Self.candidate(Self.model("middle", quality: 78, family: "B"), speed: 60, bytes: 20 << 30),
      Self.candidate(Self.model("large", quality: 80, family: "A"), speed: 12, bytes: 30 << 30),
      Self.candidate(Self.model("small", quality: 70, family: "D"), speed: 70, bytes: 4 << 30),
    ]
    let chosen = Diversity.choose(picks, limit: 3)
    #expect(chosen.map(\.model.id) == ["middle", "large", "small"])
    #expect(chosen[0].labels.contains(.balance))
    #expect(chosen[1].labels.contains(.quality))
    #expect(chosen[2].labels.contains(.size))
  }

  @Test func theFrontHasWhatNothingBeatsTwice() {
    let picks = [
      Self.candidate(Self.model("good", quality: 80), speed: 10),
      Self.candidate(Self.model("fast", quality: 60), speed: 50),
      Self.candidate(Self.model("beaten", quality: 55), speed: 40),
    ]
    #expect(ParetoFront.members(picks) == ["good", "fast"])
  }

  @Test(arguments: [
    ("m", [Model.Capability.chat, .reasoning], 200.0, Thinking.on), ("m", [.chat, .reasoning], 4, .off),
    ("m", [.chat], 9, .none), ("m", [.chat, .reasoning, .alwaysThinks], 4, .on),
  ])
  func thinkingIsTakenWhereItIsWorthItsTime(
    _ id: String, _ capabilities: [Model.Capability], _ speed: Double, _ wanted: Thinking
  ) {
    let candidate = Self.candidate(Self.model(id, capabilities: Model.Capabilities(capabilities)), speed: speed)
    #expect(candidate.thinking == wanted)
    #expect((candidate.utility.thinkingLoss > 0) == (wanted == .off))
  }

  @Test func aLimitFailsOnlyWhereTheBetterEndOfTheBandDoes() throws {
    func shortfall(_ speed: Double) -> (Shortfall?, Double) {
      var candidate = Self.candidate(Self.model("m"), speed: speed)
      let shortfall = candidate.shortfall(Wishes(minimumTokensPerSecond: 10))
      return (shortfall, candidate.likelihood)
    }
    #expect(shortfall(8).0 == .decodeSpeed(needed: 10, available: 8 * 1.2))
    #expect(shortfall(9).0 == nil && (0.1...0.35).contains(shortfall(9).1))
    #expect(abs(shortfall(10).1 - 0.5) < 1e-9)
    #expect(shortfall(12).1 > 0.85 && shortfall(30).1 > 0.99)
  }

  @Test func anAbsurdWaitIsHeldBack() {
    var candidate = Self.candidate(Self.model("m"), speed: 0.05)
    guard case .answerTime(let needed, let available) = candidate.shortfall(Wishes()) else {
      Issue.record("400 tokens at a twentieth a second pass")
      return
    }
    #expect(available > needed)
  }

  @Test func theContextHoldsTheUsualTask() {
    #expect(UseCase.allCases.allSatisfy { UsualTask.of($0).contextTokens >= 8192 })
    #expect(UsualTask.of(.coding).promptTokens >= 8000 && UsualTask.of(.rag).promptTokens >= 8000)
    #expect(UsualTask.of(.coding).contextTokens >= 12_000)
  }
}
