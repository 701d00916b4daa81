import Memory

extension Fit {
  /// Whether the recipe keeps fewer than three bits of a weight, which every pick warns about.
  ///
  /// llama.cpp's Q2_K counts although its average is a little above.
  package var keepsFewBits: Bool { FewBits.isBelowThree(quantization, bitsPerWeight) }

  var isBelowFourBits: Bool { FewBits.isBelowFour(quantization, bitsPerWeight) }
}

/// Few bits by a recipe's name, and by the average of a model's weights.
enum FewBits {
  static func isBelowThree(_ quantization: String, _ bitsPerWeight: Double) -> Bool {
    bitsPerWeight < RankingRules.fewBits || nominal(quantization, bitsPerWeight) < RankingRules.fewBits
  }

  static func isBelowFour(_ quantization: String, _ bitsPerWeight: Double) -> Bool {
    nominal(quantization, bitsPerWeight) < RankingRules.fourBits
  }

  private static func nominal(_ quantization: String, _ bitsPerWeight: Double) -> Double {
    Quantization.named(quantization)?.nominalBitsPerWeight ?? bitsPerWeight
  }
}
