import Base

/// The fitted quality of the catalogue's models, from `catalog/quality.json`.
struct QualityTable {
  /// The use cases that a benchmark speaks for directly.
  private let useCases: [String: [UseCase]]
  private let scores: [String: [(useCase: UseCase, score: Double, uncertainty: Double)]]

  private let prior: QualityPrior

  init(_ node: JSONNode) throws(JSONShapeError) {
    var useCases: [String: [UseCase]] = [:]
    for (key, member) in try node.required("benchmarks").members() {
      guard let useCase = UseCase(rawValue: key) else { throw member.mismatch("a use case as key") }
      for element in try member.elements() { useCases[try element.string(), default: []].append(useCase) }
    }
    var scores: [String: [(useCase: UseCase, score: Double, uncertainty: Double)]] = [:]
    for (id, member) in try node.required("models").members() {
      var list: [(useCase: UseCase, score: Double, uncertainty: Double)] = []
      for (key, pair) in try member.members() {
        guard let useCase = UseCase(rawValue: key) else { throw pair.mismatch("a use case as key") }
        let values = try pair.elements()
        guard values.count == 2 else { throw pair.mismatch("an array of a score and its uncertainty") }
        list.append((useCase, try values[0].number(), try values[1].number()))
      }
      scores[id] = list
    }
    (self.useCases, self.scores) = (useCases, scores)
    prior = try QualityPrior(node.required("prior"))
  }

  /// Fills the quality of a model that has none of its own: fitted, or expected of its size, date and kind.
  func fill(_ model: inout Model) {
    guard model.quality.isEmpty else { return }
    guard let list = scores[model.id] else {
      model.quality = prior.quality(of: model)
      return
    }
    let known = model.scores.filter { Self.counts($0, model) }.map { ($0.benchmark, useCases[$0.benchmark] ?? []) }
    var quality: [UseCase: Model.Quality] = Dictionary(minimumCapacity: list.count)
    var indirect: [String]?
    for (useCase, score, uncertainty) in list {
      var sources: [String] = []
      for (benchmark, speaksFor) in known where speaksFor.contains(useCase) { sources.append(benchmark) }
      if sources.isEmpty {
        sources = indirect ?? [Self.basis(of: model)]
        indirect = sources
      }
      quality[useCase] = Model.Quality(score: score, uncertainty: uncertainty, sources: sources)
    }
    model.quality = quality
  }

  /// Whether a result entered the fit, by the rules of catalog/tools/fit_quality.py.
  private static func counts(_ score: Model.Score, _ model: Model) -> Bool {
    if score.source.hasSuffix(".quoting") { return false }
    return model.capabilities.contains(.reasoning)
      ? !score.benchmark.hasPrefix("oll2_") : !score.source.hasSuffix(".reasoning")
  }

  /// What a score rests on when no published result speaks for the use case itself.
  private static func basis(of model: Model) -> String {
    !model.scores.contains { counts($0, model) }
      ? "prior from family, size and date" : "inferred from other results, family, size and date"
  }
}
