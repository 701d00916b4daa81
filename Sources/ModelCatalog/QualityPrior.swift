import JSONText

/// The quality to expect of a model that nobody has published anything about, from size, date and kind.
///
/// The regression of catalog/tools/fit_quality.py with the coefficients it found; the regressors here are those there.
struct QualityPrior {
  private struct Line {
    var atZero: Double
    var context: Double
    var uncertainty: Double
    var coefficients: [(name: String, value: Double)]
  }

  private let lines: [(useCase: UseCase, line: Line)]

  init(_ node: JSONCursor) throws(JSONShapeError) {
    var lines: [(useCase: UseCase, line: Line)] = []
    for (key, member) in try node.members() {
      guard let useCase = UseCase(rawValue: key) else { throw member.mismatch("a use case as key") }
      var line = Line(atZero: 0, context: 0, uncertainty: 0, coefficients: [])
      for (name, value) in try member.members() {
        switch name {
        case "at_zero": line.atZero = try value.number()
        case "context": line.context = try value.number()
        case "uncertainty": line.uncertainty = try value.number()
        default: line.coefficients.append((name, try value.number()))
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
    var quality: [UseCase: Model.Quality] = [:]
    for (useCase, line) in lines where Self.isEligible(model, useCase) {
      var points = line.atZero + line.context * Self.contextDoublings(model)
      for (name, value) in line.coefficients { points += value * (regressors[name] ?? 0) }
      quality[useCase] = Model.Quality(
        score: Self.bounded(points), uncertainty: line.uncertainty, sources: ["prior from size, date and kind"])
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

  private static func regressors(of model: Model, total: Double, active: Double) -> [String: Double] {
    let decades = Power.log10(total / 8e9)
    let released = model.released.flatMap { CatalogDate.monthAndDay($0) }?.month
    // Without a date: a year after the scale's zero of July 2024, neither new nor old.
    let years = released.map { Double($0 - (2024 * 12 + 6)) / 12 } ?? 1
    let reasoning = model.capabilities.contains(.reasoning) ? 1.0 : 0
    return [
      "total": decades, "active": Power.log10(active / 8e9), "small": max(0, -0.5 - decades), "years": years,
      "late": max(0, years - 1), "reasoning": reasoning, "small_reasoning": reasoning * max(0, -0.3 - decades),
      "code": model.capabilities.contains(.code) ? 1 : 0, "math": model.id.contains("math") ? 1 : 0,
      "vision": model.capabilities.contains(.vision) ? 1 : 0,
      "completion": model.capabilities.contains(.chat) ? 0 : 1,
    ]
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
