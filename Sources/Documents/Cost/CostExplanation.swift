import Base
import Economics

/// How the figures of a comparison of costs come about.
enum CostExplanation {
  /// A figure with its formula, the numbers put in.
  struct Figure: Sendable, Equatable {
    var name: String
    var formula: String
    var result: String
    var source: String
    var asOf: String?
  }

  static func figures(_ page: CostPage) -> [Figure] {
    let answer = page.answer
    return load(answer) + answer.apis.map { api($0, answer.study) }
      + answer.locals.flatMap { local($0, answer, page.assumptions) } + answer.comparisons.flatMap(comparison)
      + answer.hybrids.map { hybrid($0, answer) }
  }

  private static func load(_ answer: CostAnswer) -> [Figure] {
    let load = answer.study.load
    let perDay = load.requestsPerMonth / answer.study.terms.months.days
    return [
      Figure(
        name: "requests a month",
        formula: "\(Amounts.count(perDay)) a day x \(Amounts.count(answer.study.terms.months.days)) days",
        result: Amounts.count(load.requestsPerMonth), source: "the workload as given or measured"),
      Figure(
        name: "tokens a month",
        formula:
          "\(Amounts.count(load.requestsPerMonth)) x (\(number(load.inputTokens)) + \(number(load.outputTokens)))",
        result: Amounts.count(load.tokensPerMonth.rounded()), source: "the workload as given or measured"),
    ]
  }

  private static func api(_ bill: APIBill, _ study: CostStudy) -> Figure {
    let price = bill.price
    let hasBatch = price.batchInput != nil && price.batchOutput != nil
    let tokens = APITokens(study.load, cachesInput: price.cachedInput != nil, batches: hasBatch)
    let terms: [(Int, Money?)] = [
      (tokens.input, price.input), (tokens.cached, price.cachedInput), (tokens.output, price.output),
      (tokens.batchInput, price.batchInput), (tokens.batchOutput, price.batchOutput),
    ]
    let sum = terms.compactMap { count, price in
      count > 0 ? price.map { "\(Amounts.count(Double(count) / 1e6))M x \(CostSentences.price($0))" } : nil
    }.joined(separator: " + ")
    return Figure(
      name: "\(price.name), a month",
      formula: price.surcharge == 1 ? sum : "(\(sum)) x \(number(price.surcharge))",
      result: CostSentences.money(bill.monthly),
      source: price.source, asOf: price.asOf)
  }

  private static func local(_ bill: LocalBill, _ answer: CostAnswer, _ assumptions: [CostAssumption]) -> [Figure] {
    let (name, months) = (bill.setup.name, answer.study.terms.months)
    var figures: [Figure] = []
    func add(_ what: String, _ formula: String, _ amount: Money, _ source: CostAssumption.Source?) {
      figures.append(
        Figure(
          name: "\(name): \(what)", formula: formula, result: CostSentences.money(amount),
          source: source?.text ?? "as given",
          asOf: source?.asOf))
    }
    switch bill.setup.running {
    case .given(let amount): add("a month", CostSentences.money(amount), amount, nil)
    case .rented(let perHour):
      let source = assumptions.lazy.compactMap { assumption -> CostAssumption.Source? in
        if case .rental(name, _, _, let source) = assumption { source } else { nil }
      }.first
      add(
        "rent", "\(bill.machines) x \(CostSentences.price(perHour)) x \(number(months.rentalHours)) h",
        bill.parts.rental, source)
    case .powered(let power):
      let busy = min(1, bill.utilisation ?? 1)
      let source = assumptions.lazy.compactMap { assumption -> CostAssumption.Source? in
        if case .electricity(_, _, let source) = assumption { source } else { nil }
      }.first
      let watts =
        "(\(number(power.idleWatts)) W + \(number(power.loadWatts - power.idleWatts)) W x \(Amounts.percent(busy)))"
      add(
        "power",
        "\(bill.machines) x \(watts) x \(number(months.hours)) h x \(number(power.overhead)) x \(CostSentences.price(power.perKWh)) / kWh",
        bill.parts.power, source)
    }
    if bill.parts.engineering > .zero {
      let hours = "\(number(bill.setup.engineeringHours)) h x \(CostSentences.money(bill.setup.engineeringPerHour))"
      let onCall = bill.setup.onCall > .zero ? " + \(CostSentences.money(bill.setup.onCall)) on call" : ""
      add("engineering", hours + onCall, bill.parts.engineering, nil)
    }
    if let purchase = bill.purchase, purchase > .zero, let loaded = bill.loadedMonthly {
      let source = assumptions.lazy.compactMap { assumption -> CostAssumption.Source? in
        if case .purchase(name, _, _, let source) = assumption { source } else { nil }
      }.first
      let resale = bill.setup.resaleShare > 0 ? " x (1 - \(number(bill.setup.resaleShare)))" : ""
      add(
        "a month with hardware",
        "\(CostSentences.money(bill.runningMonthly)) + \(CostSentences.money(purchase))\(resale) / \(number(bill.loadedMonths))",
        loaded, source)
    }
    if let capacity = bill.setup.capacity, let carried = bill.requestsPerMonthCapacity {
      figures.append(
        Figure(
          name: "\(name): machines",
          formula: "\(Amounts.count(answer.study.load.requestsPerMonth)) x \(number(answer.study.load.peakFactor)) / "
            + "(\(number(capacity.requestsPerSecond.estimate)) a second x \(number(months.seconds)) s), rounded up",
          result:
            "\(bill.machines), \(bill.utilisation.map(Amounts.percent) ?? "?") used of \(Amounts.count(carried.rounded()))",
          source: "plimsoll's model of speed: \(capacity.basis.rawValue)"))
    }
    return figures
  }

  private static func comparison(_ comparison: CostComparison) -> [Figure] {
    let pair = "\(comparison.api.price.name) against \(comparison.local.setup.name)"
    let (api, own) = (CostSentences.money(comparison.api.monthly), CostSentences.money(comparison.local.runningMonthly))
    var figures: [Figure] = []
    if case .months(let estimate, _, _) = comparison.breakEven, let purchase = comparison.local.purchase,
      purchase > .zero
    {
      figures.append(
        Figure(
          name: "\(pair): break-even", formula: "\(CostSentences.money(purchase)) / (\(api) - \(own))",
          result: "\(CostSentences.months(estimate)) months", source: "the figures above"))
    }
    if let requests = comparison.crossover.requestsPerMonth, let perRequest = comparison.api.rates.perRequest {
      figures.append(
        Figure(
          name: "\(pair): equal cost",
          formula: "fixed cost a month / (\(CostSentences.price(perRequest)) a request - power of a request)",
          result: "\(Amounts.count(requests.rounded())) requests a month", source: "the figures above"))
    }
    return figures
  }

  private static func hybrid(_ hybrid: HybridCost, _ answer: CostAnswer) -> Figure {
    let api = answer.best.map { CostSentences.money($0.api.monthly) } ?? "?"
    let own = hybrid.pattern == .tiered ? Amounts.percent(hybrid.localShare) : "100 %"
    return Figure(
      name: "\(hybrid.pattern.rawValue), \(Amounts.percent(hybrid.localShare)) local",
      formula: "\(Amounts.percent(1 - hybrid.localShare)) of \(api) + local cost of \(own) of the requests",
      result: CostSentences.money(hybrid.monthly), source: "the figures above; the share is assumed")
  }

  private static func number(_ value: Double) -> String {
    value.rounded() == value ? Amounts.count(value) : JSONWriter.line(.number(JSONValue.rounded(value)))
  }
}
