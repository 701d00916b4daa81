import Base
import Ranking

extension Comparison {
  /// Which is better in what, or what holds back the one that does not pass.
  package var remarks: [String] {
    let held = [first, second].compactMap { side in side.pick == nil ? side.rejection?.sentence : nil }
    guard let first = first.pick, let second = second.pick else { return held }
    return [
      Self.quality(first, second), Self.speed(first, second), Self.answer(first, second), Self.memory(first, second),
    ].compactMap(\.self)
  }

  private static func quality(_ first: Pick, _ second: Pick) -> String? {
    let gap = abs(first.utility.quality - second.utility.quality)
    guard gap > 0 else { return nil }
    let better = first.utility.quality > second.utility.quality ? first : second
    let word = gap >= 10 ? "clearly better" : gap >= 3 ? "better" : "a little better"
    return "\(better.model.name) is expected to answer \(word) (\(ByteSize.decimal(gap, places: 1)) points; 10 are "
      + "clearly noticeable)."
  }

  private static func speed(_ first: Pick, _ second: Pick) -> String? {
    let (a, b) = (first.speed.decodeTokensPerSecond.estimate, second.speed.decodeTokensPerSecond.estimate)
    guard min(a, b) > 0, max(a, b) / min(a, b) >= 1.1 else { return nil }
    return "\((a > b ? first : second).model.name) writes \(Candidate.number(max(a, b) / min(a, b))) times as fast."
  }

  private static func answer(_ first: Pick, _ second: Pick) -> String? {
    guard first.answerSeconds.estimate > 0, second.answerSeconds.estimate > 0,
      first.thinking != .none || second.thinking != .none
    else { return nil }
    let texts = [first, second].map { pick in
      let thinking =
        switch pick.thinking {
        case .on: ", its thoughts included"
        case .off: " without thinking"
        case .none: ""
        }
      return "\(Candidate.number(pick.answerSeconds.estimate)) s with \(pick.model.name)\(thinking)"
    }
    return "A usual answer takes \(texts.joined(separator: ", and "))."
  }

  private static func memory(_ first: Pick, _ second: Pick) -> String? {
    let (p, q) = (first.fit.memory.totalBytes, second.fit.memory.totalBytes)
    guard p != q else { return nil }
    return "\((p < q ? first : second).model.name) needs \(ByteSize.text(abs(p - q))) less memory."
  }
}
