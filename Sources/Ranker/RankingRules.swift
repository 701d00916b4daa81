import ModelCatalog

/// Every number of the ranking in one place (docs/ranking.md explains them).
package enum RankingRules {
  /// Slowest decode speed that is comfortable, in tokens per second, per use case.
  static func minimumTokensPerSecond(_ useCase: UseCase) -> Double {
    switch useCase {
    case .general, .vision: 8
    case .rag, .summarization: 8
    case .coding: 12
    case .reasoning: 15
    case .embedding: 0
    }
  }

  /// Prompt length that is usual for the use case, in tokens.
  package static func promptTokens(_ useCase: UseCase) -> Int {
    switch useCase {
    case .general, .reasoning, .vision: 512
    case .coding: 2048
    case .rag: 4096
    case .summarization: 6144
    case .embedding: 512
    }
  }

  /// Longest wait for the first token, in seconds.
  static func maximumTimeToFirstToken(_ useCase: UseCase) -> Double {
    switch useCase {
    case .general, .vision: 30
    case .coding, .reasoning: 60
    case .rag: 120
    case .summarization: 180
    case .embedding: 60
    }
  }

  /// Tokens a reasoning model writes before its answer, which count as waiting.
  static let thinkingTokens = 1500.0
  /// Longest wait for the answer of a reasoning model to begin, in seconds.
  static let longestThinking = 240.0

  /// Part of a quality's uncertainty that is taken off: a proven model comes before an uncertain one.
  static let pessimism = 0.5
  /// Points for each doubling of speed beyond what is needed, up to three doublings.
  static let pointsPerDoubling = 1.2
  static let mostDoublings = 3.0
  /// Points for room for a context twice and four times as long.
  static let pointsForContext = 0.5
  /// Points off where no artefact of this quantization is known by name.
  static let pointsOffWithoutTag = 0.5

  /// Quality lost by a quantization, in points, for a model of 8 billion weights.
  static func quantizationLoss(bitsPerWeight bits: Double, parameters: Int) -> Double {
    let smaller = min(3.0, max(0.4, (8e9 / Double(max(parameters, 1))).squareRoot()))
    let loss =
      bits >= 8
      ? 0.1
      : bits >= 6.4
        ? 0.2
        : bits >= 5.4
          ? 0.5
          : bits >= 4.2
            ? 1.2 + (4.9 - min(bits, 4.9)) * 1.5
            : bits >= 3.4 ? 3.5 + (4.2 - bits) * 4 : bits >= 2.8 ? 7 + (3.4 - bits) * 8 : 14
    return loss * smaller
  }

  /// Below this a pick carries a warning.
  static let fewBits = 3.0
}
