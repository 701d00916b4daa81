import Base

/// The fitted quality of the catalogue's models, from `catalog/quality.json`.
final class QualityTable: Sendable {
  /// The use cases that a benchmark speaks for directly.
  private let useCases: [String: [UseCase]]
  /// By model; read when it is asked for.
  private let scores: [String: JSONNode.Member]

  private let prior: QualityPrior

  /// A table; of one that is not trusted everything is read at once, to complain of it.
  init(_ node: JSONNode, isTrusted: Bool) throws(JSONShapeError) {
    var useCases: [String: [UseCase]] = [:]
    for (key, member) in try node.required("benchmarks").members() {
      guard let useCase = UseCase(rawValue: key) else { throw member.mismatch("a use case as key") }
      for element in try member.elements() { useCases[try element.string(), default: []].append(useCase) }
    }
    let models = try node.required("models").unreadMembers()
    var scores: [String: JSONNode.Member] = Dictionary(minimumCapacity: models.count)
    for member in models {
      if !isTrusted {
        for (_, pair) in try Self.fitted(member.node) { _ = try Self.values(pair) }
      }
      scores[member.key] = member
    }
    (self.useCases, self.scores) = (useCases, scores)
    prior = try QualityPrior(node.required("prior"))
  }

  private static func fitted(_ node: JSONNode) throws(JSONShapeError) -> [(useCase: UseCase, values: JSONNode)] {
    var list: [(useCase: UseCase, values: JSONNode)] = []
    for (key, pair) in try node.members() {
      guard let useCase = UseCase(rawValue: key) else { throw pair.mismatch("a use case as key") }
      list.append((useCase, pair))
    }
    return list
  }

  private static func values(_ pair: JSONNode) throws(JSONShapeError) -> (score: Double, uncertainty: Double) {
    guard let (score, uncertainty) = try pair.two() else {
      throw pair.mismatch("an array of a score and its uncertainty")
    }
    return (try score.number(), try uncertainty.number())
  }

  /// Whether anything is known of a model: it is fitted, or what is expected of its kind.
  func knows(_ model: Model) -> Bool { scores[model.id] != nil || !prior.quality(of: model).isEmpty }

  /// The quality of a model for a use case: fitted, or expected of its size, date and kind.
  func quality(of model: Model, _ useCase: UseCase) -> Model.Quality? {
    guard let fitted = scores[model.id]?.node else { return prior.quality(of: model)[useCase] }
    return Self.values(fitted, useCase).map { quality(of: model, useCase, $0) }
  }

  /// The same without what it rests on.
  func points(of model: Model, _ useCase: UseCase) -> (score: Double, uncertainty: Double)? {
    guard let fitted = scores[model.id]?.node else {
      return prior.quality(of: model)[useCase].map { ($0.score, $0.uncertainty) }
    }
    return Self.values(fitted, useCase)
  }

  private static func values(_ fitted: JSONNode, _ useCase: UseCase) -> (score: Double, uncertainty: Double)? {
    guard let pair = try? fitted.optional(useCase.rawValue) else { return nil }
    return try? values(pair)
  }

  /// The same for every use case.
  func quality(of model: Model) -> [UseCase: Model.Quality] {
    guard let node = scores[model.id]?.node, let list = try? Self.fitted(node) else { return prior.quality(of: model) }
    var quality: [UseCase: Model.Quality] = Dictionary(minimumCapacity: list.count)
    for (useCase, pair) in list {
      quality[useCase] = (try? Self.values(pair)).map { self.quality(of: model, useCase, $0) }
    }
    return quality
  }

  private func quality(
    of model: Model, _ useCase: UseCase, _ values: (score: Double, uncertainty: Double)
  ) -> Model.Quality {
    Model.Quality(
      score: values.score, uncertainty: values.uncertainty, sources: Deferred { self.sources(of: model, useCase) })
  }

  /// The results that speak for a use case, or what else its score rests on.
  private func sources(of model: Model, _ useCase: UseCase) -> [String] {
    let direct = model.scores.filter { Self.counts($0, model) && useCases[$0.benchmark]?.contains(useCase) == true }
    return direct.isEmpty ? [Self.basis(of: model)] : direct.map(\.benchmark)
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
