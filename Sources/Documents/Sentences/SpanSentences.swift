import Base
import Fleet
import Machines
import Serving

/// What is said of models over several hosts.
enum SpanSentences {
  static func method(_ method: Span.Method) -> String {
    switch method {
    case .rpc: "layers by RPC"
    case .pipeline: "pipeline"
    case .tensor: "each layer shared"
    case .experts: "experts spread"
    }
  }

  /// Whether it is worth it, and beside what.
  static func reason(_ span: Span) -> String {
    guard let judgement = span.judgement else { return "It is compared with nothing." }
    let name = span.model.name
    let other = judgement.alternative.map(alternative)
    switch judgement.reason {
    case .doesNotFit: return "These hosts do not hold it" + (other.map { ". One runs \($0)." } ?? ".")
    case .unknownSpeed:
      return "Nothing can be said of its speed" + (other.map { ". One host runs \($0)." } ?? ".")
    case .nothingElse: return "No host alone runs a model for it."
    case .better: return "Worth it: its answers count for more than those of \(other ?? "any other") on one host."
    case .oneHostHoldsIt: return "Not worth it: one host alone runs \(other ?? name)."
    case .smallerIsBetter: return "Not worth it: one host alone runs \(other ?? "another model"), which is worth more."
    }
  }

  /// `Qwen3 8B Q6_K at 40 tok/s (quality 70)`.
  private static func alternative(_ other: Span.Alternative) -> String {
    "\(other.model.name) \(other.quantization) at \(Amounts.short(other.tokensPerSecond.estimate)) tok/s (quality "
      + "\(ByteSize.decimal(other.utility.quality, places: 0)))"
  }

  /// `25 Gbit/s with 50 µs`.
  static func link(_ link: NodeLink) -> String {
    let gigabits = link.bytesPerSecond * 8 / 1e9
    let rate = gigabits >= 1 ? "\(Amounts.short(gigabits)) Gbit/s" : "\(Amounts.short(gigabits * 1000)) Mbit/s"
    return rate + " with \(Amounts.short(link.latency * 1e6)) µs one way"
  }
}
