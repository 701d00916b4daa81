import Memory
import Models
import Speed

/// Chooses the picks that differ in a way that matters, and says in what.
enum Diversity {
  /// A candidate, and the variants that it stands for.
  struct Row {
    var candidate: Candidate
    var alsoIDs: [String] = []
  }

  /// The picks to show, in order of their score, of candidates in that order.
  static func choose(_ sorted: [Candidate], limit: Int) -> [Pick] {
    guard let top = sorted.first, limit > 0 else { return [] }
    let folded = folded(sorted.prefix { $0.utility.points >= top.utility.points - RankingRules.shownReach })
    let rows = folded.map(\.candidate)
    let near = rows.indices.filter { rows[$0].utility.points >= top.utility.points - RankingRules.labelReach }
    var chosen: [Int] = []
    func add(_ index: Int?) {
      if let index, chosen.count < limit, !chosen.contains(index) { chosen.append(index) }
    }
    func addsSomething(_ index: Int) -> Bool {
      !rows[index].fit.keepsFewBits
        && !chosen.contains { isAlike(rows[$0].model, rows[index].model) || isBeaten(rows[index], by: rows[$0]) }
    }
    /// The one worth most of those that have about as much of a property as the one that has most.
    func best(by value: (Candidate) -> Double) -> Int? {
      let possible = near.filter { chosen.contains($0) || addsSomething($0) }
      let most = possible.map { value(rows[$0]) }.max() ?? 0
      return possible.first { value(rows[$0]) * RankingRules.alike >= most }
    }
    add(0)
    add(near.filter { $0 == 0 || addsSomething($0) }.max { rows[$0].utility.quality < rows[$1].utility.quality })
    add(rows.indices.first { lineage(rows[$0].model) != lineage(top.model) && addsSomething($0) })
    add(best { $0.speed.pace(of: $0.model) })
    add(best { 1 / Double(max(1, $0.fit.memory.totalBytes)) })
    add(best(by: context))
    for index in rows.indices where addsSomething(index) { add(index) }
    if limit > RankingRules.usualPicks { for index in rows.indices { add(index) } }
    chosen.sort()
    let (labels, front) = (labels(chosen.map { rows[$0] }), ParetoFront.members(sorted))
    return chosen.enumerated().map { place, index in
      Pick(
        rank: place + 1, candidate: rows[index], isOnParetoFront: front.contains(rows[index].model.id),
        labels: labels[place], alsoIDs: folded[index].alsoIDs)
    }
  }

  /// What each is best at among those shown, exactly.
  private static func labels(_ shown: [Candidate]) -> [[Pick.Label]] {
    var labels = [[Pick.Label]](repeating: [], count: shown.count)
    labels[0].append(.balance)
    guard shown.count > 1 else { return labels }
    let values: [(Pick.Label, (Candidate) -> Double)] = [
      (.quality, \.utility.quality), (.speed, { $0.speed.pace(of: $0.model) }),
      (.size, { -Double($0.fit.memory.totalBytes) }), (.context, context),
    ]
    for (label, value) in values {
      let best = shown.indices.max { (value(shown[$0]), $1) < (value(shown[$1]), $0) } ?? 0
      labels[best].append(label)
    }
    return labels
  }

  private static func context(_ pick: Candidate) -> Double { Double(ContextRoom.tokens(pick.fit, pick.model)) }

  /// Same makers' line and about the same size, in all and in active weights.
  static func isAlike(_ first: Model, _ second: Model) -> Bool {
    lineage(first) == lineage(second) && areNear(first, second, within: RankingRules.alikeSizes)
  }

  /// Whether another is worth more, answers as well and as fast, and needs little more memory.
  private static func isBeaten(_ candidate: Candidate, by other: Candidate) -> Bool {
    other.utility.points >= candidate.utility.points && other.utility.quality >= candidate.utility.quality
      && other.speed.pace(of: other.model) >= candidate.speed.pace(of: candidate.model)
      && other.fit.memory.totalBytes <= RankingRules.muchSmaller * candidate.fit.memory.totalBytes
  }

  /// The makers' line, such as `Qwen` for Qwen3.5 and Qwen3.6.
  static func lineage(_ model: Model) -> String {
    model.creator + "/" + String(model.family.prefix { $0.isLetter })
  }

  /// The best of each family and size; its variants are named beside it.
  static func folded(_ sorted: some Sequence<Candidate>) -> [Row] {
    var rows: [Row] = []
    for candidate in sorted {
      if let index = rows.firstIndex(where: { isVariant($0.candidate.model, candidate.model) }) {
        rows[index].alsoIDs.append(candidate.model.id)
      } else {
        rows.append(Row(candidate: candidate))
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
  static func members(_ picks: [Candidate]) -> Set<String> {
    let sorted = picks.sorted {
      ($0.speed.pace(of: $0.model), $0.utility.quality, $1.model.id) > (
        $1.speed.pace(of: $1.model), $1.utility.quality, $0.model.id
      )
    }
    var (front, best): (Set<String>, Double) = ([], -.infinity)
    for pick in sorted where pick.utility.quality > best {
      best = pick.utility.quality
      front.insert(pick.model.id)
    }
    return front
  }
}
