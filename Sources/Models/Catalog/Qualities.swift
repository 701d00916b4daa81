import Base

/// Where a model's quality for each use case is from: its own entry, or else the fitted table.
struct Qualities: Sendable, Equatable {
  /// As it was said of the model itself.
  var stated: [UseCase: Model.Quality] = [:]
  var table: QualityTable?

  /// What most entries have before a table is known; kept once.
  static let unknown = Qualities()

  /// Tables are not compared: what models have in them follows from the models.
  static func == (one: Qualities, other: Qualities) -> Bool {
    one.stated == other.stated && (one.table == nil) == (other.table == nil)
  }
}

extension Model {
  /// One entry per use case.
  package var quality: [UseCase: Quality] {
    get { qualities.table?.quality(of: self) ?? qualities.stated }
    set { qualities = Qualities(stated: newValue) }
  }

  /// The quality for a use case; nil where nothing is known of it.
  package func quality(for useCase: UseCase) -> Quality? {
    qualities.table.map { $0.quality(of: self, useCase) } ?? qualities.stated[useCase]
  }

  /// The same without what it rests on.
  package func points(for useCase: UseCase) -> (score: Double, uncertainty: Double)? {
    guard let table = qualities.table else { return qualities.stated[useCase].map { ($0.score, $0.uncertainty) } }
    return table.points(of: self, useCase)
  }

  /// Whether anything is known of its quality.
  package var hasQuality: Bool { qualities.table.map { $0.knows(self) } ?? !qualities.stated.isEmpty }

  /// Has its quality, where it has none of its own, from the table when it is asked for.
  mutating func takeQuality(from table: QualityTable) {
    if qualities.stated.isEmpty { qualities.table = table }
  }
}
