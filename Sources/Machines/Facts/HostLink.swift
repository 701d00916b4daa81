extension Accelerator {
  /// What the link between the device and main memory carries in one direction, in bytes per second; nil where it is not known.
  ///
  /// Idle cards slow their links down, so that the fastest rate counts that the card and the bridges before it have; the
  /// lanes are those in use, for a card in a narrow slot still knows of all its own, and one with a bridge of its own is
  /// linked to that with all of them.
  package var linkBytesPerSecond: Double? {
    guard let link, var lanes = link.lanes ?? link.maximumLanes, lanes > 0,
      var transfers = link.maximumTransfersPerSecond ?? link.transfersPerSecond, transfers > 0
    else { return nil }
    for bridge in bridges {
      guard let most = bridge.link.maximumTransfersPerSecond, most > Self.untoldTransfersPerSecond else { continue }
      transfers = min(transfers, most)
      if let width = bridge.link.lanes, width > 0 { lanes = min(lanes, width) }
    }
    // Eight bits are sent as ten up to the second generation, 128 as 130 since.
    let share = transfers < 8e9 ? 0.8 : 128.0 / 130
    return transfers / 8 * share * Double(lanes)
  }

  /// What bridges inside a machine and Thunderbolt's say that have no rate of their own: that of the first generation.
  private static let untoldTransfersPerSecond = 2.5e9
}
