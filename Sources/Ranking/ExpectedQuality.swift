import Memory
import Models

/// The quality that can be counted on: published ability, less doubt, quantization and thinking that takes too long.
package struct ExpectedQuality: Sendable, Equatable {
  package var useCase: UseCase
  /// As fitted from published results, unquantized.
  package var published: Double
  package var uncertainty: Double
  /// The results that it rests on.
  package var sources: [String]
  /// Taken off for the standard error and where few people run it.
  package var doubt: Double
  package var quantizationLoss: Double
  /// What of it is felt: a little is not.
  package var feltLoss: Double { max(0, quantizationLoss - RankingRules.unfeltLoss) }
  /// Taken off where the model must answer without thinking first, or makes wait for it.
  package var thinkingLoss: Double
  /// Taken off where the first token makes wait.
  package var waitingLoss: Double

  private var points: Double { max(0, published - doubt - feltLoss - thinkingLoss - waitingLoss) }

  /// In the steps in which qualities are compared.
  var rounded: Double {
    (points / RankingRules.qualityStep).rounded() * RankingRules.qualityStep
  }

  init(
    _ model: Model, useCase: UseCase, quantization: String, bitsPerWeight: Double, thinkingPrice: Double,
    waiting: Double = 0
  ) {
    let quality = model.quality[useCase] ?? RankingRules.unknownQuality
    self.useCase = useCase
    published = quality.score
    sources = model.quality[useCase]?.sources ?? (model.quality.isEmpty ? RankingRules.unknownQuality.sources : [])
    uncertainty = quality.uncertainty
    doubt = Self.doubt(model, quality)
    quantizationLoss = Self.loss(model, quantization, bitsPerWeight)
    thinkingLoss = thinkingPrice * RankingRules.needs(useCase).pointsOffWithoutThinking
    waitingLoss = waiting * RankingRules.needs(useCase).pointsOffForWaiting
  }

  /// The published quality less the doubt, unquantized and with its thoughts.
  static func cautious(_ model: Model, useCase: UseCase) -> Double {
    let quality = model.quality[useCase] ?? RankingRules.unknownQuality
    return quality.score - doubt(model, quality)
  }

  /// The standard error, and several times what of it lies beyond that of a model which others have measured.
  ///
  /// The error already knows how many results a model has, who reports them and what its family has shown.
  private static func doubt(_ model: Model, _ quality: Model.Quality) -> Double {
    let beyond = max(0, quality.uncertainty - RankingRules.provenUncertainty)
    let hasUsers =
      model.ollamaTags.contains { $0.quantization != nil }
      || model.ggufRepositories.count >= RankingRules.usualRepositories
    return RankingRules.pessimism * quality.uncertainty + RankingRules.pessimismBeyond * beyond
      + (hasUsers ? 0 : RankingRules.pointsOffWithoutUsers)
      + (model.confidence == .approximate ? RankingRules.pointsOffForApproximateDimensions : 0)
  }

  /// Points that the recipe costs; an unknown recipe costs what its bits suggest.
  static func loss(_ model: Model, _ quantization: String, _ bitsPerWeight: Double) -> Double {
    let points = QuantizationLoss.points(recipe: quantization, of: model, bitsPerWeight: bitsPerWeight) ?? 0
    if model.nativeQuantization == quantization { return points }
    if FewBits.isBelowThree(quantization, bitsPerWeight) { return points + RankingRules.pointsOffForFewBits }
    return points + (FewBits.isBelowFour(quantization, bitsPerWeight) ? RankingRules.pointsOffBelowFourBits : 0)
  }
}
