/// What a card costs, and which of its prices that is.
package struct CardPrice: Sendable, Equatable {
  package enum Kind: String, Sendable, CaseIterable {
    /// As the maker stated it when the card came out.
    case launch
    /// As dealers ask for a new one.
    case street
    case used
  }

  package var usd: Double
  package var kind: Kind
  /// The day, month or year of the price; nil where it is not known.
  package var asOf: String?
  package var source: String?

  package init(usd: Double, kind: Kind, asOf: String? = nil, source: String? = nil) {
    (self.usd, self.kind, self.asOf, self.source) = (usd, kind, asOf, source)
  }
}

/// The price of each card of the table: what dealers ask, else what used ones are sold for, else that of its launch.
package struct CardPriceTable: Sendable {
  private var prices: [String: CardPrice] = [:]

  package static let builtIn = CardPriceTable(machines: try? .builtIn(), used: try? .builtIn())

  package init(machines: MachinePriceList?, used: UsedPriceList?) {
    for price in used?.prices ?? [] {
      prices[price.gpu] = CardPrice(usd: price.usd, kind: .used, asOf: price.asOf, source: price.source)
    }
    // Of several that dealers ask the dearest: what is cheaper may be gone.
    for price in machines?.hardware ?? [] where price.kind == .street {
      guard let gpu = price.gpu else { continue }
      if let known = prices[gpu], known.kind == .street, known.usd >= price.usd { continue }
      prices[gpu] = CardPrice(usd: price.usd, kind: .street, asOf: price.asOf, source: price.source)
    }
  }

  /// The price of a card, whose maker asked so much at its launch.
  package func price(ofGPU id: String, launchUSD: Double?, launchYear: Int?) -> CardPrice? {
    prices[id] ?? launchUSD.map { CardPrice(usd: $0, kind: .launch, asOf: launchYear.map(String.init)) }
  }

  /// Whether used ones are sold: such cards are worth a look however old they are.
  package func hasUsed(gpu id: String) -> Bool { prices[id]?.kind == .used }
}
