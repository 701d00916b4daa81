import JSONText

/// The fitted quality of the catalogue's models, from `catalog/quality.json`.
struct QualityTable {
  /// Benchmarks that speak for a use case directly.
  private let benchmarks: [UseCase: Set<String>]
  private let scores: [String: [(useCase: UseCase, score: Double, uncertainty: Double)]]

  init(_ node: JSONCursor) throws(JSONShapeError) {
    var benchmarks: [UseCase: Set<String>] = [:]
    for (key, member) in try node.required("benchmarks").members() {
      guard let useCase = UseCase(rawValue: key) else { throw member.mismatch("a use case as key") }
      var names: Set<String> = []
      for element in try member.elements() { names.insert(try element.string()) }
      benchmarks[useCase] = names
    }
    var scores: [String: [(useCase: UseCase, score: Double, uncertainty: Double)]] = [:]
    for (id, member) in try node.required("models").members() {
      var list: [(useCase: UseCase, score: Double, uncertainty: Double)] = []
      for (key, pair) in try member.members() {
        guard let useCase = UseCase(rawValue: key) else { throw pair.mismatch("a use case as key") }
        var values = try pair.elements()
        guard let score = values.next(), let uncertainty = values.next(), values.next() == nil else {
          throw pair.mismatch("an array of a score and its uncertainty")
        }
        list.append((useCase, try score.number(), try uncertainty.number()))
      }
      scores[id] = list
    }
    (self.benchmarks, self.scores) = (benchmarks, scores)
  }

  /// Fills the quality of a model that has none of its own.
  func fill(_ model: inout Model) {
    guard model.quality.isEmpty, let list = scores[model.id] else { return }
    for (useCase, score, uncertainty) in list {
      let direct = model.scores.map(\.benchmark).filter { benchmarks[useCase]?.contains($0) ?? false }
      model.quality[useCase] = Model.Quality(
        score: score, uncertainty: uncertainty, sources: direct.isEmpty ? [Self.basis(of: model)] : direct)
    }
  }

  /// What a score rests on when no published result speaks for the use case itself.
  private static func basis(of model: Model) -> String {
    model.scores.isEmpty ? "prior from family, size and date" : "inferred from other results, family, size and date"
  }
}
