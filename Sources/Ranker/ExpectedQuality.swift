import FitCalculator
import ModelCatalog

/// The quality that can be counted on: published ability, less doubt, quantization and thinking that takes too long.
package struct ExpectedQuality: Sendable, Equatable {
  /// As fitted from published results, unquantized.
  package var published: Double
  package var uncertainty: Double
  /// Taken off for the standard error, for few published results and for want of a tag.
  package var doubt: Double
  package var quantizationLoss: Double
  /// Taken off where the model must answer without thinking first.
  package var thinkingLoss: Double

  package var points: Double { published - doubt - quantizationLoss - thinkingLoss }

  /// In the steps in which qualities are compared.
  package var rounded: Double {
    (points / RankingRules.qualityStep).rounded() * RankingRules.qualityStep
  }

  init(_ model: Model, useCase: UseCase, quantization: String, bitsPerWeight: Double, isThinkingOff: Bool) {
    let quality = model.quality[useCase] ?? RankingRules.unknownQuality
    published = quality.score
    uncertainty = quality.uncertainty
    doubt = Self.doubt(model, quality)
    quantizationLoss = Self.loss(model, quantization, bitsPerWeight)
    thinkingLoss = isThinkingOff ? RankingRules.needs(useCase).pointsOffWithoutThinking : 0
  }

  private static func doubt(_ model: Model, _ quality: Model.Quality) -> Double {
    let results = model.scores.count
    let few = results < RankingRules.pointsOffByResults.count ? RankingRules.pointsOffByResults[results] : 0
    let untagged =
      model.ollamaTags.allSatisfy { $0.quantization == nil } ? RankingRules.pointsOffWithoutTag : 0
    return RankingRules.pessimism * quality.uncertainty + few + untagged
  }

  /// Points that the recipe costs; an unknown recipe costs what its bits suggest.
  static func loss(_ model: Model, _ quantization: String, _ bitsPerWeight: Double) -> Double {
    let points = QuantizationLoss.points(recipe: quantization, of: model, bitsPerWeight: bitsPerWeight) ?? 0
    return points + (isFewBits(quantization, bitsPerWeight) ? RankingRules.pointsOffForFewBits : 0)
  }

  /// Whether a recipe keeps fewer than three bits; llama.cpp's Q2_K counts although its average is a little above.
  static func isFewBits(_ quantization: String, _ bitsPerWeight: Double) -> Bool {
    if bitsPerWeight < RankingRules.fewBits { return true }
    return Quantization.named(quantization).map { $0.nominalBitsPerWeight < RankingRules.fewBits } ?? false
  }
}
