import Base
import Models

/// Whether a model can be run with a context of some length.
package enum ContextRule: Sendable, Equatable {
  /// Within what the model was trained for.
  case trained
  /// Beyond it, by the model's own rope rule, up to a limit in tokens.
  case extended(RopeScaling, limit: Int)
  /// Beyond it, and nothing the model's makers provide reaches so far; the limit is that of the rope rule, if any.
  case refused(limit: Int?)

  /// What the runtime must be told to stretch the context with YaRN.
  package struct RopeScaling: Sendable, Equatable {
    package var factor: Double
    /// The context, in tokens, that the model was trained with before it is stretched.
    package var originalContext: Int
  }

  /// The rule for a context of `tokens` per sequence.
  package init(_ model: Model, context tokens: Int) {
    guard tokens > model.contextMaximum, model.contextMaximum > 0 else {
      self = .trained
      return
    }
    guard let rope = model.architecture?.rope, rope.type.contains("optional"), let factor = rope.factor,
      let original = rope.originalContext
    else {
      self = .refused(limit: nil)
      return
    }
    let limit = Saturating.integer(Double(original) * factor)
    self =
      tokens <= limit
      ? .extended(RopeScaling(factor: factor, originalContext: original), limit: limit) : .refused(limit: limit)
  }
}
