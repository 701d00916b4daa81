import Models

/// A rate of each of some formats of weights.
///
/// A list by the formats' places, since to hash a format takes longer than the arithmetic with its rate.
struct RateByFormat: Sendable {
  /// Not a number where a format has none; empty where none has.
  private var rates: [Double] = []

  subscript(type: TensorType) -> Double? {
    get {
      guard type.place < rates.count, !rates[type.place].isNaN else { return nil }
      return rates[type.place]
    }
    set {
      if rates.isEmpty { rates = [Double](repeating: .nan, count: TensorType.allCases.count) }
      rates[type.place] = newValue ?? .nan
    }
  }

  /// The largest of them; nil where there is none.
  var most: Double? { rates.lazy.filter { !$0.isNaN }.max() }

  /// The smallest of them; nil where there is none.
  var least: Double? { rates.lazy.filter { !$0.isNaN }.min() }

  /// The same of all rates times a factor.
  func scaled(by factor: Double) -> RateByFormat {
    var scaled = self
    for place in rates.indices { scaled.rates[place] *= factor }
    return scaled
  }
}
