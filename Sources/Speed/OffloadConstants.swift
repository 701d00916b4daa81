import Base

/// The constants of placements that leave a part to main memory beside a card.
struct OffloadConstants: Sendable {
  /// The smallest micro-batch that the runtime gives the card.
  var leastTokens: Int
  /// Share of a link's rate that copies reach.
  var linkShare: Double
  /// The link of a card whose own is not known.
  var assumedLinkBytesPerSecond: Double
  /// The shape of the gamma distribution of how often each expert is chosen: the smaller, the less alike they are.
  var expertSpread: Double
  /// Of the copies.
  var band: Band
  /// What a token waits each time that it goes from the card to the processor and back.
  var exchangeSeconds: Double

  init(_ node: JSONNode) throws(JSONShapeError) {
    func value(_ name: String) throws(JSONShapeError) -> Double {
      let value = try node.required(name).number()
      guard value > 0 else { throw node.complaint("a positive \(name)") }
      return value
    }
    leastTokens = try node.required("least_tokens").integer()
    linkShare = try value("link_share")
    assumedLinkBytesPerSecond = try value("assumed_link_gbs") * 1e9
    expertSpread = try value("expert_spread")
    exchangeSeconds = try value("exchange_us") * 1e-6
    let band = try node.required("band")
    self.band = Band(slower: try band.required("slower").number(), faster: try band.required("faster").number())
  }
}
