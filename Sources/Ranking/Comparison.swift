import Base
import Memory
import Models
import Speed

/// Two models side by side on one machine.
package struct Comparison: Sendable, Equatable {
  @Shared package var first: Side
  @Shared package var second: Side

  /// One model: the pick that passes the gates, or what holds it back.
  package struct Side: Sendable, Equatable {
    @Shared package var model: Model
    @Shared package var pick: Pick? = nil
    @Shared package var rejection: Rejection? = nil
    /// What it would be without the gates of speed, wait and licence, where those hold it back.
    @Shared package var withoutGates: Pick? = nil
  }
}

extension Ranker {
  /// Two models at the quantization each would be recommended with.
  package func comparison(_ first: Model, _ second: Model, workload: Workload, wishes: Wishes) -> Comparison {
    func side(_ model: Model) -> Comparison.Side {
      switch judge(model, workload: workload, wishes: wishes) {
      case .passed(let candidate): .init(model: model, pick: Diversity.choose([candidate], limit: 1).first)
      case .held(let rejection):
        .init(
          model: model,
          rejection: nearest([rejection], best: nil, workload: workload, wishes: wishes).first ?? rejection,
          withoutGates: pickWithoutGates(model, workload: workload, wishes: wishes))
      }
    }
    func pickWithoutGates(_ model: Model, workload: Workload, wishes: Wishes) -> Pick? {
      var open = wishes
      (open.minimumTokensPerSecond, open.maximumTimeToFirstTokenSeconds, open.license) = (0, .infinity, .any)
      guard case .passed(let candidate) = judge(model, workload: workload, wishes: open) else { return nil }
      return Diversity.choose([candidate], limit: 1).first
    }
    return Comparison(first: side(first), second: side(second))
  }
}
