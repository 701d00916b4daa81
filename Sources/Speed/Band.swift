/// By how much the truth may be slower or faster than an estimate, as factors of at least one.
package struct Band: Sendable, Equatable {
  package var slower: Double
  package var faster: Double

  package init(slower: Double, faster: Double) {
    self.slower = slower
    self.faster = faster
  }

  /// The same band with both sides raised to a power: 2 is twice as wide in logarithms.
  func widened(_ factor: Double) -> Band {
    Band(slower: 1 + (slower - 1) * factor, faster: 1 + (faster - 1) * factor)
  }
}
