/// By how much the truth may be slower or faster than an estimate, as factors of at least one.
package struct Band: Sendable, Equatable {
  package var slower: Double
  package var faster: Double
}

/// The bands of models without and with experts, whose errors differ.
struct Bands: Sendable, Equatable {
  var dense: Band
  var experts: Band

  func band(hasExperts: Bool) -> Band { hasExperts ? experts : dense }
}
