import Models

/// Every number of the ranking in one place (docs/ranking.md explains them).
package enum RankingRules {
  /// What a use case needs of a model before it is worth ranking.
  struct Needs: Sendable {
    /// Slowest decode speed at which reading along is comfortable, in tokens per second.
    var tokensPerSecond: Double
    /// Longest wait for the first token, in seconds.
    var firstTokenSeconds: Double
    /// Usual length of a prompt, of the thinking before an answer and of an answer, in tokens.
    var promptTokens: Int
    var thinkingTokens: Double
    var answerTokens: Double
    /// Longest wait for a finished answer of a model that thinks first, in seconds; up to half of it costs nothing.
    var answerSeconds: Double
    /// Points of quality lost when a model that can think answers at once, or only at the end of the longest wait.
    var pointsOffWithoutThinking: Double
    /// Points lost when the first token comes at the end of the longest wait; up to a quarter of it costs nothing.
    var pointsOffForWaiting: Double
  }

  /// The defaults of a use case.
  static func needs(_ useCase: UseCase) -> Needs {
    switch useCase {
    case .general:
      Needs(
        tokensPerSecond: 7, firstTokenSeconds: 30, promptTokens: 512, thinkingTokens: 2000, answerTokens: 400,
        answerSeconds: 180, pointsOffWithoutThinking: 7,
        pointsOffForWaiting: 3)
    case .coding:
      Needs(
        tokensPerSecond: 10, firstTokenSeconds: 90, promptTokens: 2048, thinkingTokens: 3000, answerTokens: 1000,
        answerSeconds: 360, pointsOffWithoutThinking: 8,
        pointsOffForWaiting: 4)
    case .reasoning:
      Needs(
        tokensPerSecond: 10, firstTokenSeconds: 60, promptTokens: 512, thinkingTokens: 4000, answerTokens: 500,
        answerSeconds: 450, pointsOffWithoutThinking: 15,
        pointsOffForWaiting: 2)
    case .rag:
      Needs(
        tokensPerSecond: 7, firstTokenSeconds: 120, promptTokens: 3072, thinkingTokens: 600, answerTokens: 400,
        answerSeconds: 300, pointsOffWithoutThinking: 3,
        pointsOffForWaiting: 6)
    case .summarization:
      Needs(
        tokensPerSecond: 7, firstTokenSeconds: 240, promptTokens: 6144, thinkingTokens: 600, answerTokens: 600,
        answerSeconds: 360, pointsOffWithoutThinking: 3,
        pointsOffForWaiting: 6)
    case .vision:
      Needs(
        tokensPerSecond: 7, firstTokenSeconds: 30, promptTokens: 512, thinkingTokens: 800, answerTokens: 300,
        answerSeconds: 140, pointsOffWithoutThinking: 5,
        pointsOffForWaiting: 3)
    case .embedding:
      Needs(
        tokensPerSecond: 0, firstTokenSeconds: 5, promptTokens: 512, thinkingTokens: 0, answerTokens: 0,
        answerSeconds: 60, pointsOffWithoutThinking: 0,
        pointsOffForWaiting: 0)
    }
  }

  /// Prompt length that is usual for the use case, in tokens.
  package static func promptTokens(_ useCase: UseCase) -> Int { needs(useCase).promptTokens }

  /// Part of a quality's standard error that is taken off: an uncertain model does not win by its error bar.
  static let pessimism = 1.0
  /// Standard error up to which a model counts as measured, in points, and how often what lies beyond is taken off.
  static let provenUncertainty = 2.8
  static let pessimismBeyond = 6.0
  /// Points off a model that neither the Ollama library has nor this many GGUF repositories: few people have run it.
  static let pointsOffWithoutUsers = 1.0
  static let usualRepositories = 3
  /// Points off a model whose dimensions are only approximately known: memory and speed may come out otherwise.
  static let pointsOffForApproximateDimensions = 3.0
  /// Waits for a finished answer are priced in steps of this many to the octave, some 19 %.
  static let answerStepsPerOctave = 4.0
  /// Points off where nothing at all is known of a model's quality, as if it had this score and error.
  static let unknownQuality = Model.Quality(score: 10, uncertainty: 10, sources: ["nothing is known of its quality"])

  /// Expected qualities are compared in these steps; less is noise, and speed, context and tag decide.
  static let qualityStep = 0.5
  /// Decode speeds and waits are compared in steps of this many to the octave, some 4 %.
  static let speedStepsPerOctave = 16.0

  /// What a quantization may take without being felt, in points.
  static let unfeltLoss = 0.75
  /// Decode speed at which a doubling is worth half of what it is worth to a slow one, in tokens per second.
  static let halfWorthTokensPerSecond = 40.0
  /// What an Ollama tag, lying whole on the cards, and a point of quality that is not felt are worth in octaves of speed.
  static let octavesForTag = 0.3
  static let octavesForWhole = 0.5
  static let octavesPerPoint = 0.5
  /// Below this many bits per weight a pick carries a warning.
  static let fewBits = 3.0
  /// Further points off below `fewBits`: broken formats, loops and wrong facts that benchmarks show late.
  static let pointsOffForFewBits = 4.0
  /// Further points off below four bits: code, long texts and smaller languages suffer more than the measure sees.
  static let fourBits = 4.0
  static let pointsOffBelowFourBits = 2.0

  /// The share of the main memory's budget that a model may take unless a budget is asked for.
  static let mainMemoryShare = 0.85

  /// An embedding model stands beside the model that answers: it may take this share of all memory, or this much.
  static let shareBesideAnother = 1.0 / 6
  static let alwaysRoomBytes = 2 << 30

  /// What may be added within one step of quality; the sum stays below `qualityStep`.
  static let speedBonus = 0.3
  static let contextBonus = 0.1
  static let tagBonus = 0.02
  /// The speed that is worth half of its bonus, as a multiple of the slowest that is comfortable.
  static let speedOfHalfBonus = 8.0
  /// The share of the longest wait for a finished answer that costs nothing.
  static let freeWait = 0.5
  /// The share of the longest wait for the first token that costs nothing.
  static let freeFirstTokenWait = 0.25

  /// How far behind the best a pick that is shown for its speed, size or context may be, in points.
  static let labelReach = 10.0
  /// What is further behind the best is not shown, in points.
  static let shownReach = 20.0
  /// Speeds beyond, in tokens per second, and contexts beyond, in tokens, make no pick more worth showing.
  static let noticeableTokensPerSecond = 120.0
  static let noticeableContext = 131_072.0
  /// What is within this factor of the fastest, smallest or longest is about as fast, small or long.
  static let alike = 1.41
  /// Models of one line are too alike to show both when neither their weights nor those of a token differ by this factor.
  static let alikeSizes = 1.5
  /// What is not smaller by this factor than a better and faster one of its line adds nothing beside it.
  static let muchSmaller = 2
  /// Nor does what is not smaller by that factor than a better one of any line that is this many times as fast.
  static let muchFaster = 2.0
  /// How many picks are shown unless more are asked for; only then also what adds nothing.
  static let usualPicks = 5
  /// What a doubling of speed is worth where balance is judged, in points, and how many doublings count.
  static let balancePerDoubling = 2.0
  static let balanceDoublings = 3.0
  /// How near a model is that misses a gate by a factor of two, in points of quality.
  static let missPerDoubling = 15.0
  /// How many near misses are looked at for what would let them pass, and how many are shown.
  static let checkedMisses = 8
  static let shownMisses = 5
  /// Up to this many are shown although they would be no better than what passes.
  static let fewMisses = 3
  /// What lacks more than this many doublings in all is no near miss.
  static let nearOctaves = 2.0
}
