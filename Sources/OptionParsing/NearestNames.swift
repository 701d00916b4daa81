/// Finds the names that a mistyped word may have meant.
package enum NearestNames {
  /// Up to `limit` names close to `word`, the closest first; equally close ones in alphabetical order.
  package static func of(_ word: String, in names: [String], limit: Int = 3) -> [String] {
    let wanted = Array(word.lowercased().unicodeScalars)
    let most = max(2, wanted.count / 3)
    var scored: [(name: String, distance: Int)] = []
    for name in Set(names) {
      let candidate = Array(name.lowercased().unicodeScalars)
      let startsWithIt = wanted.count >= 2 && candidate.starts(with: wanted)
      let distance = startsWithIt ? 0 : distance(wanted, candidate, limit: most)
      if distance <= most { scored.append((name, distance)) }
    }
    scored.sort { ($0.distance, $0.name) < ($1.distance, $1.name) }
    return scored.prefix(limit).map(\.name)
  }

  /// Edits (insert, delete, replace, swap of neighbours) from one word to the other; more than `limit` is cut off.
  private static func distance(_ first: [Unicode.Scalar], _ second: [Unicode.Scalar], limit: Int) -> Int {
    guard abs(first.count - second.count) <= limit else { return limit + 1 }
    guard !first.isEmpty, !second.isEmpty else { return max(first.count, second.count) }
    var (before, previous) = ([Int](), Array(0...second.count))
    for row in 1...first.count {
      var current = [row]
      for column in 1...second.count {
        let cost = first[row - 1] == second[column - 1] ? 0 : 1
        var best = min(current[column - 1] + 1, previous[column] + 1, previous[column - 1] + cost)
        if row > 1, column > 1, first[row - 1] == second[column - 2], first[row - 2] == second[column - 1] {
          best = min(best, before[column - 2] + 1)
        }
        current.append(best)
      }
      (before, previous) = (previous, current)
    }
    return previous[second.count]
  }
}
