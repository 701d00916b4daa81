/// What follows from a comparison of costs.
package struct CostAnswer: Sendable, Equatable {
  package var study: CostStudy
  /// Cheapest first.
  package var apis: [APIBill]
  package var locals: [LocalBill]
  /// Every local side against every API.
  package var comparisons: [CostComparison]
  /// Of the best pair: what matters most first.
  package var sensitivity: [Sensitivity]
  /// Of the best pair.
  package var hybrids: [HybridCost]
  /// The cheapest API that is still served against the local side that costs least; nil where there is only one side.
  package var best: CostComparison?
  package var hidden: [HiddenCost]

  /// Costs over the volume, for a plot: as many points as asked for, up to where the lines are clearly apart.
  package func curves(points: Int) -> [CostCurve] {
    let crossing = best?.crossover.requestsPerMonth ?? 0
    let largest = 2 * max(study.load.requestsPerMonth, min(crossing, 50 * study.load.requestsPerMonth))
    let volumes = (0..<points).map { largest * Double($0 + 1) / Double(points) }
    func load(_ requests: Double) -> RequestLoad {
      var load = study.load
      load.requestsPerMonth = requests
      return load
    }
    let shown = best.map { [$0.api] } ?? Array(apis.prefix(1))
    return shown.map { api in
      CostCurve(
        side: .api, name: api.price.name,
        points: volumes.map { ($0, api.price.monthly(load($0)).usd) }.map(CostCurve.Point.init))
    }
      + locals.map { local in
        CostCurve(
          side: .local, name: local.setup.name,
          points: volumes.map { requests in
            let bill = local.setup.bill(load(requests), study.terms)
            return CostCurve.Point(requests: requests, usd: (bill.loadedMonthly ?? bill.monthly).usd)
          })
      }
  }
}

/// The month's cost of one side over the volume.
package struct CostCurve: Sendable, Equatable {
  package struct Point: Sendable, Equatable {
    package var requests: Double
    package var usd: Double

    package init(requests: Double, usd: Double) { (self.requests, self.usd) = (requests, usd) }
  }

  package var side: HiddenCost.Side
  package var name: String
  package var points: [Point]
}
