import Base

/// A model's quality for each use case; of the fitted ones only what is asked for is read.
package struct Qualities: Sendable, Equatable {
  /// All of them.
  @Deferred package private(set) var all: [UseCase: Model.Quality]
  private let fitted: (table: QualityTable, model: Shared<Model>)?

  init(_ all: [UseCase: Model.Quality]) {
    _all = Deferred(wrappedValue: all)
    fitted = nil
  }

  init(of model: Shared<Model>, in table: QualityTable) {
    _all = Deferred { table.quality(of: model) }
    fitted = (table, model)
  }

  /// The quality for a use case; nil where nothing is known of it.
  package subscript(useCase: UseCase) -> Model.Quality? {
    guard let fitted, fitted.table.isFitted(fitted.model) else { return all[useCase] }
    return fitted.table.fitted(fitted.model, useCase)
  }

  package var isEmpty: Bool { !(fitted.map { $0.table.isFitted($0.model) } ?? false) && all.isEmpty }

  package static func == (one: Qualities, other: Qualities) -> Bool { one.$all == other.$all }
}

extension Model {
  /// Has its quality, where it has none of its own, from the table when it is asked for.
  mutating func takeQuality(from table: QualityTable) {
    if qualities.isEmpty { qualities = Qualities(of: Shared(wrappedValue: self), in: table) }
  }
}
