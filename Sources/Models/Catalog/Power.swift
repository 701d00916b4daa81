import Glibc

/// Powers of positive numbers.
package enum Power {
  /// `base` to the power of `exponent`.
  package static func of(_ base: Double, _ exponent: Double) -> Double { pow(base, exponent) }

  package static func log2(_ number: Double) -> Double { Glibc.log2(number) }

  package static func log10(_ number: Double) -> Double { Glibc.log10(number) }

  static func exponential(_ exponent: Double) -> Double { exp(exponent) }

  /// The value at `share` between two positive numbers, linear in the logarithm.
  package static func between(_ first: Double, _ second: Double, _ share: Double) -> Double {
    exp(log(first) * (1 - share) + log(second) * share)
  }
}
