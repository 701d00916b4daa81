import Base

/// The constants of one engine on one generation of cards (docs/serving.md says what each means).
package struct StepConstants: Sendable, Equatable {
  /// Share of the peak bandwidth that weights and the cache are read with.
  var (weightShare, cacheShare): (Double, Double)
  /// Share of the matrix rate that decoding, prompts and attention on prompts reach.
  var (decodeShare, promptShare, attentionShare): (Double, Double, Double)
  /// Seconds that a layer, a layer with experts, a step, a sequence in it and a prompt wait besides.
  var (layer, expertLayer, step, sequence, prompt): (Double, Double, Double, Double, Double)
  /// Seconds of each exchange between cards, and the share of their link that it reaches.
  var (exchange, linkShare): (Double, Double)
  /// What operations and bytes of experts cost more.
  var (expertCost, expertReads): (Double, Double)
  /// What formats of eight and four bits reach of twice and four times the rate; the cost of unpacking otherwise.
  var (fp8Share, fp4Share, unpackingCost): (Double, Double, Double)
  /// One less than the power of the sum of reading and computing.
  var overlap: Double

  package static func == (left: Self, right: Self) -> Bool {
    left.weightShare == right.weightShare && left.decodeShare == right.decodeShare
      && left.promptShare == right.promptShare && left.layer == right.layer && left.sequence == right.sequence
  }
}

extension StepConstants {
  /// The product of the levels that have a constant, the most general first.
  init(levels: [JSONNode]) throws(JSONShapeError) {
    func value(_ name: String) throws(JSONShapeError) -> Double {
      var (product, isKnown) = (1.0, false)
      for level in levels {
        guard let factor = try level.optional(name) else { continue }
        (product, isKnown) = (product * (try factor.number()), true)
      }
      guard isKnown, let first = levels.first else { throw JSONShapeError(pointer: "", line: 1, expected: name) }
      guard product > 0 else { throw first.complaint("a positive \(name)") }
      return product
    }
    func seconds(_ name: String) throws(JSONShapeError) -> Double { try value(name + "_us") * 1e-6 }
    (weightShare, cacheShare) = (try value("weight_share"), try value("cache_share"))
    (decodeShare, promptShare, attentionShare) = (
      try value("decode_share"), try value("prompt_share"), try value("attention_share")
    )
    (layer, expertLayer, step, sequence, prompt) = (
      try seconds("layer"), try seconds("expert_layer"), try seconds("step"), try seconds("sequence"),
      try seconds("prompt")
    )
    (exchange, linkShare) = (try seconds("exchange"), try value("link_share"))
    (expertCost, expertReads) = (try value("expert_cost"), try value("expert_reads"))
    (fp8Share, fp4Share, unpackingCost) = (
      try value("fp8_share"), try value("fp4_share"), try value("unpacking_cost")
    )
    overlap = try value("overlap")
  }
}
