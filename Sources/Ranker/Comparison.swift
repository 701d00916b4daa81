import FitCalculator
import ModelCatalog
import SpeedModel

/// Two models side by side on one machine.
package struct Comparison: Sendable, Equatable {
  package var first: Side
  package var second: Side
  /// Sentences that say which is better in what.
  package var remarks: [String]

  /// One model: the pick that passes the gates, or what holds it back.
  package struct Side: Sendable, Equatable {
    package var model: Model
    package var pick: Pick?
    package var rejection: Rejection?
  }
}

extension Ranker {
  /// Two models at the quantization each would be recommended with.
  package func comparison(_ first: Model, _ second: Model, workload: Workload, wishes: Wishes) -> Comparison {
    func side(_ model: Model) -> Comparison.Side {
      let answer = recommendation(from: [model], workload: workload, wishes: wishes)
      if let pick = answer.picks.first { return .init(model: model, pick: pick, rejection: nil) }
      guard case .held(let rejection) = judge(model, workload: workload, wishes: wishes) else {
        return .init(model: model, pick: nil, rejection: nil)
      }
      return .init(model: model, pick: nil, rejection: answer.nearest.first ?? rejection)
    }
    let (left, right) = (side(first), side(second))
    return Comparison(first: left, second: right, remarks: Self.remarks(left, right))
  }

  private static func remarks(_ left: Comparison.Side, _ right: Comparison.Side) -> [String] {
    guard let first = left.pick, let second = right.pick else {
      return [left, right].compactMap { side in
        side.rejection.map {
          "\(side.model.name) is held back by its \($0.gate.rawValue): needs \($0.needed), has \($0.available)."
        }
      }
    }
    var remarks: [String] = []
    if first.quality.score != second.quality.score {
      let better = first.quality.score > second.quality.score ? first : second
      remarks.append("\(better.model.name) is expected to answer better.")
    }
    let (a, b) = (
      Steps.speed(first.speed.decodeTokensPerSecond.estimate), Steps.speed(second.speed.decodeTokensPerSecond.estimate)
    )
    if a != b { remarks.append("\((a > b ? first : second).model.name) writes faster.") }
    let (p, q) = (first.fit.memory.totalBytes, second.fit.memory.totalBytes)
    if p != q { remarks.append("\((p < q ? first : second).model.name) needs less memory.") }
    return remarks
  }
}
