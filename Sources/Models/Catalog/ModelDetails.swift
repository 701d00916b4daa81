extension Model {
  /// What nothing is computed from: pages about the model show it, and its quality is said to rest on it.
  package struct Details: Sendable, Equatable {
    var languages: [String] = []
    var scores: [Score] = []
    var sources: [String] = []
    var provenance: [Provenance] = []
  }

  /// Languages the maker names, as ISO 639-1 codes; empty when not known one by one.
  package var languages: [String] { details.languages }

  package var scores: [Score] { details.scores }

  package var sources: [String] {
    get { details.sources }
    set { details.sources = newValue }
  }

  /// Where each group of facts comes from.
  package var provenance: [Provenance] { details.provenance }
}
