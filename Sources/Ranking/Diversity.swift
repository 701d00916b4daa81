import Memory
import Models
import Speed

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
    func addsSomething(_ index: Int) -> Bool {
      !rows[index].fit.keepsFewBits
        && !chosen.contains { isAlike(rows[$0].model, rows[index].model) || isBeaten(rows[index], by: rows[$0]) }
    }
    /// The best by score of those that have about as much of a property as the one that has most.
    func best(by value: (Pick) -> Double) -> Int? {
      let possible = near.filter { chosen.contains($0) || addsSomething($0) }
      let most = possible.map { value(rows[$0]) }.max() ?? 0
      return possible.first { value(rows[$0]) * RankingRules.alike >= most }
    }
    add(0)
    add(near.filter { $0 == 0 || addsSomething($0) }.max { (balance(rows[$0]), $1) < (balance(rows[$1]), $0) })
    add(rows.indices.first { lineage(rows[$0].model) != lineage(top.model) && addsSomething($0) })
    add(best { min(speed($0), RankingRules.noticeableTokensPerSecond) })
    add(best { 1 / Double(max(1, $0.fit.memory.totalBytes)) })
    add(best { min(context($0), RankingRules.noticeableContext) })
    for index in rows.indices where addsSomething(index) && !rows[index].fit.isBelowFourBits { add(index) }
    if limit > RankingRules.usualPicks { for index in rows.indices { add(index) } }
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
    label("fastest", by: { $0.speed.pace(of: $0.model) })
    label("smallest", by: { -Double($0.fit.memory.totalBytes) })
    label("longest context", by: context)
    return zip(picks, labels).map { pick, labels in
      var pick = pick
      pick.label = labels.isEmpty ? nil : labels.joined(separator: ", ")
      return pick
    }
  }

  private static func speed(_ pick: Pick) -> Double { Steps.speed(pick.speed.pace(of: pick.model)) }

  private static func context(_ pick: Pick) -> Double { Double(ContextRoom.tokens(pick.fit, pick.model)) }

  /// Same makers' line and about the same size, in all and in active weights.
  static func isAlike(_ first: Model, _ second: Model) -> Bool {
    lineage(first) == lineage(second) && areNear(first, second, within: RankingRules.alikeSizes)
  }

  /// Whether another is as good and faster, much so where it is of another line, and needs little more memory.
  private static func isBeaten(_ pick: Pick, by other: Pick) -> Bool {
    let factor = lineage(pick.model) == lineage(other.model) ? 1 : RankingRules.muchFaster
    return other.quality.score >= pick.quality.score && speed(other) >= speed(pick) * factor
      && other.fit.memory.totalBytes <= RankingRules.muchSmaller * pick.fit.memory.totalBytes
      && (other.fit.isWholeOnCards || !pick.fit.isWholeOnCards)
  }

  /// Quality against speed, where each doubling beyond need is worth some points.
  private static func balance(_ pick: Pick) -> Double {
    let doublings = Steps.logarithm(max(1, speed(pick) / 16))
    return pick.quality.score + RankingRules.balancePerDoubling * min(doublings, RankingRules.balanceDoublings)
  }

  /// The makers' line, such as `Qwen` for Qwen3.5 and Qwen3.6.
  static func lineage(_ model: Model) -> String {
    model.creator + "/" + String(model.family.prefix { $0.isLetter })
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

/// Marks the models that no other beats in both quality and speed.
enum ParetoFront {
  static func members(_ picks: [Pick]) -> Set<String> {
    let sorted = picks.sorted {
      ($0.speed.pace(of: $0.model), $0.quality.score, $1.model.id) > (
        $1.speed.pace(of: $1.model), $1.quality.score, $0.model.id
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
