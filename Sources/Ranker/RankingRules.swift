import ModelCatalog

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
    /// Longest wait for a finished answer of a model that thinks first, in seconds.
    var answerSeconds: Double
    /// Points of quality lost when a model that can think answers at once.
    var pointsOffWithoutThinking: Double
  }

  /// The defaults of a use case.
  static func needs(_ useCase: UseCase) -> Needs {
    switch useCase {
    case .general:
      Needs(
        tokensPerSecond: 8, firstTokenSeconds: 30, promptTokens: 512, thinkingTokens: 1200, answerTokens: 400,
        answerSeconds: 120, pointsOffWithoutThinking: 6)
    case .coding:
      Needs(
        tokensPerSecond: 10, firstTokenSeconds: 90, promptTokens: 2048, thinkingTokens: 2000, answerTokens: 1000,
        answerSeconds: 240, pointsOffWithoutThinking: 8)
    case .reasoning:
      Needs(
        tokensPerSecond: 10, firstTokenSeconds: 60, promptTokens: 512, thinkingTokens: 4000, answerTokens: 500,
        answerSeconds: 300, pointsOffWithoutThinking: 15)
    case .rag:
      Needs(
        tokensPerSecond: 8, firstTokenSeconds: 90, promptTokens: 4096, thinkingTokens: 600, answerTokens: 400,
        answerSeconds: 300, pointsOffWithoutThinking: 3)
    case .summarization:
      Needs(
        tokensPerSecond: 8, firstTokenSeconds: 120, promptTokens: 6144, thinkingTokens: 600, answerTokens: 600,
        answerSeconds: 360, pointsOffWithoutThinking: 3)
    case .vision:
      Needs(
        tokensPerSecond: 8, firstTokenSeconds: 30, promptTokens: 512, thinkingTokens: 800, answerTokens: 300,
        answerSeconds: 120, pointsOffWithoutThinking: 5)
    case .embedding:
      Needs(
        tokensPerSecond: 0, firstTokenSeconds: 6, promptTokens: 512, thinkingTokens: 0, answerTokens: 0,
        answerSeconds: 60, pointsOffWithoutThinking: 0)
    }
  }

  /// Prompt length that is usual for the use case, in tokens.
  package static func promptTokens(_ useCase: UseCase) -> Int { needs(useCase).promptTokens }

  /// Part of a quality's standard error that is taken off: an uncertain model does not win by its error bar.
  static let pessimism = 1.0
  /// Points off by how many results of a model are published: none, one, two, three, four; none off from five.
  static let pointsOffByResults: [Double] = [12, 9, 3, 2, 1]
  /// Points off a model that no Ollama tag runs: fewer people have run it, and one command does not.
  static let pointsOffWithoutTag = 1.0
  /// Points off where nothing at all is known of a model's quality, as if it had this score and error.
  static let unknownQuality = Model.Quality(score: 10, uncertainty: 10, sources: ["nothing is known of its quality"])

  /// Expected qualities are compared in these steps; less is noise, and speed, context and tag decide.
  static let qualityStep = 0.5
  /// Decode speeds and waits are compared in steps of this many to the octave, some 4 %.
  static let speedStepsPerOctave = 16.0

  /// Of the quantizations that pass, those this near to the best in quality are equal, in points.
  static let equalQuantizations = 0.75
  /// From this decode speed on, quality is free: only this much apart are equal then, in points.
  static let plentifulTokensPerSecond = 40.0
  static let equalWherePlentiful = 0.25
  /// Below this many bits per weight a pick carries a warning.
  static let fewBits = 3.0
  /// Further points off below `fewBits`: broken formats, loops and wrong facts that benchmarks show late.
  static let pointsOffForFewBits = 4.0

  /// The share of the main memory's budget that a model may take unless a budget is asked for.
  static let mainMemoryShare = 0.85

  /// What may be added within one step of quality; the sum stays below `qualityStep`.
  static let speedBonus = 0.3
  static let contextBonus = 0.1
  static let tagBonus = 0.05

  /// How far behind the best a labelled pick (fastest, smallest, longest context) may be, in points.
  static let labelReach = 15.0
  /// What a doubling of speed is worth where balance is judged, in points, and how many doublings count.
  static let balancePerDoubling = 2.0
  static let balanceDoublings = 3.0
  /// How near a model is that misses a gate by a factor of two, in points of quality.
  static let missPerDoubling = 15.0
}
