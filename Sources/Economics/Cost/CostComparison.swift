/// One's own machines against one API.
package struct CostComparison: Sendable, Equatable {
  package var api: APIBill
  package var local: LocalBill
  /// Months until the purchase is paid by what the running cost is below the API's.
  package var breakEven: BreakEven
  /// Where the month's costs, as the bill shows them, are equal.
  package var crossover: Crossover
  /// The same with the purchase spread over months; nil where its price is not known.
  package var loadedCrossover: Crossover?

  /// What the API costs more in a month; negative where it costs less.
  package var monthlySaving: Money { api.monthly - local.monthly }
  /// The same with the purchase spread over months.
  package var loadedSaving: Money { api.monthly - (local.loadedMonthly ?? local.monthly) }
}

/// How the saving changes with one input.
package struct Sensitivity: Sendable, Equatable {
  package enum Input: String, Sendable, CaseIterable {
    case requests
    case inputTokens = "input_tokens"
    case outputTokens = "output_tokens"
    case apiPrice = "api_price"
    case throughput, electricity, rent, hardware, engineering
    case localMonthly = "local_monthly"
  }

  package var input: Input
  /// Share by which the input is changed down and up; nil where it goes to the ends of its band.
  package var change: Double?
  /// The month's saving, the purchase spread over months, with the input at its lower and at its higher value.
  package var savingAtLow: Money
  package var savingAtHigh: Money

  /// How far apart they are.
  var swing: Money {
    savingAtHigh > savingAtLow ? savingAtHigh - savingAtLow : savingAtLow - savingAtHigh
  }
}

/// A part of the requests served by one's own machines, the rest by an API.
package struct HybridCost: Sendable, Equatable {
  package enum Pattern: String, Sendable, CaseIterable {
    /// Each request goes to one of the two, as a rule decides beforehand.
    case tiered
    /// Each request goes to the local model first; what it does not answer well enough goes to the API too.
    case cascade
  }

  package var pattern: Pattern
  /// Share of the requests that the local model answers well enough.
  package var localShare: Double
  package var monthly: Money
  /// Against the API alone; negative where the two together cost more.
  package var savingShare: Double?
}

/// A cost that no price list shows.
package struct HiddenCost: Sendable, Equatable {
  package enum Side: String, Sendable, CaseIterable { case api, local }

  package enum Kind: Sendable, Equatable {
    case retries(share: Double)
    case rateLimits
    case priceChanges
    case retirement(model: String, day: String?)
    case engineering(hours: Double, perHour: Money)
    case idleCapacity(share: Double)
    case coldStarts
    case onCall
    case updates
  }

  package var side: Side
  package var kind: Kind
  /// What it comes to in a month; nil where nobody can tell from here.
  package var monthly: Money?
}
