import Glibc

/// By how much the truth may be slower or faster than an estimate, as factors of at least one.
struct Band: Sendable, Equatable {
  var slower: Double
  var faster: Double
}

/// The bands of models without and with experts, whose errors differ.
struct Bands: Sendable, Equatable {
  var dense: Band
  var experts: Band

  func band(hasExperts: Bool) -> Band { hasExperts ? experts : dense }

  /// The bands of what may be off by so much more: the standard deviation of a logarithm.
  func widened(by deviation: Double) -> Bands {
    guard deviation > 0 else { return self }
    let factor = exp(deviation)
    return Bands(
      dense: Band(slower: dense.slower * factor, faster: dense.faster * factor),
      experts: Band(slower: experts.slower * factor, faster: experts.faster * factor))
  }
}
