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
    parameters: Int = 8_000_000_000, capabilities: Set<Model.Capability> = [.chat]
  ) -> Model {
    Model(
      id: id, name: id, family: family, creator: "C", ggufRepositories: ["c/\(id)-GGUF"],
      ollamaTags: [Model.OllamaTag(tag: "\(id):q4", quantization: "Q4_K_M")], parameters: parameters,
      textParameters: parameters, activeParameters: parameters, contextMaximum: 32768, capabilities: capabilities,
      scores: (0..<results).map { Model.Score(benchmark: "b\($0)", value: 50, source: "s") },
      quality: [.general: Model.Quality(score: quality, uncertainty: uncertainty, sources: ["b0"])])
  }

  static func candidate(
    _ model: Model, _ quantization: String, bits: Double, speed: Double, tag: String? = nil, bytes: Int = 5 << 30
  ) -> Candidate {
    let fit = Fit(
      quantization: quantization, bitsPerWeight: bits, workload: Workload(), ollamaTag: tag,
      memory: MemoryDemand(weightsBytes: bytes, kvCacheBytes: 1 << 30), placement: Placement(mode: .gpu),
      verdict: .fits, headroomBytes: 1 << 30)
    let rate = Estimate(estimate: speed, low: speed * 0.8, high: speed * 1.2)
    let wait = Estimate(estimate: 1, low: 0.8, high: 1.2)
    let value = Speed(
      decodeTokensPerSecond: rate, prefillTokensPerSecond: rate, timeToFirstTokenSeconds: wait, basis: .modelled)
    var answer = AnswerTime(
      model, decode: speed, firstToken: 1, needs: RankingRules.needs(.general), isSpeedAskedFor: true)
    answer?.thinking = .none
    guard let answer else { fatalError("a speed above zero always answers when it is asked for") }
    return Candidate(model, fit, value, answer, useCase: .general)
  }

  static func usual(_ model: Model, speed: Double = 20, bytes: Int = 5 << 30) -> Candidate {
    candidate(model, "Q4_K_M", bits: 4.8, speed: speed, tag: "t", bytes: bytes)
  }

  @Test func fourBitsDoWhereSpeedIsDear() {
    let model = Self.model("m", parameters: 14_000_000_000)
    let choice = Candidate.choice([
      Self.candidate(model, "Q8_0", bits: 8.5, speed: 11), Self.candidate(model, "Q4_K_M", bits: 4.8, speed: 20),
      Self.candidate(model, "Q2_K", bits: 3.0, speed: 30),
    ])
    #expect(choice?.fit.quantization == "Q4_K_M")
  }

  @Test func moreBitsAreTakenWhereSpeedIsPlentiful() {
    let model = Self.model("m")
    let choice = Candidate.choice([
      Self.candidate(model, "Q8_0", bits: 8.5, speed: 90), Self.candidate(model, "Q4_K_M", bits: 4.8, speed: 150),
    ])
    #expect(choice?.fit.quantization == "Q8_0")
  }

  @Test func aTagDecidesBetweenEquals() {
    let model = Self.model("m", parameters: 30_000_000_000)
    let choice = Candidate.choice([
      Self.candidate(model, "Q4_K_M", bits: 4.8, speed: 20, tag: "m:q4"),
      Self.candidate(model, "IQ4_XS", bits: 4.3, speed: 22),
    ])
    #expect(choice?.fit.ollamaTag == "m:q4")
  }

  @Test func anUncertainModelDoesNotWinByItsErrorBar() {
    let proven = Self.usual(Self.model("proven", quality: 70, uncertainty: 2))
    let uncertain = Self.usual(Self.model("uncertain", quality: 72, uncertainty: 6))
    let unmeasured = Self.usual(Self.model("unmeasured", quality: 76, uncertainty: 4))
    #expect(proven.score > uncertain.score)
    #expect(proven.score > unmeasured.score)
  }

  @Test(arguments: [1.0, 8, 30, 200, 3000])
  func bonusesStayWithinOneStepAndGrowWithSpeed(_ speed: Double) {
    let model = Self.model("m")
    let slow = Self.usual(model, speed: speed)
    let fast = Self.usual(model, speed: speed * 2)
    #expect(fast.score > slow.score)
    #expect(fast.score - fast.quality < RankingRules.qualityStep)
  }

  @Test func variantsFoldAndMixturesDoNot() {
    var sparse = Self.model("a-moe", parameters: 8_800_000_000)
    sparse.activeParameters = 1_000_000_000
    let picks = [Self.model("a"), Self.model("a-tuned", parameters: 8_100_000_000), sparse].map { Self.usual($0) }
    let folded = Diversity.folded(picks)
    #expect(folded.map(\.candidate.model.id) == ["a", "a-moe"])
    #expect(folded.first?.alsoIDs == ["a-tuned"])
  }

  @Test func labelsNameWhatDiffers() {
    let picks = [
      Self.usual(Self.model("large", quality: 80, family: "A"), speed: 12, bytes: 30 << 30),
      Self.usual(Self.model("middle", quality: 78, family: "B"), speed: 60, bytes: 20 << 30),
      Self.usual(Self.model("small", quality: 70, family: "D"), speed: 70, bytes: 4 << 30),
    ]
    let chosen = Diversity.choose(picks, limit: 3)
    #expect(chosen.map(\.model.id) == ["large", "middle", "small"])
    #expect(chosen[0].labels.contains(.quality))
    #expect(chosen[1].labels.contains(.balance))
    #expect(chosen[2].labels.contains(.size))
  }

  @Test func theFrontHasWhatNothingBeatsTwice() {
    let picks = [
      Self.usual(Self.model("good", quality: 80), speed: 10), Self.usual(Self.model("fast", quality: 60), speed: 50),
      Self.usual(Self.model("beaten", quality: 55), speed: 40),
    ]
    #expect(ParetoFront.members(picks) == ["good", "fast"])
  }

  @Test(arguments: [
    ("m", [Model.Capability.chat, .reasoning], 30.0, Thinking.on), ("m", [.chat, .reasoning], 9, .off),
    ("m", [.chat], 9, .none),
  ])
  func thinkingIsJudgedByTheFinishedAnswer(
    _ id: String, _ capabilities: [Model.Capability], _ speed: Double, _ wanted: Thinking
  ) {
    let model = Self.model(id, capabilities: Set(capabilities))
    let answer = AnswerTime(
      model, decode: speed, firstToken: 1, needs: RankingRules.needs(.general), isSpeedAskedFor: false)
    #expect(answer?.thinking == wanted)
  }

  @Test func whatAlwaysThinksIsHeldWhenTooSlow() {
    let model = Self.model("m-thinking", capabilities: [.chat, .reasoning])
    func answer(_ decode: Double) -> AnswerTime? {
      AnswerTime(model, decode: decode, firstToken: 1, needs: RankingRules.needs(.general), isSpeedAskedFor: false)
    }
    #expect(answer(12) == nil)
    #expect(answer(14)?.thinking == .on)
  }

  @Test func waitingForThoughtsCostsMoreTheLongerItTakes() {
    let model = Self.model("m", capabilities: [.chat, .reasoning])
    let prices = [3.0, 8, 10, 12, 14, 16, 20, 100].map { speed in
      AnswerTime(model, decode: speed, firstToken: 1, needs: RankingRules.needs(.general), isSpeedAskedFor: false)?
        .price ?? .nan
    }
    #expect(prices == prices.sorted(by: >))
    #expect(prices.first == 1 && prices.last == 0)
    #expect(Set(prices).count > 3)
  }

  @Test(arguments: [0.02, 1, 7.9, 123, 4567])
  func stepsAreNearAndSteady(_ speed: Double) {
    let step = Steps.speed(speed)
    #expect(abs(step / speed - 1) < 0.023)
    #expect(abs(Steps.speed(step) / step - 1) < 1e-6)
  }
}
