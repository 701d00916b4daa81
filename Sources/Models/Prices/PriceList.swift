import Base

/// Published prices of hosted models, from `catalog/prices.json`.
package struct PriceList: CatalogDocument, Equatable {
  package static let fileName = "prices.json"
  /// A price older than this may have changed.
  static let daysUntilStale = 90

  /// What a provider adds for keeping data in one region, or for not keeping it.
  package struct Surcharge: Sendable, Equatable {
    package let provider: String
    package let name: String
    /// Factor on the price of tokens; nil where requests are charged.
    package let factor: Double?
    let usdPerThousandRequests: Double?
    /// Which models or endpoints it is for.
    package let appliesTo: String?
    package let asOf: String
    package let source: String
  }

  /// The newest day of any source.
  package let asOf: String
  /// What the keys of the prices' sources stand for.
  package let sources: [String: String]
  package let prices: [HostedPrice]
  package let surcharges: [Surcharge]

  package init(_ node: JSONNode) throws(JSONShapeError) {
    asOf = try node.required("as_of").string()
    var sources: [String: String] = [:]
    for (key, text) in try node.required("sources").members() { sources[key] = try text.string() }
    self.sources = sources
    prices = try node.list("models", of: HostedPrice.init)
    surcharges = try node.list("surcharges") { row throws(JSONShapeError) in
      Surcharge(
        provider: try row.required("provider").string(), name: try row.required("name").string(),
        factor: try row.optional("factor")?.number(),
        usdPerThousandRequests: try row.optional("usd_per_thousand_requests")?.number(),
        appliesTo: try row.optional("applies_to")?.string(), asOf: try row.required("as_of").string(),
        source: try row.required("source").string())
    }
  }

  /// A list of prices from elsewhere.
  package init(own prices: [HostedPrice], asOf: String, source: String) {
    (self.asOf, self.prices, surcharges) = (asOf, prices, [])
    sources = [source: source]
  }

  /// The prices under a name as the provider writes it, in any case, with or without the provider before a slash.
  package func prices(named name: String) -> [HostedPrice] {
    let wanted = name.lowercased()
    return prices.filter { price in
      let model = price.model.lowercased()
      return model == wanted || "\(price.provider.lowercased())/\(model)" == wanted
    }
  }

  /// What hosts ask for a model of the catalogue.
  package func prices(ofCatalogModel id: String) -> [HostedPrice] { prices.filter { $0.catalogID == id } }

  package func problems(knowing names: CatalogNames) -> [(pointer: String, message: String)] {
    var problems: [(pointer: String, message: String)] = []
    var seen: Set<[String]> = []
    for (index, price) in prices.enumerated() {
      let place = "/models/\(index)"
      func complain(_ key: String, _ message: String) { problems.append((place + key, message)) }
      if !seen.insert([price.provider, price.model]).inserted { complain("", "this provider's model is there twice") }
      let all = [price.input, price.output, price.cachedInput, price.batchInput, price.batchOutput].compactMap { $0 }
      if all.contains(where: { !(0...10_000).contains($0) }) { complain("", "a price is out of range") }
      if let cached = price.cachedInput, cached > price.input {
        complain("/cached_input_usd_per_million", "cached input is dearer than input")
      }
      if let batch = price.batchOutput, batch > price.output {
        complain("/batch_output_usd_per_million", "a batch is dearer than a request")
      }
      if let id = price.catalogID, !names.models.contains(id) {
        complain("/catalog_id", "the catalogue has no model \"\(id)\"")
      }
      if sources[price.source] == nil { complain("/source", "\"\(price.source)\" is not among the sources") }
      for (key, date) in [("/as_of", price.asOf), ("/retires", price.retires)] {
        if let date, !CatalogDate.isDate(date) { complain(key, "expected a date, not \"\(date)\"") }
      }
    }
    for (index, surcharge) in surcharges.enumerated() where (surcharge.factor ?? 1) < 1 {
      problems.append(("/surcharges/\(index)/factor", "a surcharge is a factor above 1"))
    }
    return problems
  }
}
