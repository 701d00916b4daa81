/// What a provider asks for the tokens of one model.
package struct TokenPrice: Sendable, Equatable {
  package var provider: String
  package var model: String
  /// For a million tokens, as the other amounts.
  package var input: Money
  /// Tokens that the provider has in its cache; nil where it grants nothing for them.
  package var cachedInput: Money?
  package var output: Money
  package var batchInput: Money?
  package var batchOutput: Money?
  /// Factor for a region or another promise; 1 without.
  package var surcharge: Double
  /// When the source gave the price; nil where it does not say.
  package var asOf: String?
  package var source: String
  /// Older than prices keep.
  package var isStale: Bool
  /// The day from which the provider no longer serves it.
  package var retires: String?
  package var isRetired: Bool
  /// The name under which it was asked for, where it is another model's.
  var standsFor: String?

  package init(
    provider: String, model: String, input: Money, cachedInput: Money? = nil, output: Money, batchInput: Money? = nil,
    batchOutput: Money? = nil, surcharge: Double = 1, asOf: String?, source: String, isStale: Bool = false,
    retires: String? = nil, isRetired: Bool = false
  ) {
    self.provider = provider
    self.model = model
    self.input = input
    self.cachedInput = cachedInput
    self.output = output
    self.batchInput = batchInput
    self.batchOutput = batchOutput
    self.surcharge = surcharge
    self.asOf = asOf
    self.source = source
    self.isStale = isStale
    self.retires = retires
    self.isRetired = isRetired
  }

  package var name: String { "\(provider)/\(model)" }

  /// What a month of the load costs: tokens × price, cached input and batches at their own price where there is one.
  package func monthly(_ load: RequestLoad) -> Money {
    let amount = APITokens(load, cachesInput: cachedInput != nil, batches: batchInput != nil && batchOutput != nil)
    let sum =
      input.perMillion(amount.input) + (cachedInput ?? input).perMillion(amount.cached)
      + output.perMillion(amount.output) + (batchInput ?? input).perMillion(amount.batchInput)
      + (batchOutput ?? output).perMillion(amount.batchOutput)
    return surcharge == 1 ? sum : sum * surcharge
  }

  /// The same price, that many times as high.
  package func scaled(_ factor: Double) -> TokenPrice {
    var price = self
    (price.input, price.output, price.cachedInput) = (input * factor, output * factor, cachedInput.map { $0 * factor })
    (price.batchInput, price.batchOutput) = (batchInput.map { $0 * factor }, batchOutput.map { $0 * factor })
    return price
  }
}

/// Tokens of a month by the price that is asked for them.
package struct APITokens: Sendable, Equatable {
  package var input: Int
  package var cached: Int
  package var output: Int
  package var batchInput: Int
  package var batchOutput: Int

  /// Requests that may wait go to the batch price where there is one, the input of the others partly to the cache's.
  package init(_ load: RequestLoad, cachesInput: Bool, batches: Bool) {
    func whole(_ number: Double) -> Int { Int(max(0, min(1e18, number.rounded()))) }
    let waiting = batches ? load.batchShare : 0
    let (allInput, allOutput) = (
      whole(load.requestsPerMonth * load.inputTokens), whole(load.requestsPerMonth * load.outputTokens)
    )
    (batchInput, batchOutput) = (whole(Double(allInput) * waiting), whole(Double(allOutput) * waiting))
    cached = cachesInput ? whole(Double(allInput - batchInput) * load.cachedShare) : 0
    (input, output) = (allInput - batchInput - cached, allOutput - batchOutput)
  }
}

/// A model's price with what it comes to.
package struct APIBill: Sendable, Equatable {
  package var price: TokenPrice
  package var monthly: Money
  package var rates: UnitCosts
  /// What the months asked for come to, with growth.
  package var total: Money
}
