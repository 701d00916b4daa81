import Base

/// What is compared: a load, prices of APIs, and ways to serve it oneself.
package struct CostStudy: Sendable, Equatable {
  package var load: RequestLoad
  package var terms: LocalSetup.Terms
  package var prices: [TokenPrice]
  package var setups: [LocalSetup]
  /// Shares of the requests that a local model is assumed to carry.
  package var localShares: [Double]
  /// Share of the requests that an API is assumed to be asked again.
  package var retryShare: Double
  /// Hours of engineering that are shown as hidden where none are counted.
  package var careHours: Double
  package var carePerHour: Money

  package init(
    load: RequestLoad, terms: LocalSetup.Terms, prices: [TokenPrice], setups: [LocalSetup], localShares: [Double] = [],
    retryShare: Double = 0, careHours: Double = 0, carePerHour: Money = .zero
  ) {
    self.load = load
    self.terms = terms
    self.prices = prices
    self.setups = setups
    self.localShares = localShares
    self.retryShare = retryShare
    self.careHours = careHours
    self.carePerHour = carePerHour
  }

  /// Everything that follows.
  package func answer() -> CostAnswer {
    let apis = prices.map(bill).sorted { $0.monthly < $1.monthly }
    let locals = setups.map(bill)
    let comparisons = locals.flatMap { local in apis.map { comparison($0, local) } }
    let best = bestPair(apis, locals)
    return CostAnswer(
      study: self, apis: apis, locals: locals, comparisons: comparisons,
      sensitivity: best.map { sensitivity($0.price, $1.setup) } ?? [],
      hybrids: best.map { hybrids($0.price, $1.setup) } ?? [], best: best.map { comparison($0, $1) },
      hidden: hiddenCosts(apis.first, locals))
  }

  /// The cheapest API that is still served, and the local side that costs least with its hardware.
  private func bestPair(_ apis: [APIBill], _ locals: [LocalBill]) -> (APIBill, LocalBill)? {
    let carrying = locals.filter(\.carriesLoad)
    let local = (carrying.isEmpty ? locals : carrying).min {
      ($0.loadedMonthly ?? $0.monthly) < ($1.loadedMonthly ?? $1.monthly)
    }
    guard let api = apis.first(where: { !$0.price.isRetired }) ?? apis.first, let local else { return nil }
    return (api, local)
  }

  private func load(inMonth month: Int) -> RequestLoad {
    var factor = 1.0
    for _ in 0..<month { factor *= 1 + load.monthlyGrowth }
    return load.scaled(factor)
  }

  func bill(_ price: TokenPrice) -> APIBill {
    let monthly = price.monthly(load)
    let total =
      load.monthlyGrowth == 0
      ? monthly * terms.horizonMonths
      : (0..<terms.horizonMonths).map { price.monthly(load(inMonth: $0)) }.total
    return APIBill(price: price, monthly: monthly, rates: load.rates(monthly), total: total)
  }

  func bill(_ setup: LocalSetup) -> LocalBill {
    var bill = setup.bill(load, terms)
    guard bill.purchase != nil else { return bill }
    if load.monthlyGrowth == 0 {
      bill.total = bill.purchase.map { $0 + bill.runningMonthly * terms.horizonMonths }
    } else {
      let months = (0..<terms.horizonMonths).map { setup.bill(load(inMonth: $0), terms) }
      bill.total = months.map(\.runningMonthly).total + (months.compactMap(\.purchase).max() ?? .zero)
    }
    return bill
  }

  func comparison(_ api: APIBill, _ local: LocalBill) -> CostComparison {
    let perRequest = (api.rates.perRequest ?? .zero).usd
    func crossover(_ months: Double?) -> Crossover? {
      LocalCostLines(local.setup, load, terms, hardwareMonths: months).map {
        Crossover.of($0, apiPerRequest: perRequest)
      }
    }
    return CostComparison(
      api: api, local: local, breakEven: breakEven(api, local),
      crossover: crossover(local.setup.amortizationMonths) ?? crossover(nil) ?? .never,
      loadedCrossover: crossover(local.loadedMonths))
  }

  /// The months at the throughput's estimate and at the ends of its band.
  private func breakEven(_ api: APIBill, _ local: LocalBill) -> BreakEven {
    if case .unknown(let reason) = local.setup.purchase { return .never(.unknownPurchase(reason: reason)) }
    guard local.carriesLoad else { return .never(.cannotCarry) }
    func months(_ level: BandLevel) -> Double? {
      BreakEven.months(growth: load.monthlyGrowth) { month in
        let load = load(inMonth: month)
        let bill = local.setup.bill(load, terms, at: level)
        return (api.price.monthly(load) - bill.runningMonthly, bill.purchase ?? .zero)
      }
    }
    guard let estimate = months(.estimate) else { return .never(.runningCostsMore) }
    let (slow, fast) = (months(.low), months(.high))
    let ends = [estimate, slow, fast].compactMap { $0 }
    let isCertain = slow != nil && fast != nil
    return .months(estimate: estimate, low: ends.min() ?? estimate, high: isCertain ? ends.max() : nil)
  }

  private func hybrids(_ price: TokenPrice, _ setup: LocalSetup) -> [HybridCost] {
    let whole = price.monthly(load)
    return localShares.flatMap { share in
      HybridCost.Pattern.allCases.map { pattern in
        let own = setup.bill(pattern == .tiered ? load.scaled(share) : load, terms)
        let monthly = price.monthly(load.scaled(1 - share)) + (own.loadedMonthly ?? own.monthly)
        return HybridCost(
          pattern: pattern, localShare: share, monthly: monthly,
          savingShare: whole > .zero ? 1 - monthly / whole : nil)
      }
    }
  }
}
