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
  /// When the source gave this price; the day, or the month or year where it says no more, nil where it says nothing.
  package let asOf: String?
  /// A key of `PriceList.sources`; of prices from elsewhere, where they are from.
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

  init(
    provider: String, model: String, catalogID: String?, input: Double, cachedInput: Double?, output: Double,
    batchInput: Double?, batchOutput: Double?, retires: String?, isRetired: Bool, asOf: String?, source: String
  ) {
    (self.provider, self.model, self.catalogID) = (provider, model, catalogID)
    (self.input, self.cachedInput, self.output) = (input, cachedInput, output)
    (self.batchInput, self.batchOutput, contextTokens) = (batchInput, batchOutput, nil)
    (self.retires, self.isRetired) = (retires, isRetired)
    (self.asOf, self.source) = (asOf, source)
  }

  /// Whether the price is older on that day than prices keep: 90 days.
  ///
  /// What has no date is as new as its reader says.
  package func isStale(on today: String) -> Bool {
    guard let asOf else { return false }
    return CatalogDate.days(from: asOf, to: today).map { $0 > PriceList.daysUntilStale } ?? true
  }

  /// Whether the provider has stopped serving it by that day.
  package func isRetired(on today: String) -> Bool {
    isRetired || (retires.flatMap { CatalogDate.days(from: $0, to: today) } ?? -1) >= 0
  }
}
