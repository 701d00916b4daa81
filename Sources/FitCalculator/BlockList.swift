/// Free blocks in order of address; the last one has no end.
struct BlockList {
  private struct Block {
    var offset: Int
    var bytes: Int
  }

  private var blocks = [Block(offset: 0, bytes: Int.max / 2)]
  private(set) var highWater = 0

  /// Takes the smallest block that is large enough, the endless one last.
  mutating func take(_ bytes: Int) -> Int {
    var best = blocks.count - 1
    var bestBytes = Int.max
    for index in 0..<(blocks.count - 1) where blocks[index].bytes >= bytes && blocks[index].bytes <= bestBytes {
      best = index
      bestBytes = blocks[index].bytes
    }
    let offset = blocks[best].offset
    blocks[best].offset = Saturating.add(offset, bytes)
    blocks[best].bytes -= bytes
    if blocks[best].bytes == 0 { blocks.remove(at: best) }
    highWater = max(highWater, Saturating.add(offset, bytes))
    return offset
  }

  /// Returns memory, joined with free neighbours.
  mutating func give(_ offset: Int, _ bytes: Int) {
    let next = blocks.firstIndex { $0.offset >= offset } ?? blocks.count
    let joinsPrevious = next > 0 && blocks[next - 1].offset + blocks[next - 1].bytes == offset
    let joinsNext = next < blocks.count && offset + bytes == blocks[next].offset
    if joinsPrevious {
      blocks[next - 1].bytes += bytes
      if joinsNext {
        blocks[next - 1].bytes += blocks[next].bytes
        blocks.remove(at: next)
      }
    } else if joinsNext {
      blocks[next].offset = offset
      blocks[next].bytes += bytes
    } else {
      blocks.insert(Block(offset: offset, bytes: bytes), at: next)
    }
  }
}
