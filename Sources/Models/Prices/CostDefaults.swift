import Base

/// What a comparison of costs assumes where nobody says otherwise, from `catalog/assumptions.json`.
package struct CostDefaults: CatalogDocument, Equatable {
  package static let fileName = "assumptions.json"

  /// The figures that the file must have.
  package enum Name: String, Sendable, CaseIterable {
    case amortizationMonths = "amortization_months"
    case opsUSDPerHour = "ops_usd_per_hour"
    /// Hours of engineering a month that are shown where none are counted.
    case careHours = "care_hours"
    /// A machine that is bought for it, as the decision takes it.
    case ownMachineUSD = "own_machine_usd"
    case ownMachineMonthlyUSD = "own_machine_monthly_usd"
    case eurUSD = "eur_usd"
    case peakFactor = "peak_factor"
    /// Wait for the first token that nineteen of twenty requests may have.
    case targetFirstTokenSeconds = "target_ttft_seconds"
    case retryShare = "retry_share"
    case loadWattsAroundGPUs = "load_watts_around_gpus"
    case idleWattsAroundGPUs = "idle_watts_around_gpus"
    case idleWattsPerGPU = "idle_watts_per_gpu"
    /// Of a card whose power limit is not known.
    case unknownGPUWatts = "unknown_gpu_watts"
    case cpuLoadWatts = "cpu_load_watts"
    case cpuIdleWatts = "cpu_idle_watts"
  }

  package struct Figure: Sendable, Equatable {
    package let value: Double
    package let unit: String
    /// The option that replaces it; nil where none does.
    package let option: String?
    package let asOf: String
    package let source: String
  }

  private let figures: [String: Figure]
  /// The place whose price of electricity counts.
  package let electricity: String
  /// What is compared with, as provider and model.
  package let apis: [String]
  /// Shares of the requests that a local model is assumed to carry in a hybrid.
  package let localShares: [Double]

  package init(_ node: JSONNode) throws(JSONShapeError) {
    var figures: [String: Figure] = [:]
    for row in try node.required("figures").elements() {
      figures[try row.required("name").string()] = Figure(
        value: try row.required("value").number(), unit: try row.required("unit").string(),
        option: try row.optional("option")?.string(), asOf: try row.required("as_of").string(),
        source: try row.required("source").string())
    }
    for name in Name.allCases where figures[name.rawValue] == nil {
      throw try node.required("figures").complaint("a figure named \"\(name.rawValue)\"")
    }
    self.figures = figures
    electricity = try node.required("electricity").string()
    apis = try node.strings("apis")
    localShares = try node.list("local_shares") { share throws(JSONShapeError) in try share.number() }
  }

  /// The figure of that name, which reading has made sure of.
  package func figure(_ name: Name) -> Figure {
    figures[name.rawValue] ?? Figure(value: 0, unit: "", option: nil, asOf: "", source: "missing")
  }

  package subscript(name: Name) -> Double { figure(name).value }

  package func problems(knowing names: CatalogNames) -> [(pointer: String, message: String)] {
    var problems: [(pointer: String, message: String)] = []
    for name in Name.allCases {
      let figure = figure(name)
      if !(0...10_000).contains(figure.value) { problems.append(("/figures", "\(name.rawValue) is out of range")) }
      if !CatalogDate.isDate(figure.asOf) { problems.append(("/figures", "\(name.rawValue) needs a date")) }
    }
    for (index, share) in localShares.enumerated() where !(0...1).contains(share) {
      problems.append(("/local_shares/\(index)", "a share is from 0 to 1"))
    }
    return problems
  }
}
