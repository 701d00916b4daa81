import Base

/// What one provider asks for one model, in US dollars per million tokens.
package struct HostedPrice: Sendable, Equatable {
  package let provider: String
  /// As the provider calls it.
  package let model: String
  /// The catalogue's model that is hosted; nil for a model whose weights are not published or not in the catalogue.
  package let catalogID: String?
  package let input: Double
  /// Prompt tokens that the provider has in its cache; nil where it grants nothing for them.
  package let cachedInput: Double?
  package let output: Double
  package let batchInput: Double?
  package let batchOutput: Double?
  package let contextTokens: Int?
  /// The day from which the provider no longer serves it.
  package let retires: String?
  package let isRetired: Bool
  /// When the source gave this price; the day, or the month or year where it says no more.
  package let asOf: String
  /// A key of `PriceList.sources`.
  package let source: String

  init(_ node: JSONNode) throws(JSONShapeError) {
    provider = try node.required("provider").string()
    model = try node.required("model").string()
    catalogID = try node.optional("catalog_id")?.string()
    input = try node.required("input_usd_per_million").number()
    cachedInput = try node.optional("cached_input_usd_per_million")?.number()
    output = try node.required("output_usd_per_million").number()
    batchInput = try node.optional("batch_input_usd_per_million")?.number()
    batchOutput = try node.optional("batch_output_usd_per_million")?.number()
    contextTokens = try node.optional("context_tokens")?.integer()
    retires = try node.optional("retires")?.string()
    isRetired = try node.flag("retired")
    asOf = try node.required("as_of").string()
    source = try node.required("source").string()
  }

  /// Whether the price is older on that day than prices keep: 90 days.
  package func isStale(on today: String) -> Bool {
    CatalogDate.days(from: asOf, to: today).map { $0 > PriceList.daysUntilStale } ?? true
  }
}
