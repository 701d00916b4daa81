import Base
import Economics
import Models

/// Finds the prices of the hosted models that are compared with.
struct CostPrices {
  let options: APIOptions
  let list: PriceList
  let own: PriceList?
  let today: String

  struct Found {
    var prices: [TokenPrice] = []
    var assumptions: [CostAssumption] = []
    /// Names of a log that no list of prices knows.
    var unpriced: [String] = []
  }

  init(options: APIOptions, today: String) throws {
    self.options = options
    self.today = today
    list = try PriceList.builtIn()
    own = try options.price.map { try Self.own($0, today: today) }
  }

  private static func own(_ file: String, today: String) throws -> PriceList {
    let node = try InputFile.json(
      InputFile.bytes(file, what: "the price list", limit: InputFile.limit), file: file)
    do {
      return PriceList(own: try HostedPrice.table(node, source: file), asOf: today, source: file)
    } catch {
      throw InputFile.failure(error, file: file)
    }
  }

  /// The prices of models that the user named; an unknown name is a failure.
  func named(_ names: [String]) throws -> Found {
    var found = Found()
    for name in names {
      switch match(name) {
      case .found(let prices): add(prices, to: &found)
      case .foundWithout(let ending, let prices):
        add(prices, to: &found)
        found.assumptions.append(.priceStandsFor(name: name, model: prices.first?.model ?? ending))
      case .ambiguous(let names):
        throw Failure(
          .usage, "'\(name)' names \(names.count) hosted models",
          hint: "one of: " + names.prefix(8).joined(separator: ", ") + (names.count > 8 ? ", …" : ""))
      case .unknown(let nearest):
        throw Failure(
          .usage, "no price is known of '\(name)'",
          hint: (nearest.isEmpty ? "" : "nearest: \(nearest.joined(separator: ", ")); ")
            + "your own prices: --price FILE")
      }
    }
    return found
  }

  /// The prices of a log's models; what has none is told, and not dropped.
  func logged(_ groups: [UsageSummary.Group]) -> Found {
    var found = Found()
    for group in groups {
      let name = group.name
      switch name.isEmpty ? .unknown(nearest: []) : match(name) {
      case .found(let prices): add(Array(prices.prefix(1)), to: &found)
      case .foundWithout(_, let prices):
        add(Array(prices.prefix(1)), to: &found)
        found.assumptions.append(.priceStandsFor(name: name, model: prices.first?.model ?? name))
      case .ambiguous, .unknown: found.unpriced.append(name)
      }
    }
    return found
  }

  /// The prices of all that host a model of the catalogue, the cheapest few.
  func hosted(catalogID: String, load: RequestLoad, most: Int) -> Found {
    var found = Found()
    add(list.prices(ofCatalogModel: catalogID).filter { !$0.isRetired(on: today) }, to: &found)
    found.prices = Array(found.prices.sorted { $0.monthly(load) < $1.monthly(load) }.prefix(most))
    return found
  }

  private func match(_ name: String) -> PriceMatch {
    if let own {
      switch own.match(name) {
      case .unknown: break
      case let found: return found
      }
    }
    return list.match(name)
  }

  private func add(_ prices: [HostedPrice], to found: inout Found) {
    for price in prices {
      var token = TokenPrice(price, list: list, today: today)
      if options.regional, let surcharge = list.surcharges.first(where: { $0.provider == price.provider }),
        let factor = surcharge.factor
      {
        token.surcharge = factor
        let assumption = CostAssumption.surcharge(
          provider: price.provider, factor: factor, appliesTo: surcharge.appliesTo ?? surcharge.name,
          source: .init(surcharge.source, asOf: surcharge.asOf))
        if !found.assumptions.contains(assumption) { found.assumptions.append(assumption) }
      }
      if !found.prices.contains(where: { $0.name == token.name }) { found.prices.append(token) }
    }
  }
}

extension TokenPrice {
  /// A price of the list as the comparison takes it.
  init(_ price: HostedPrice, list: PriceList, today: String) {
    self.init(
      provider: price.provider, model: price.model, input: Money(usd: price.input),
      cachedInput: price.cachedInput.map { Money(usd: $0) }, output: Money(usd: price.output),
      batchInput: price.batchInput.map { Money(usd: $0) }, batchOutput: price.batchOutput.map { Money(usd: $0) },
      asOf: price.asOf, source: list.sources[price.source] ?? price.source, isStale: price.isStale(on: today),
      retires: price.retires, isRetired: price.isRetired(on: today))
  }

  /// The mean price of a log's models, each token at its own model's; nil unless every one of them has a price.
  init?(_ groups: [UsageSummary.Group], priced: (String) -> TokenPrice?) {
    var (input, cached, output) = (Money.zero, Money.zero, Money.zero)
    var (inputs, caches, outputs) = (0, 0, 0)
    var oldest: String?
    for group in groups {
      guard let price = priced(group.name) else { return nil }
      input = input + price.input.perMillion(group.inputTokens - group.cachedTokens)
      cached = cached + (price.cachedInput ?? price.input).perMillion(group.cachedTokens)
      output = output + price.output.perMillion(group.outputTokens)
      inputs += group.inputTokens - group.cachedTokens
      caches += group.cachedTokens
      outputs += group.outputTokens
      if let asOf = price.asOf { oldest = min(oldest ?? asOf, asOf) }
    }
    func mean(_ amount: Money, _ tokens: Int) -> Money { tokens > 0 ? amount / (Double(tokens) / 1e6) : .zero }
    self.init(
      provider: "as logged", model: "all models", input: mean(input, inputs),
      cachedInput: caches > 0 ? mean(cached, caches) : nil, output: mean(output, outputs), asOf: oldest,
      source: "mean of the prices of the log's models")
  }
}
