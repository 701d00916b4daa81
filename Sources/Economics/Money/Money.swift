/// An amount of US dollars, exact to a millionth of a millionth.
///
/// A token costs some ten-millionths of a dollar and a month has billions of them: sums and products of whole numbers lose
/// nothing on the way to the cent.
package struct Money: Sendable, Hashable, Comparable {
  /// Parts of a dollar that an amount is counted in.
  static let partsPerDollar: Int128 = 1_000_000_000_000

  /// Millionths of a millionth of a dollar.
  package let parts: Int128

  package static let zero = Money(parts: 0)

  package init(parts: Int128) { self.parts = parts }

  /// The amount nearest to `usd` dollars; `usd` must be finite and below a million billion.
  package init(usd: Double) { parts = Self.whole(usd * 1e12) }

  package var usd: Double { Double(parts) / 1e12 }

  /// Dollars to the nearest millionth, which is what documents show.
  package var roundedUSD: Double { Double(Self.divided(parts, by: 1_000_000)) / 1e6 }

  package static func < (first: Money, second: Money) -> Bool { first.parts < second.parts }
  package static func + (first: Money, second: Money) -> Money { Money(parts: first.parts + second.parts) }
  package static func - (first: Money, second: Money) -> Money { Money(parts: first.parts - second.parts) }
  package static prefix func - (amount: Money) -> Money { Money(parts: -amount.parts) }
  package static func * (amount: Money, count: Int) -> Money { Money(parts: amount.parts * Int128(count)) }

  /// The amount times a number that is no count, such as hours or a share.
  package static func * (amount: Money, factor: Double) -> Money {
    Money(parts: whole(Double(amount.parts) * factor))
  }

  /// How often `other` goes into the amount; infinite where `other` is nothing.
  package static func / (amount: Money, other: Money) -> Double { Double(amount.parts) / Double(other.parts) }

  package static func / (amount: Money, divisor: Double) -> Money {
    Money(parts: whole(Double(amount.parts) / divisor))
  }

  /// What `count` things cost of which a million cost this.
  package func perMillion(_ count: Int) -> Money {
    Money(parts: Self.divided(parts * Int128(count), by: 1_000_000))
  }

  /// Halves are rounded away from zero.
  private static func divided(_ number: Int128, by divisor: Int128) -> Int128 {
    let half = divisor / 2
    return (number < 0 ? number - half : number + half) / divisor
  }

  /// The nearest whole number; what no amount can be is the largest one.
  private static func whole(_ number: Double) -> Int128 {
    guard number.isFinite else { return 0 }
    return Int128(max(-1e36, min(1e36, number.rounded())))
  }
}

extension Sequence<Money> {
  package var total: Money { reduce(.zero, +) }
}
