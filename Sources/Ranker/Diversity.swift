import FitCalculator
import ModelCatalog
import SpeedModel

/// Chooses the picks that differ in a way that matters, and says in what.
enum Diversity {
  /// The picks to show, in order of their score.
  static func choose(_ sorted: [Pick], limit: Int, useCase: UseCase) -> [Pick] {
    let rows = folded(sorted)
    guard let top = rows.first, limit > 0 else { return [] }
    var labels: [Int: [String]] = [0: [useCase == .embedding ? "best retrieval" : "best quality"]]
    let near = rows.indices.filter { rows[$0].quality.score >= top.quality.score - RankingRules.labelReach }
    func take(_ label: String, by value: (Pick) -> Double) -> Int {
      let best = near.max { (value(rows[$0]), $1) < (value(rows[$1]), $0) } ?? 0
      labels[best, default: []].append(label)
      return best
    }
    let balanced = take("best balance", by: balance)
    let fastest = take("fastest", by: { Steps.speed($0.speed.decodeTokensPerSecond.estimate) })
    let smallest = take("smallest", by: { -Double($0.fit.memory.totalBytes) })
    let longest = take("longest context", by: { Double(ContextRoom.tokens($0.fit, $0.model)) })
    var chosen: [Int] = []
    func add(_ index: Int) { if chosen.count < limit, !chosen.contains(index) { chosen.append(index) } }
    add(0)
    add(balanced)
    if let next = rows.indices.first(where: { !chosen.contains($0) && lineage(rows[$0]) != lineage(top) }) { add(next) }
    add(fastest)
    add(smallest)
    add(longest)
    for index in rows.indices where chosen.filter({ lineage(rows[$0]) == lineage(rows[index]) }).count < 2 {
      add(index)
    }
    for index in rows.indices { add(index) }
    return chosen.sorted().map { index in
      var pick = rows[index]
      pick.label = labels[index].map { $0.joined(separator: ", ") }
      return pick
    }
  }

  /// Quality against speed, where each doubling beyond need is worth some points.
  private static func balance(_ pick: Pick) -> Double {
    let doublings = Steps.logarithm(max(1, Steps.speed(pick.speed.decodeTokensPerSecond.estimate) / 16))
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
    guard first.family == second.family, first.creator == second.creator else { return false }
    func alike(_ a: Int?, _ b: Int?) -> Bool {
      guard let a, let b, a > 0, b > 0 else { return false }
      return Double(max(a, b)) / Double(min(a, b)) < 1.34
    }
    return alike(first.parameters ?? first.textParameters, second.parameters ?? second.textParameters)
      && alike(first.activeParameters ?? first.parameters, second.activeParameters ?? second.parameters)
  }
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
