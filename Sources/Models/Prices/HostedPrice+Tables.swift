import Base

/// Prices in other people's forms.
extension HostedPrice {
  /// The prices of a file of one's own: the form of `catalog/prices.json` with as little as model, input and output, or
  /// LiteLLM's `model_prices_and_context_window.json`.
  package static func table(_ node: JSONNode, source: String) throws(JSONShapeError) -> [HostedPrice] {
    guard node.isObject || node.isArray else { throw node.mismatch("an object of prices or a list of them") }
    if let models = node.isArray ? node : try node.optional("models"), models.isArray {
      var prices: [HostedPrice] = []
      for row in try models.elements() { prices.append(try HostedPrice(own: row, source: source)) }
      return prices
    }
    var prices: [HostedPrice] = []
    for (name, row) in try node.members() where name != "sample_spec" && row.isObject {
      if let price = try HostedPrice(liteLLM: row, name: name, source: source) { prices.append(price) }
    }
    guard !prices.isEmpty else {
      throw node.complaint("\"models\" with prices per million tokens, or models with input_cost_per_token")
    }
    return prices
  }

  private init(own row: JSONNode, source: String) throws(JSONShapeError) {
    self.init(
      provider: try row.optional("provider")?.string() ?? "own price list", model: try row.required("model").string(),
      catalogID: try row.optional("catalog_id")?.string(), input: try row.required("input_usd_per_million").amount(),
      cachedInput: try row.optional("cached_input_usd_per_million")?.amount(),
      output: try row.required("output_usd_per_million").amount(),
      batchInput: try row.optional("batch_input_usd_per_million")?.amount(),
      batchOutput: try row.optional("batch_output_usd_per_million")?.amount(),
      retires: try row.optional("retires")?.string(), isRetired: try row.flag("retired"),
      asOf: try row.optional("as_of")?.string(), source: try row.optional("source")?.string() ?? source)
  }

  /// An entry of LiteLLM's table; nil for one that is not priced by tokens.
  private init?(liteLLM row: JSONNode, name: String, source: String) throws(JSONShapeError) {
    guard let input = try row.optional("input_cost_per_token"), let output = try row.optional("output_cost_per_token")
    else { return nil }
    func million(_ key: String) throws(JSONShapeError) -> Double? {
      guard let node = try row.optional(key) else { return nil }
      return try node.amount() * 1e6
    }
    self.init(
      provider: try row.optional("litellm_provider")?.string() ?? "own price list", model: name, catalogID: nil,
      input: try input.amount() * 1e6, cachedInput: try million("cache_read_input_token_cost"),
      output: try output.amount() * 1e6, batchInput: try million("input_cost_per_token_batches"),
      batchOutput: try million("output_cost_per_token_batches"),
      retires: try row.optional("deprecation_date")?.string(), isRetired: false, asOf: nil, source: source)
  }
}

extension JSONNode {
  /// A price: a number of 0 or more.
  fileprivate func amount() throws(JSONShapeError) -> Double {
    let value = try number()
    guard (0...1e6).contains(value) else { throw complaint("a price of 0 or more") }
    return value
  }
}
