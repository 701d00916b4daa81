/// What is asked of a model in a month.
package struct RequestLoad: Sendable, Equatable {
  package var requestsPerMonth: Double
  /// Mean tokens that a request reads, cached ones included.
  package var inputTokens: Double
  /// Mean tokens that are written for a request.
  package var outputTokens: Double
  /// Share of the input that the provider has in its cache, from 0 to 1.
  package var cachedShare: Double
  /// Share of the requests that may wait for hours, from 0 to 1.
  package var batchShare: Double
  /// The load of the busiest hours over the mean.
  package var peakFactor: Double
  /// Growth of the requests from one month to the next: 0.05 for five percent.
  package var monthlyGrowth: Double
  /// Share of the requests that end as they should, where that is known.
  package var outcomeRate: Double?

  package init(
    requestsPerMonth: Double, inputTokens: Double, outputTokens: Double, cachedShare: Double = 0,
    batchShare: Double = 0,
    peakFactor: Double = 1, monthlyGrowth: Double = 0, outcomeRate: Double? = nil
  ) {
    self.requestsPerMonth = requestsPerMonth
    self.inputTokens = inputTokens
    self.outputTokens = outputTokens
    self.cachedShare = cachedShare
    self.batchShare = batchShare
    self.peakFactor = peakFactor
    self.monthlyGrowth = monthlyGrowth
    self.outcomeRate = outcomeRate
  }

  package var tokensPerMonth: Double { requestsPerMonth * (inputTokens + outputTokens) }

  /// The same requests, that many times as many.
  package func scaled(_ factor: Double) -> RequestLoad {
    var load = self
    load.requestsPerMonth *= factor
    return load
  }

  /// An amount for the month as amounts for a million tokens, a request, and a request that ended well.
  package func rates(_ monthly: Money) -> UnitCosts {
    UnitCosts(
      perMillionTokens: tokensPerMonth > 0 ? monthly / (tokensPerMonth / 1e6) : nil,
      perRequest: requestsPerMonth > 0 ? monthly / requestsPerMonth : nil,
      perOutcome: outcomeRate.flatMap { $0 > 0 && requestsPerMonth > 0 ? monthly / (requestsPerMonth * $0) : nil })
  }
}

/// What one of a thing costs; nil where there is none of it.
package struct UnitCosts: Sendable, Equatable {
  package var perMillionTokens: Money?
  package var perRequest: Money?
  /// For a request that ended as it should; nil as well where that share is not known.
  package var perOutcome: Money?
}
