/// Something that a comparison of costs takes for granted, with where it comes from.
package enum CostAssumption: Sendable, Equatable {
  /// A figure with its source.
  package struct Source: Sendable, Equatable {
    package var text: String
    package var asOf: String?

    package init(_ text: String, asOf: String?) { (self.text, self.asOf) = (text, asOf) }
  }

  case months(Months)
  /// Nobody said how long requests are.
  case usualTokens(input: Double, output: Double)
  /// Machines are counted for the busiest hours.
  case peak(factor: Double, source: Source?)
  /// Nothing tells what a machine carries, so the load does not decide how many there are.
  case machinesNotDerived(local: String)
  case capacity(local: String, LocalCapacity)
  case noCacheDiscount(model: String)
  case noBatchDiscount(model: String)
  case surcharge(provider: String, factor: Double, appliesTo: String, source: Source)
  case rental(local: String, perHour: Money, region: String?, source: Source)
  case purchase(local: String, each: Money, what: String, source: Source)
  case owned(local: String)
  /// A purchase that is shown beside the monthly cost and not in it.
  case purchaseApart(months: Double, source: Source)
  case amortized(months: Double, resaleShare: Double)
  case power(local: String, loadWatts: Double, idleWatts: Double, source: Source)
  case electricity(perKWh: Money, place: String?, source: Source)
  case overhead(factor: Double)
  case noEngineering
  /// A name of the log or the command line that was taken for another model's.
  case priceStandsFor(name: String, model: String)
  case logScaled(days: Double)

  /// Whether it matters only where machines are counted.
  package var isPeak: Bool { if case .peak = self { true } else { false } }
}
