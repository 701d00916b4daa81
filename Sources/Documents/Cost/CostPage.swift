import Economics

/// What `plimsoll cost` answers.
package struct CostPage: Sendable {
  package var answer: CostAnswer
  /// What the log came to, where the workload was measured.
  package var log: UsageSummary?
  /// The month's cost of the log's models and features, each at its own price; nil where that is not known.
  package var logCosts: LogCosts?
  package var assumptions: [CostAssumption]
  /// Models of the log without a price.
  package var unpriced: [String]
  /// Whether the figures are explained.
  package var explains: Bool

  package init(
    answer: CostAnswer, log: UsageSummary? = nil, logCosts: LogCosts? = nil, assumptions: [CostAssumption],
    unpriced: [String] = [], explains: Bool = false
  ) {
    (self.answer, self.log, self.logCosts) = (answer, log, logCosts)
    (self.assumptions, self.unpriced, self.explains) = (assumptions, unpriced, explains)
  }

  /// The month's cost of a log's parts at the prices of their models.
  package struct LogCosts: Sendable, Equatable {
    package var models: [Money?]
    package var features: [Money?]

    package init(models: [Money?], features: [Money?]) { (self.models, self.features) = (models, features) }
  }

  /// One way to have the work done, as a row of tables.
  struct Way: Sendable {
    var side: HiddenCost.Side
    var name: String
    var setup: Money?
    var monthly: Money
    /// With the purchase spread over months.
    var loaded: Money?
    var rates: UnitCosts
    var total: Money?
  }

  /// Every way with its cost, what costs least in a month first.
  var ways: [Way] {
    let apis = answer.apis.map { bill in
      Way(
        side: .api, name: bill.price.name, setup: .zero, monthly: bill.monthly, loaded: bill.monthly, rates: bill.rates,
        total: bill.total)
    }
    let locals = answer.locals.map { bill in
      Way(
        side: .local, name: bill.setup.name, setup: bill.purchase, monthly: bill.monthly, loaded: bill.loadedMonthly,
        rates: bill.rates, total: bill.total)
    }
    return (apis + locals).sorted { ($0.loaded ?? $0.monthly) < ($1.loaded ?? $1.monthly) }
  }
}
