import Base

/// Electricity prices, power of machines and measured energy of tokens, from `catalog/energy.json`.
package struct EnergyFacts: CatalogDocument, Equatable {
  package static let fileName = "energy.json"

  /// What a kilowatt-hour costs somewhere, with taxes as its source counts them.
  package struct Electricity: Sendable, Equatable {
    package enum Sector: String, Sendable, CaseIterable { case household, business, industrial }
    package enum Currency: String, Sendable, CaseIterable {
      case usd = "USD"
      case eur = "EUR"
    }

    /// A code such as `DE` or `US-CA`, or the name of a region of the world.
    package let place: String
    package let name: String
    package let sector: Sector
    package let currency: Currency
    package let pricePerKWh: Double
    package let asOf: String
    package let source: String
  }

  /// Energy of a data centre over that of its machines.
  package struct Overhead: Sendable, Equatable {
    package let name: String
    package let factor: Double
    package let asOf: String?
    package let source: String
  }

  /// What a machine or a GPU was seen to draw.
  package struct Power: Sendable, Equatable {
    package let name: String
    package let gpu: String?
    package let gpuCount: Int
    package let watts: Double
    package let asOf: String
    package let source: String
  }

  /// Measured energy of a generated token.
  package struct PerToken: Sendable, Equatable {
    /// Id in the catalogue.
    package let model: String
    package let gpu: String
    package let gpuCount: Int
    let weightFormat: String
    package let engine: String
    /// Requests at once, on average.
    package let concurrency: Double
    package let watts: Double
    let joulesPerToken: Double
    package let asOf: String
    package let source: String
  }

  package let electricity: [Electricity]
  let overheads: [Overhead]
  package let power: [Power]
  package let perToken: [PerToken]

  package init(_ node: JSONNode) throws(JSONShapeError) {
    electricity = try node.list("electricity") { row throws(JSONShapeError) in
      Electricity(
        place: try row.required("place").string(), name: try row.required("name").string(),
        sector: try row.required("sector").word(Electricity.Sector.self),
        currency: try row.required("currency").word(Electricity.Currency.self),
        pricePerKWh: try row.required("price_per_kwh").number(), asOf: try row.required("as_of").string(),
        source: try row.required("source").string())
    }
    overheads = try node.list("power_usage_effectiveness") { row throws(JSONShapeError) in
      Overhead(
        name: try row.required("name").string(), factor: try row.required("factor").number(),
        asOf: try row.optional("as_of")?.string(), source: try row.required("source").string())
    }
    power = try node.list("power") { row throws(JSONShapeError) in
      Power(
        name: try row.required("name").string(), gpu: try row.optional("gpu")?.string(),
        gpuCount: try row.required("gpu_count").integer(in: 1...1024), watts: try row.required("watts").number(),
        asOf: try row.required("as_of").string(), source: try row.required("source").string())
    }
    perToken = try node.list("per_token") { row throws(JSONShapeError) in
      PerToken(
        model: try row.required("model").string(), gpu: try row.required("gpu").string(),
        gpuCount: try row.required("gpu_count").integer(in: 1...1024),
        weightFormat: try row.required("weight_format").string(), engine: try row.required("engine").string(),
        concurrency: try row.required("concurrency").number(), watts: try row.required("watts").number(),
        joulesPerToken: try row.required("joules_per_token").number(), asOf: try row.required("as_of").string(),
        source: try row.required("source").string())
    }
  }

  /// The price for a place, by its code or name in any case.
  package func electricity(in place: String, sector: Electricity.Sector) -> Electricity? {
    let wanted = place.lowercased()
    return electricity.first {
      $0.sector == sector && ($0.place.lowercased() == wanted || $0.name.lowercased() == wanted)
    }
  }

  package func problems(knowing names: CatalogNames) -> [(pointer: String, message: String)] {
    var problems: [(pointer: String, message: String)] = []
    for (index, price) in electricity.enumerated() {
      let place = "/electricity/\(index)"
      if !(0.01...2).contains(price.pricePerKWh) { problems.append((place + "/price_per_kwh", "out of range")) }
      if !CatalogDate.isDate(price.asOf) { problems.append((place + "/as_of", "expected a date")) }
    }
    for (index, overhead) in overheads.enumerated() where !(1...3).contains(overhead.factor) {
      problems.append(("/power_usage_effectiveness/\(index)/factor", "out of range"))
    }
    for (index, row) in power.enumerated() where !(1...30_000).contains(row.watts) {
      problems.append(("/power/\(index)/watts", "out of range"))
    }
    for (index, row) in perToken.enumerated() {
      let place = "/per_token/\(index)"
      if !names.models.contains(row.model) {
        problems.append((place + "/model", "the catalogue has no model \"\(row.model)\""))
      }
      if !names.gpus.contains(row.gpu) { problems.append((place + "/gpu", "no GPU has the id \"\(row.gpu)\"")) }
      if !(0.001...1_000).contains(row.joulesPerToken) {
        problems.append((place + "/joules_per_token", "out of range"))
      }
    }
    return problems
  }
}
