import Base
import Documents
import Economics
import Models
import Options

/// What a workload costs at hosted models and on one's own machines.
struct CostCommand: PlimsollCommand {
  static var configuration: CommandConfiguration {
    CommandConfiguration(
      name: "cost", abstract: "Compare what a workload costs at hosted models and on your own machines.",
      discussion: """
        The local side is what you name: amounts (--setup, --local-monthly), a rented machine (--rent), or a model on this, \
        a recorded or a simulated machine (--local MODEL), whose throughput then says how many machines the load needs. \
        Without a local side the hosted models alone are compared. The exit code is 3 when the machines named cannot \
        carry the load.
        """,
      examples: [
        (
          "plimsoll cost --requests-per-day 5000 --input 800 --output 400 --api gpt-4o-mini --setup 1600 --local-monthly 30",
          "When is the hardware paid for?"
        ),
        (
          "plimsoll cost --requests-per-month 1M --input 500 --output 200 --api gpt-4o --rent g5.xlarge --local qwen3:8b",
          "As many rented machines as the load needs."
        ),
        ("plimsoll cost --log usage.jsonl --local qwen3:32b --gpu '2xRTX 3090'", "The workload of a log."),
      ])
  }

  @OptionGroup var loadOptions: LoadOptions
  @OptionGroup var apiOptions: APIOptions
  @OptionGroup var localOptions: LocalCostOptions
  @OptionGroup var answerOptions: CostAnswerOptions
  @OptionGroup var inputOptions: InputOptions

  var outputOptions: OutputOptions { inputOptions.output }

  func run(_ surroundings: Surroundings) throws -> ExitCode {
    let page = try page(surroundings)
    if let file = answerOptions.plot, let reason = FileReplacement.write(CostText.plot(page).svg, to: file) {
      throw Failure(.cannotCreate, "cannot write the plot: \(reason)")
    }
    if outputOptions.form == .markdown {
      surroundings.console.output(CostMarkdown.page(page, version: programVersion), isDocument: true)
    } else {
      surroundings.print(page, as: Contract.cost, outputOptions) { CostText.page(page, style: $0) }
    }
    let locals = page.answer.locals
    return locals.isEmpty || locals.contains(where: \.carriesLoad) ? .answered : .nothingFits
  }

  private func page(_ surroundings: Surroundings) throws -> CostPage {
    let defaults = try CostDefaults.builtIn()
    let months = Months(days: Double(answerOptions.monthDays), rentalHours: Double(answerOptions.rentalHours))
    let workload = try CostLoad(options: loadOptions, months: months, defaults: defaults).found()
    let prices = try CostPrices(options: apiOptions, today: surroundings.today)
    let named = try prices.named(apiOptions.apis)
    let facts = try CostFacts(options: localOptions, answer: answerOptions, defaults: defaults)
    let locals = try CostSetups(
      options: localOptions, input: inputOptions, facts: facts, load: workload.load, surroundings: surroundings
    ).found()
    let compared = try compared(named, prices, workload, catalogID: locals.catalogID, defaults)
    let amortization = defaults.figure(.amortizationMonths)
    let study = CostStudy(
      load: workload.load,
      terms: .init(
        months: months, usualAmortizationMonths: amortization.value, horizonMonths: answerOptions.months),
      prices: compared.prices, setups: locals.setups,
      localShares: answerOptions.qualityShare.map { [$0.share] } ?? defaults.localShares,
      retryShare: defaults[.retryShare], careHours: defaults[.careHours],
      carePerHour: localOptions.opsRate?.amount ?? Money(usd: defaults[.opsUSDPerHour]))
    let answer = study.answer()
    let derives = answer.locals.contains { $0.setup.machines == nil && $0.setup.capacity != nil }
    let asked = workload.assumptions.filter { derives || !$0.isPeak }
    var assumptions = [CostAssumption.months(months)] + asked + compared.assumptions
    assumptions += locals.assumptions + discounts(answer) + purchase(answer, amortization)
    return CostPage(
      answer: answer, log: workload.log, logCosts: workload.log.map { logCosts($0, workload.load, months, prices) },
      assumptions: assumptions.deduplicated, unpriced: compared.unpriced, explains: answerOptions.explain)
  }

  /// The hosted models: those named, otherwise the log's, otherwise usual ones and whoever hosts the local model.
  private func compared(
    _ named: CostPrices.Found, _ prices: CostPrices, _ workload: CostLoad.Found, catalogID: String?,
    _ defaults: CostDefaults
  ) throws -> CostPrices.Found {
    guard named.prices.isEmpty else { return named }
    var found = CostPrices.Found()
    if let log = workload.log {
      found = prices.logged(log.models)
      let byName = Dictionary(
        log.models.map { ($0.name, prices.logged([$0]).prices.first) }, uniquingKeysWith: { first, _ in first })
      if log.models.count > 1, let mean = TokenPrice(log.models, priced: { byName[$0] ?? nil }) {
        found.prices.insert(mean, at: 0)
      }
    }
    if found.prices.isEmpty {
      let usual = try prices.named(defaults.apis)
      found.prices = usual.prices
      found.assumptions += usual.assumptions
    }
    if let catalogID {
      let hosted = prices.hosted(catalogID: catalogID, load: workload.load, most: 3)
      found.prices += hosted.prices.filter { price in !found.prices.contains { $0.name == price.name } }
      found.assumptions += hosted.assumptions
    }
    return found
  }

  /// Discounts that the load could have and a provider does not grant.
  private func discounts(_ answer: CostAnswer) -> [CostAssumption] {
    answer.apis.flatMap { bill -> [CostAssumption] in
      let (load, price) = (answer.study.load, bill.price)
      return (load.cachedShare > 0 && price.cachedInput == nil ? [.noCacheDiscount(model: price.name)] : [])
        + (load.batchShare > 0 && price.batchOutput == nil ? [.noBatchDiscount(model: price.name)] : [])
    }
  }

  private func purchase(_ answer: CostAnswer, _ usual: CostDefaults.Figure) -> [CostAssumption] {
    guard answer.locals.contains(where: { $0.purchase != .zero }) else { return [] }
    if let months = localOptions.amortize?.value {
      return [.amortized(months: months, resaleShare: localOptions.resale?.share ?? 0)]
    }
    return [.purchaseApart(months: usual.value, source: .init(usual.source, asOf: usual.asOf))]
  }

  /// A month of each part of a log at its own model's price.
  private func logCosts(
    _ log: UsageSummary, _ load: RequestLoad, _ months: Months, _ prices: CostPrices
  ) -> CostPage.LogCosts {
    let scale = log.whole.requests > 0 ? load.requestsPerMonth / Double(log.whole.requests) : 0
    func cost(_ group: UsageSummary.Group, _ price: TokenPrice?) -> Money? {
      guard let price else { return nil }
      let sum =
        price.input.perMillion(group.inputTokens - group.cachedTokens)
        + (price.cachedInput ?? price.input).perMillion(group.cachedTokens)
        + price.output.perMillion(group.outputTokens)
      return sum * scale
    }
    let byModel = log.models.map { cost($0, prices.logged([$0]).prices.first) }
    let features = log.features.map { feature in
      log.models.count == 1 ? cost(feature, prices.logged(log.models).prices.first) : nil
    }
    return CostPage.LogCosts(models: byModel, features: features)
  }
}

extension Array where Element: Equatable {
  /// Each element once, where it comes first.
  fileprivate var deduplicated: [Element] {
    reduce(into: []) { result, element in if !result.contains(element) { result.append(element) } }
  }
}
