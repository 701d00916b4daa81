import Machines

/// What attention with a cache costs a processor while decoding, beside reading the cache's bytes; all threads together.
///
/// A row that a head sees costs a little, each number of it a little more, and where several heads share a row the first one
/// waits for memory.
struct AttentionCosts: Sendable, Equatable {
  /// Seconds per row that a head sees.
  var queryRowSeconds: Double
  /// Seconds per multiply-add of scores and values.
  var multiplyAddSeconds: Double
  /// Seconds that the first head waits for a row of keys and one of values between other heads' rows, beyond their bytes.
  var keyRowSeconds: Double

  /// One measured figure.
  struct Figure: Sendable {
    var headWidth: Int
    var sharingHeads: Int
    /// Seconds per cell that a head sees.
    var seconds: Double
  }

}

extension AttentionCosts {
  /// From two widths and two groups of heads at least; nil with fewer.
  init?(_ figures: [Figure], cacheBytesPerSecond: Double) {
    let widths = Set(figures.map(\.headWidth)).sorted()
    let costs = widths.compactMap { width in Self.costs(figures.filter { $0.headWidth == width }) }
    guard costs.count > 1, cacheBytesPerSecond > 0 else { return nil }
    let (narrow, wide) = (costs[0], costs[1])
    let perNumber = max(0, (wide.again - narrow.again) / (wide.width - narrow.width))
    let perRow = narrow.again - perNumber * narrow.width
    let waits = costs.map { max(0, $0.first - 4 * $0.width / cacheBytesPerSecond) }
    self.init(
      queryRowSeconds: max(0, perRow), multiplyAddSeconds: (perRow > 0 ? perNumber : wide.again / wide.width) / 2,
      keyRowSeconds: waits.reduce(0, +) / Double(waits.count))
  }

  /// For heads of one width: what a further head of a group takes per cell, and what the first takes beyond that.
  private static func costs(_ figures: [Figure]) -> (width: Double, again: Double, first: Double)? {
    let ordered = figures.sorted { $0.sharingHeads < $1.sharingHeads }
    guard let few = ordered.first, let many = ordered.last, few.sharingHeads < many.sharingHeads else { return nil }
    let (least, most) = (Double(few.sharingHeads), Double(many.sharingHeads))
    let again = (most * many.seconds - least * few.seconds) / (most - least)
    // Samples of the two that contradict each other are taken as one figure.
    guard again > 0, again <= few.seconds else { return (Double(few.headWidth), many.seconds, 0) }
    return (Double(few.headWidth), again, least * (few.seconds - again))
  }
}

extension AttentionCosts {
  /// What the benchmark measured; nil where it has too few figures.
  init?(_ cpu: Measurements.CPU, share: Double) {
    let figures = cpu.attention.map {
      Figure(
        headWidth: $0.headWidth, sharingHeads: $0.sharingHeads,
        seconds: 1 / max(1, $0.cellsPerSecond.median * share))
    }
    self.init(figures, cacheBytesPerSecond: cpu.memoryReadBytesPerSecond.median)
  }

  /// What `threads` do of what one does.
  func shared(by threads: Double) -> AttentionCosts {
    var result = self
    result.queryRowSeconds /= threads
    result.multiplyAddSeconds /= threads
    result.keyRowSeconds /= threads
    return result
  }
}
