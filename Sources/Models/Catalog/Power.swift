import Glibc

/// Powers of positive numbers.
enum Power {
  /// `base` to the power of `exponent`.
  static func of(_ base: Double, _ exponent: Double) -> Double { pow(base, exponent) }

  static func log10(_ number: Double) -> Double { Glibc.log10(number) }

  static func exponential(_ exponent: Double) -> Double { exp(exponent) }

  /// The value at `share` between two positive numbers, linear in the logarithm.
  static func between(_ first: Double, _ second: Double, _ share: Double) -> Double {
    exp(log(first) * (1 - share) + log(second) * share)
  }
}
