/// Rounds what decisions rest on, so that a little noise in a measurement changes none.
enum Steps {
  /// The nearest step of a speed, some 4 % apart.
  static func speed(_ tokensPerSecond: Double) -> Double {
    guard tokensPerSecond > 0, tokensPerSecond.isFinite else { return 0 }
    let steps = (logarithm(tokensPerSecond) * RankingRules.speedStepsPerOctave).rounded()
    return power(steps / RankingRules.speedStepsPerOctave)
  }

  /// The nearest step of a wait for a finished answer, some 19 % apart.
  static func wait(_ seconds: Double) -> Double {
    guard seconds > 0, seconds.isFinite else { return 0 }
    let steps = (logarithm(seconds) * RankingRules.answerStepsPerOctave).rounded()
    return power(steps / RankingRules.answerStepsPerOctave)
  }

  /// The logarithm to base 2, to a millionth, without a mathematics library's last-digit differences.
  static func logarithm(_ number: Double) -> Double {
    guard number > 0, number.isFinite else { return 0 }
    var (result, value, bit) = (Double(number.exponent), number.significand, 0.5)
    for _ in 0..<20 {
      value *= value
      if value >= 2 {
        value /= 2
        result += bit
      }
      bit /= 2
    }
    return result
  }

  /// Two to a power, to the same accuracy.
  static func power(_ exponent: Double) -> Double {
    guard exponent.isFinite, abs(exponent) < 1000 else { return 0 }
    let whole = exponent.rounded(.down)
    var (rest, root, result) = (exponent - whole, 2.0, 1.0)
    for _ in 0..<30 {
      root = root.squareRoot()
      rest *= 2
      if rest >= 1 {
        rest -= 1
        result *= root
      }
    }
    return Double(sign: .plus, exponent: Int(whole), significand: result)
  }
}
