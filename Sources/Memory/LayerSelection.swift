import Architectures

/// The layers of which a compute graph is built.
///
/// Equal layers reuse each other's memory, returning to an arrangement after some of them; so of a repeated pattern whole
/// cycles are left out. When memory is arranged alike before and after a cycle that is built, those that are left out
/// would change nothing, and the buffer is the same.
struct LayerSelection {
  private(set) var layers: [Int]
  /// Places in `layers` that are one cycle each, in order.
  private(set) var repeated: [Range<Int>] = []

  /// After how many repetitions of a pattern memory is expected to be arranged as before, the usual number first.
  static let cycles = 1...5
  /// Layers in which memory may find its arrangement before a cycle.
  private static let settling = 1
  private static let longestPeriod = 8
  /// Leaving out fewer is not worth the risk that memory only seems to be arranged alike.
  private static let fewestLeftOut = 4

  init(allOf structure: ModelStructure) { layers = structure.allLayers }

  /// Nil when no layer can be left out.
  init?(_ structure: ModelStructure, cycle: Int) {
    // An indexer that picks single cells has an input per layer, so that memory never is as before.
    guard !structure.kinds.contains(where: { $0.indexer?.picksBlocks == false }) else { return nil }
    // Layers are alike when they are of one kind and come after one kind.
    let kinds = structure.kindOfLayer
    let alike = kinds.indices.map { kinds[$0] * structure.kinds.count + ($0 > 0 ? kinds[$0 - 1] : 0) }
    // The last layer computes less, and the one before it ends in what the last one asks for.
    let end = max(structure.layerCount - 2, 0)
    layers = []
    var next = 0
    while next < end {
      guard let (period, length) = Self.longestPattern(in: alike, next..<end, cycle: cycle) else {
        layers.append(next)
        next += 1
        continue
      }
      let pattern = kinds[next..<(next + period)]
      // Masks are given back after the last layer that looks at them; a cycle with that layer would differ.
      let after = pattern.allSatisfy(kinds[(next + length)...].contains) ? 0 : period
      let kept = Self.kept(of: length - after, cycle * period) + after
      guard kept < length else {
        layers += next..<(next + length)
        next += length
        continue
      }
      let end = layers.count + kept - after
      repeated.append((end - cycle * period)..<end)
      layers += next..<(next + kept)
      next += length
    }
    guard !repeated.isEmpty else { return nil }
    layers += end..<structure.layerCount
  }

  /// Layers of a pattern that are built: the rest is a whole number of cycles.
  private static func kept(of length: Int, _ cycle: Int) -> Int { (length - settling) % cycle + cycle + settling }

  /// Of the patterns at the start of a range the one that lets most layers be left out.
  private static func longestPattern(
    in layers: [Int], _ range: Range<Int>, cycle: Int
  ) -> (period: Int, length: Int)? {
    var best: (period: Int, length: Int)?
    var most = fewestLeftOut - 1
    for period in 1...longestPeriod where range.count > period {
      var length = period
      while range.lowerBound + length < range.upperBound,
        layers[range.lowerBound + length] == layers[range.lowerBound + length - period]
      {
        length += 1
      }
      guard length > cycle * period + settling else { continue }
      let left = length - kept(of: length, cycle * period)
      if left > most { (best, most) = ((period, length), left) }
    }
    return best
  }
}
