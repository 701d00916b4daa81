import Base

/// What used cards are sold for, from `catalog/used-cards.json`.
package struct UsedPriceList: CatalogDocument, Equatable {
  package static let fileName = "used-cards.json"

  package struct Price: Sendable, Equatable {
    /// Id in `catalog/gpus.json`.
    package let gpu: String
    package let usd: Double
    package let asOf: String
    package let source: String
  }

  package let prices: [Price]

  package init(_ node: JSONNode) throws(JSONShapeError) {
    prices = try node.list("prices") { row throws(JSONShapeError) in
      Price(
        gpu: try row.required("gpu").string(), usd: try row.required("usd").number(),
        asOf: try row.required("as_of").string(), source: try row.required("source").string())
    }
  }

  package func problems(knowing names: CatalogNames) -> [(pointer: String, message: String)] {
    var problems: [(pointer: String, message: String)] = []
    for (index, price) in prices.enumerated() {
      let place = "/prices/\(index)"
      if !names.gpus.contains(price.gpu) { problems.append((place + "/gpu", "no GPU has the id \"\(price.gpu)\"")) }
      if !(10...50_000).contains(price.usd) { problems.append((place + "/usd", "out of range")) }
      if !CatalogDate.isDate(price.asOf) { problems.append((place + "/as_of", "expected a date")) }
    }
    return problems
  }
}
