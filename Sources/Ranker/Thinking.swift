import ModelCatalog
import SpeedModel

/// Whether a model writes its thoughts before its answer.
package enum Thinking: String, Sendable, CaseIterable {
  /// It cannot.
  case none
  /// It does, and the answer still comes in time.
  case on
  /// It could, but the answer would come too late, so that it is judged without.
  case off
}

extension Model {
  /// Whether thinking cannot be switched off: releases made for reasoning only, which say so in their names.
  var alwaysThinks: Bool {
    guard capabilities.contains(.reasoning) else { return false }
    let words = Set(id.lowercased().split { !($0.isLetter || $0.isNumber) })
    return !words.isDisjoint(with: [
      "thinking", "reasoning", "reasoner", "r1", "qwq", "magistral", "deep", "deepscaler", "openthinker", "marco",
    ])
  }
}

/// How a model that passes the speed gates answers, and how long that takes.
struct AnswerTime: Equatable {
  var thinking: Thinking
  /// From the question to the end of the answer, in seconds.
  var seconds: Double

  /// Nil when the model cannot answer in time.
  init?(_ model: Model, decode: Double, firstToken: Double, needs: RankingRules.Needs, isSpeedAskedFor: Bool) {
    guard decode > 0 else { return nil }
    let plain = firstToken + needs.answerTokens / decode
    guard model.capabilities.contains(.reasoning), needs.thinkingTokens > 0 else {
      (thinking, seconds) = (.none, plain)
      return
    }
    let thought = plain + needs.thinkingTokens / decode
    if thought <= needs.answerSeconds || isSpeedAskedFor {
      (thinking, seconds) = (.on, thought)
    } else if model.alwaysThinks {
      return nil
    } else {
      (thinking, seconds) = (.off, plain)
    }
  }
}
