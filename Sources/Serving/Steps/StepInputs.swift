import Machines

/// What the formula of a step asks of model, checkpoint and cards: one replica of tensor parallel cards.
package struct StepInputs: Sendable, Equatable {
  package var shape: ModelShape
  package var weightBits: Double
  /// How many times the rate of 16 bits the cards have for the format.
  var formatRate: Double
  /// Of one card.
  package var bandwidthBytesPerSecond: Double
  var matrixOperationsPerSecond: Double
  var linkBytesPerSecond: Double
  package var tensorParallel: Int
  /// Among how many cards the cache is split; the others hold a copy.
  var cacheParts: Int
}

extension StepInputs {
  package init(_ shape: ModelShape, _ format: WeightFormat, _ cards: CardGroup, tensorParallel: Int) {
    self.init(
      shape: shape, weightBits: format.bits,
      formatRate: format.nativeRate(target: cards.target, architecture: cards.fact.architecture),
      bandwidthBytesPerSecond: cards.bandwidthBytesPerSecond,
      matrixOperationsPerSecond: cards.matrixOperationsPerSecond, linkBytesPerSecond: cards.linkBytesPerSecond,
      tensorParallel: tensorParallel, cacheParts: min(tensorParallel, shape.cacheHeads))
  }
}
