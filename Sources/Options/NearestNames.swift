import Base

/// Finds the names that a mistyped word may have meant.
package enum NearestNames {
  /// Up to `limit` names close to `word`, the closest first; equally close ones in alphabetical order.
  package static func of(_ word: String, in names: [String], limit: Int = 3) -> [String] {
    let wanted = Array(word.lowercased().utf8)
    let most = max(2, wanted.count / 3)
    var scored: [(name: String, distance: Int)] = []
    for name in Set(names) {
      let candidate = Array(name.lowercased().utf8)
      let startsWithIt = wanted.count >= 2 && candidate.starts(with: wanted)
      let distance = startsWithIt ? 0 : EditDistance.between(wanted, candidate)
      if distance <= most { scored.append((name, distance)) }
    }
    scored.sort { ($0.distance, $0.name) < ($1.distance, $1.name) }
    return scored.prefix(limit).map(\.name)
  }
}
