import Memory
import Models
import Speed

/// Chooses the picks that differ in a way that matters, and says in what.
enum Diversity {
  /// A candidate, and the variants that it stands for.
  struct Row {
    var candidate: Candidate
    var kin: ModelKin
    var alsoIDs: [String] = []
  }

  /// The picks to show, in order of their score, of candidates in that order.
  static func choose(_ sorted: [Candidate], limit: Int) -> [Pick] {
    guard let top = sorted.first, limit > 0 else { return [] }
    let rows = folded(sorted.prefix { $0.utility.points >= top.utility.points - RankingRules.shownReach })
    var chosen = different(rows, limit: limit)
    if limit > RankingRules.usualPicks {
      for index in rows.indices where chosen.count < limit && !chosen.contains(index) { chosen.append(index) }
    }
    chosen.sort()
    let (labels, front) = (labels(chosen.map { rows[$0].candidate }), ParetoFront.members(sorted))
    return chosen.enumerated().map { place, index in
      let candidate = rows[index].candidate
      return Pick(
        rank: place + 1, candidate: candidate, isOnParetoFront: front.contains(candidate.model.id),
        labels: labels[place], alsoIDs: rows[index].alsoIDs)
    }
  }

  /// Whether the picks of these candidates, in the order of their score, remain the same whatever comes after them.
  ///
  /// What is far behind the best has no label, takes no place that is taken, and is shown before another of the best one's line
  /// only where no other line is.
  static func isSettled(_ sorted: [Candidate], limit: Int) -> Bool {
    guard sorted.count >= limit else { return false }
    let rows = folded(sorted)
    let chosen = different(rows, limit: limit)
    return chosen.count == limit && (limit < 2 || chosen.contains { rows[$0].kin.line != rows[0].kin.line })
  }

  /// The places of the rows that differ in a way that matters, up to a limit.
  private static func different(_ folded: [Row], limit: Int) -> [Int] {
    guard let top = folded.first?.candidate else { return [] }
    let rows = folded.map(\.candidate)
    let kin = folded.map(\.kin)
    let near = rows.indices.filter { rows[$0].utility.points >= top.utility.points - RankingRules.labelReach }
    var chosen: [Int] = []
    func add(_ index: Int?) {
      if let index, chosen.count < limit, !chosen.contains(index) { chosen.append(index) }
    }
    func addsSomething(_ index: Int) -> Bool {
      !rows[index].fit.keepsFewBits
        && !chosen.contains { kin[$0].isAlike(kin[index]) || isBeaten(rows[index], by: rows[$0]) }
    }
    /// The one worth most of those that have about as much of a property as the one that has most.
    func best(by value: (Candidate) -> Double) -> Int? {
      let possible = near.filter { chosen.contains($0) || addsSomething($0) }
      let most = possible.map { value(rows[$0]) }.max() ?? 0
      return possible.first { value(rows[$0]) * RankingRules.alike >= most }
    }
    add(0)
    add(near.filter { $0 == 0 || addsSomething($0) }.max { rows[$0].utility.quality < rows[$1].utility.quality })
    add(rows.indices.first { kin[$0].line != kin[0].line && addsSomething($0) })
    add(best { $0.speed.pace(of: $0.model) })
    add(best { 1 / Double(max(1, $0.fit.memory.totalBytes)) })
    add(best(by: context))
    for index in rows.indices where chosen.count < limit && addsSomething(index) { add(index) }
    return chosen
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

  /// Whether another is worth more, answers as well and as fast, and needs little more memory.
  private static func isBeaten(_ candidate: Candidate, by other: Candidate) -> Bool {
    other.utility.points >= candidate.utility.points && other.utility.quality >= candidate.utility.quality
      && other.speed.pace(of: other.model) >= candidate.speed.pace(of: candidate.model)
      && other.fit.memory.totalBytes <= RankingRules.muchSmaller * candidate.fit.memory.totalBytes
  }

  /// The best of each family and size; its variants are named beside it.
  static func folded(_ sorted: some Sequence<Candidate>) -> [Row] {
    var rows: [Row] = []
    for candidate in sorted {
      let kin = ModelKin(candidate.model)
      if let index = rows.firstIndex(where: { $0.kin.isVariant(of: kin) }) {
        rows[index].alsoIDs.append(candidate.model.id)
      } else {
        rows.append(Row(candidate: candidate, kin: kin))
      }
    }
    return rows
  }
}

/// Marks the models that no other beats in both quality and speed.
enum ParetoFront {
  static func members(_ picks: [Candidate]) -> Set<String> {
    let rated = picks.map { (pace: $0.speed.pace(of: $0.model), quality: $0.utility.quality, id: $0.model.id) }
    let sorted = rated.sorted { ($0.pace, $0.quality, $1.id) > ($1.pace, $1.quality, $0.id) }
    var (front, best): (Set<String>, Double) = ([], -.infinity)
    for pick in sorted where pick.quality > best {
      best = pick.quality
      front.insert(pick.id)
    }
    return front
  }
}
