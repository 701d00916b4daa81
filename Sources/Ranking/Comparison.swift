import Base
import Memory
import Models
import Speed

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
    var wishes = wishes
    wishes.limit = 1
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
    var remarks = [left, right].compactMap { side in
      side.pick == nil ? side.rejection.map(Comparison.sentence) : nil
    }
    guard let first = left.pick, let second = right.pick else { return remarks }
    func number(_ value: Double) -> String { ByteSize.decimal(value, places: value < 10 ? 1 : 0) }
    let gap = abs(first.quality.score - second.quality.score)
    if gap > 0 {
      let better = first.quality.score > second.quality.score ? first : second
      let word = gap >= 10 ? "clearly better" : gap >= 3 ? "better" : "a little better"
      remarks.append(
        "\(better.model.name) is expected to answer \(word) (\(ByteSize.decimal(gap, places: 1)) points; 10 are "
          + "clearly noticeable).")
    }
    let (a, b) = (first.speed.decodeTokensPerSecond.estimate, second.speed.decodeTokensPerSecond.estimate)
    if min(a, b) > 0, max(a, b) / min(a, b) >= 1.1 {
      let faster = a > b ? first : second
      remarks.append("\(faster.model.name) writes \(number(max(a, b) / min(a, b))) times as fast.")
    }
    if first.answerSeconds > 0, second.answerSeconds > 0, first.thinking != .none || second.thinking != .none {
      let texts = [first, second].map { pick in
        "\(number(pick.answerSeconds)) s with \(pick.model.name)"
          + (pick.thinking == .on ? ", its thoughts included" : pick.thinking == .off ? " without thinking" : "")
      }
      remarks.append("A usual answer takes \(texts.joined(separator: ", and ")).")
    }
    let (p, q) = (first.fit.memory.totalBytes, second.fit.memory.totalBytes)
    if p != q {
      remarks.append("\((p < q ? first : second).model.name) needs \(ByteSize.text(abs(p - q))) less memory.")
    }
    return remarks
  }
}

extension Comparison {
  /// What holds a model back, and what would change it.
  package static func sentence(_ miss: Rejection) -> String {
    let gate = miss.gate.rawValue.split(separator: "_").joined(separator: " ")
    let remedy = miss.remedy.map { "; would pass with \($0)" } ?? ""
    return "\(miss.modelName) fails at its \(gate): needs \(miss.needed), has \(miss.available)\(remedy)."
  }
}
