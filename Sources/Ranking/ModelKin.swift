import Models

/// What tells how near models are to each other; made once of each, for many are compared.
struct ModelKin {
  private let creator: String
  private let family: String
  /// The makers' line, such as `Qwen` for Qwen3.5 and Qwen3.6.
  let line: String
  private let weights: Int?
  /// Those of one token.
  private let active: Int?

  init(_ model: Model) {
    (creator, family) = (model.creator, model.family)
    line = model.creator + "/" + String(model.family.prefix { $0.isLetter })
    weights = model.parameters ?? model.textParameters
    active = model.activeParameters ?? model.parameters
  }

  /// Same makers' line and about the same size, in all and in active weights.
  func isAlike(_ other: ModelKin) -> Bool { line == other.line && isNear(other, within: RankingRules.alikeSizes) }

  /// Same family and size: all weights and those of one token within a third.
  func isVariant(of other: ModelKin) -> Bool {
    family == other.family && creator == other.creator && isNear(other, within: 1.34)
  }

  /// Whether neither all weights nor those of one token differ by more than a factor.
  private func isNear(_ other: ModelKin, within factor: Double) -> Bool {
    func alike(_ a: Int?, _ b: Int?) -> Bool {
      guard let a, let b, a > 0, b > 0 else { return false }
      return Double(max(a, b)) / Double(min(a, b)) < factor
    }
    return alike(weights, other.weights) && alike(active, other.active)
  }
}
