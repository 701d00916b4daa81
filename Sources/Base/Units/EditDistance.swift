/// How far apart two spellings are.
package enum EditDistance {
  /// Insertions, deletions, substitutions and swaps of neighbours that turn one text into the other.
  ///
  /// Optimal string alignment; both texts are cut at 200 bytes, so that a hostile name costs nothing.
  package static func between(_ first: [UInt8], _ second: [UInt8]) -> Int {
    let (first, second) = (first.prefix(200), second.prefix(200))
    guard !first.isEmpty else { return second.count }
    var beforeLast: [Int] = []
    var last = Array(0...second.count)
    for (row, letter) in first.enumerated() {
      var current = [row + 1]
      current.reserveCapacity(last.count)
      for (column, other) in second.enumerated() {
        var best = min(last[column + 1] + 1, current[column] + 1, last[column] + (letter == other ? 0 : 1))
        if row > 0, column > 0, letter == second[column - 1], first[row - 1] == other {
          best = min(best, beforeLast[column - 1] + 1)
        }
        current.append(best)
      }
      (beforeLast, last) = (last, current)
    }
    return last[second.count]
  }
}
