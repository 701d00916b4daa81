import Models
import Speed

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
package struct AnswerTime: Sendable, Equatable {
  package var thinking: Thinking
  /// From a usual question to the end of its answer, thoughts included, in seconds.
  package var seconds: Double
  /// The part of the worth of thinking that the wait for it takes away, from 0 to 1.
  var price = 0.0
  /// How much of the wait for the first token is felt, from 0 to 1.
  var waiting = 0.0

  /// Nil when the model cannot answer in time.
  init?(_ model: Model, decode: Double, firstToken: Double, needs: RankingRules.Needs, isSpeedAskedFor: Bool) {
    guard decode > 0 else { return nil }
    let unfelt = needs.firstTokenSeconds * RankingRules.freeFirstTokenWait
    waiting = min(1, max(0, (firstToken - unfelt) / (needs.firstTokenSeconds - unfelt)))
    let plain = firstToken + needs.answerTokens / decode
    guard model.capabilities.contains(.reasoning), needs.thinkingTokens > 0 else {
      (thinking, seconds) = (.none, plain)
      return
    }
    let thought = plain + needs.thinkingTokens / decode
    let free = needs.answerSeconds * RankingRules.freeWait
    let wait = min(1, max(0, (Steps.wait(thought) - free) / (needs.answerSeconds - free)))
    if isSpeedAskedFor {
      (thinking, seconds) = (.on, thought)
    } else if thought <= needs.answerSeconds, wait < 1 || model.alwaysThinks {
      (thinking, seconds, price) = (.on, thought, wait)
    } else if model.alwaysThinks {
      return nil
    } else {
      (thinking, seconds, price) = (.off, plain, 1)
    }
  }
}
