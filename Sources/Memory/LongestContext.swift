import Models

extension ContextRule {
  /// The longest context of a model in tokens: the trained one, or as far as its own rope rule stretches it.
  ///
  /// A rope rule that a model was trained with is in its trained context already. 0: not known.
  package static func longest(_ model: Model) -> Int {
    if case .extended(_, let limit) = ContextRule(model, context: model.contextMaximum &+ 1) { return limit }
    return model.contextMaximum
  }
}
