import FitCalculator

extension Fit {
  /// Whether the recipe keeps fewer than three bits of a weight, which every pick warns about.
  package var keepsFewBits: Bool { ExpectedQuality.isFewBits(quantization, bitsPerWeight) }
}
