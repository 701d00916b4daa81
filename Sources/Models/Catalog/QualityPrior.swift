import Base

/// The quality to expect of a model that nobody has published anything about, from size, date and kind.
///
/// The regression of catalog/tools/fit_quality.py with the coefficients it found; the regressors here are those there.
struct QualityPrior {
  private struct Line {
    var atZero: Double
    var context: Double
    var uncertainty: Double
    /// One per regressor.
    var coefficients = [Double](repeating: 0, count: Regressor.allCases.count)
  }

  /// What the regression knows of a model, by the names of the fitting script.
  private enum Regressor: String, CaseIterable {
    case total, active, small, years, late, reasoning, smallReasoning = "small_reasoning", code, math, vision
    case completion, special
  }

  private let lines: [(useCase: UseCase, line: Line)]

  init(_ node: JSONNode) throws(JSONShapeError) {
    var lines: [(useCase: UseCase, line: Line)] = []
    for (key, member) in try node.members() {
      guard let useCase = UseCase(rawValue: key) else { throw member.mismatch("a use case as key") }
      var line = Line(atZero: 0, context: 0, uncertainty: 0)
      for (name, value) in try member.members() {
        switch name {
        case "at_zero": line.atZero = try value.number()
        case "context": line.context = try value.number()
        case "uncertainty": line.uncertainty = try value.number()
        default:
          guard let index = Regressor.allCases.firstIndex(where: { $0.rawValue == name }) else {
            throw value.mismatch("a regressor as key")
          }
          line.coefficients[index] = try value.number()
        }
      }
      lines.append((useCase, line))
    }
    self.lines = lines
  }

  /// One entry per use case that the model can do; nothing for a model of unknown size.
  func quality(of model: Model) -> [UseCase: Model.Quality] {
    guard let total = model.textParameters ?? model.parameters, total > 0 else { return [:] }
    let active = min(model.activeParameters ?? total, total)
    let regressors = Self.regressors(of: model, total: Double(total), active: Double(max(active, 1)))
    let sources = ["prior from size, date and kind"]
    var quality: [UseCase: Model.Quality] = Dictionary(minimumCapacity: lines.count)
    for (useCase, line) in lines where Self.isEligible(model, useCase) {
      var points = line.atZero + line.context * Self.contextDoublings(model)
      for (value, regressor) in zip(line.coefficients, regressors) { points += value * regressor }
      quality[useCase] = Model.Quality(
        score: Self.bounded(points), uncertainty: line.uncertainty, sources: sources)
    }
    return quality
  }

  private static func isEligible(_ model: Model, _ useCase: UseCase) -> Bool {
    switch useCase {
    case .vision: model.capabilities.contains(.vision)
    case .coding: !model.capabilities.isDisjoint(with: [.chat, .code])
    case .embedding: false
    default: model.capabilities.contains(.chat)
    }
  }

  private static func regressors(of model: Model, total: Double, active: Double) -> [Double] {
    let decades = Power.log10(total / 8e9)
    let released = model.released.flatMap { CatalogDate.monthAndDay($0) }?.month
    // Without a date: a year after the scale's zero of July 2024, neither new nor old.
    let years = released.map { Double($0 - (2024 * 12 + 6)) / 12 } ?? 1
    let can = { (capability: Model.Capability) in model.capabilities.contains(capability) ? 1.0 : 0 }
    return Regressor.allCases.map { regressor in
      switch regressor {
      case .total: decades
      case .active: Power.log10(active / 8e9)
      case .small: max(0, -0.5 - decades)
      case .years: years
      case .late: max(0, years - 1)
      case .reasoning: can(.reasoning)
      case .smallReasoning: can(.reasoning) * max(0, -0.3 - decades)
      case .code: can(.code)
      case .math: ModelWords.split(model.id).contains("math") ? 1 : 0
      case .vision: can(.vision)
      case .completion: 1 - can(.chat)
      // Which models are tuned for one task is known of the catalogue's own only.
      case .special: 0
      }
    }
  }

  /// Doublings of the trained context from 8192 tokens, between -2 and 4.
  private static func contextDoublings(_ model: Model) -> Double {
    min(max(Power.log10(Double(max(model.contextMaximum, 1)) / 8192) / Power.log10(2), -2), 4)
  }

  /// Bent only where the scale of 0 to 100 would be left.
  private static func bounded(_ points: Double) -> Double {
    if points > 90 { return 90 + 10 * (1 - Power.exponential(-(points - 90) / 10)) }
    return points > 10 ? points : 10 * Power.exponential((points - 10) / 10)
  }
}
