import FitCalculator
import ModelCatalog
import SpeedModel

/// Chooses the picks that differ in a way that matters, and says in what.
enum Diversity {
  /// The picks to show, in order of their score.
  static func choose(_ sorted: [Pick], limit: Int, useCase: UseCase) -> [Pick] {
    guard let top = sorted.first, limit > 0 else { return [] }
    let rows = folded(sorted.filter { $0.quality.score >= top.quality.score - RankingRules.shownReach })
    let near = rows.indices.filter { rows[$0].quality.score >= top.quality.score - RankingRules.labelReach }
    var chosen: [Int] = []
    func add(_ index: Int?) {
      if let index, chosen.count < limit, !chosen.contains(index) { chosen.append(index) }
    }
    /// Of those alike in a property the best by score, which comes first.
    func best(by value: (Pick) -> Double) -> Int? {
      near.max { (value(rows[$0]), $1) < (value(rows[$1]), $0) }
    }
    add(0)
    add(best(by: balance))
    add(rows.indices.first { !chosen.contains($0) && lineage(rows[$0]) != lineage(top) })
    add(best { (min(speed($0), RankingRules.noticeableTokensPerSecond)).halfOctaves })
    add(best { -Double($0.fit.memory.totalBytes).halfOctaves })
    add(best { min(context($0), RankingRules.noticeableContext).halfOctaves })
    for index in rows.indices where !chosen.contains(where: { isAlike(rows[$0], rows[index]) }) { add(index) }
    for index in rows.indices { add(index) }
    let shown = chosen.sorted().map { rows[$0] }
    return labelled(shown, useCase: useCase)
  }

  /// Says what each is best at among those shown, exactly.
  private static func labelled(_ picks: [Pick], useCase: UseCase) -> [Pick] {
    var labels = [[String]](repeating: [], count: picks.count)
    func label(_ text: String, by value: (Pick) -> Double) {
      guard picks.count > 1, let best = picks.indices.max(by: { (value(picks[$0]), $1) < (value(picks[$1]), $0) })
      else { return }
      labels[best].append(text)
    }
    if !picks.isEmpty { labels[0].append(useCase == .embedding ? "best retrieval" : "best quality") }
    label("best balance", by: balance)
    label("fastest", by: { $0.speed.decodeTokensPerSecond.estimate })
    label("smallest", by: { -Double($0.fit.memory.totalBytes) })
    label("longest context", by: context)
    return zip(picks, labels).map { pick, labels in
      var pick = pick
      pick.label = labels.isEmpty ? nil : labels.joined(separator: ", ")
      return pick
    }
  }

  private static func speed(_ pick: Pick) -> Double { Steps.speed(pick.speed.decodeTokensPerSecond.estimate) }

  private static func context(_ pick: Pick) -> Double { Double(ContextRoom.tokens(pick.fit, pick.model)) }

  /// Same makers' line and about the same size, in all and in active weights.
  private static func isAlike(_ first: Pick, _ second: Pick) -> Bool {
    lineage(first) == lineage(second) && areNear(first.model, second.model, within: RankingRules.alikeSizes)
  }

  /// Quality against speed, where each doubling beyond need is worth some points.
  private static func balance(_ pick: Pick) -> Double {
    let doublings = Steps.logarithm(max(1, speed(pick) / 16))
    return pick.quality.score + RankingRules.balancePerDoubling * min(doublings, RankingRules.balanceDoublings)
  }

  /// The makers' line, such as `Qwen` for Qwen3.5 and Qwen3.6.
  static func lineage(_ pick: Pick) -> String {
    pick.model.creator + "/" + String(pick.model.family.prefix { $0.isLetter })
  }

  /// The best of each family and size; its variants are named beside it.
  static func folded(_ sorted: [Pick]) -> [Pick] {
    var rows: [Pick] = []
    for pick in sorted {
      if let index = rows.firstIndex(where: { isVariant($0.model, pick.model) }) {
        rows[index].alsoIDs.append(pick.model.id)
      } else {
        rows.append(pick)
      }
    }
    return rows
  }

  /// Same family and size: all weights and those of one token within a third.
  static func isVariant(_ first: Model, _ second: Model) -> Bool {
    first.family == second.family && first.creator == second.creator && areNear(first, second, within: 1.34)
  }

  /// Whether neither all weights nor those of one token differ by more than a factor.
  private static func areNear(_ first: Model, _ second: Model, within factor: Double) -> Bool {
    func alike(_ a: Int?, _ b: Int?) -> Bool {
      guard let a, let b, a > 0, b > 0 else { return false }
      return Double(max(a, b)) / Double(min(a, b)) < factor
    }
    return alike(first.parameters ?? first.textParameters, second.parameters ?? second.textParameters)
      && alike(first.activeParameters ?? first.parameters, second.activeParameters ?? second.parameters)
  }
}

extension Double {
  /// The nearest half octave, so that what is about the same counts as the same.
  fileprivate var halfOctaves: Double { (Steps.logarithm(Swift.max(self, 1)) * 2).rounded() }
}

/// Marks the models that no other beats in both quality and speed.
enum ParetoFront {
  static func members(_ picks: [Pick]) -> Set<String> {
    let sorted = picks.sorted {
      ($0.speed.decodeTokensPerSecond.estimate, $0.quality.score, $1.model.id) > (
        $1.speed.decodeTokensPerSecond.estimate, $1.quality.score, $0.model.id
      )
    }
    var (front, best): (Set<String>, Double) = ([], -.infinity)
    for pick in sorted where pick.quality.score > best {
      best = pick.quality.score
      front.insert(pick.model.id)
    }
    return front
  }
}
