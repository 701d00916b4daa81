import CKernels
import CSystem
import Machines

extension Crew {
  /// Tokens in the cache, and heads beside each other in it, as many models of some billions of weights have them.
  private static let cache = (cells: 2048, heads: 8)

  /// One token's attention with a cache that lies in memory: each thread has heads of its own, the next ones each time.
  func attention(_ buffer: AlignedMemory, _ shape: AttentionShape) -> Sampling {
    Sampling { [self] in
      guard let heads = Heads(crew: self, buffer: buffer, shape: shape, cache: Self.cache) else { return nil }
      return Sampling.Run(amount: heads.seenCells, time: heads.time)
    }
  }

  /// Attention's figures; nil before its first sample.
  func attention(_ shape: AttentionShape, _ sampling: Sampling) -> Measurements.Attention? {
    let spread = sampling.sampled.spread
    guard spread.median > 0 else { return nil }
    return Measurements.Attention(
      headWidth: shape.headWidth, sharingHeads: shape.sharingHeads, cellsPerSecond: spread)
  }

  /// Heads that attend to the same cells again and again, with memory of their own for queries and sums.
  private final class Heads {
    private let crew: Crew
    private let buffer: AlignedMemory
    private let shape: AttentionShape
    private let (cells, heads, layers): (Int, Int, Int)
    private let state: UnsafeMutablePointer<UInt16>
    private var next = 0

    /// Nil where a thread's part of the memory has no room for a cell.
    init?(crew: Crew, buffer: AlignedMemory, shape: AttentionShape, cache: (cells: Int, heads: Int)) {
      let part = Self.part(crew, buffer)
      let cellBytes = 2 * cache.heads * shape.headWidth * MemoryLayout<UInt16>.size
      cells = min(cache.cells, part / cellBytes)
      guard cells > 0 else { return nil }
      (self.crew, self.buffer, self.shape) = (crew, buffer, shape)
      (heads, layers) = (cache.heads, part / (cells * cellBytes))
      let count = 2 * shape.headWidth * crew.processors.count
      state = UnsafeMutablePointer.allocate(capacity: count)
      state.initialize(repeating: 0x3400, count: count)
    }

    deinit { state.deallocate() }

    /// Cells that all heads see in one run.
    var seenCells: Double { Double(cells * shape.sharingHeads * crew.processors.count) }

    private static func part(_ crew: Crew, _ buffer: AlignedMemory) -> Int {
      buffer.count / crew.processors.count / AlignedMemory.granule * AlignedMemory.granule
    }

    func time() -> plimsoll_crew_time {
      let (width, stride, part) = (shape.headWidth, heads * shape.headWidth, Self.part(crew, buffer))
      let first = next / heads % layers * 2 * cells * stride + next % heads * width
      next += 1
      return crew.time(threads: crew.processors.count) { index in
        let keys = (buffer.start + index * part).assumingMemoryBound(to: UInt16.self) + first
        let query = state + 2 * index * width
        let sum = query + width
        for _ in 0..<shape.sharingHeads {
          sum.update(repeating: 0, count: width)
          let total = plimsoll_attend(crew.isa, keys, keys + cells * stride, stride, cells, width, query, sum)
          Sink.take(UInt64(total.bitPattern))
        }
      }
    }
  }
}
