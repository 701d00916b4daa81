/// Free blocks in order of address; the last one has no end.
struct BlockList {
  struct Block: Equatable {
    var offset: Int
    var bytes: Int
  }

  private(set) var blocks = [Block(offset: 0, bytes: Int.max / 2)]
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
  ///
  /// In the order in which ggml looks (ggml-alloc.c); a tensor without elements may leave an empty block.
  mutating func give(_ offset: Int, _ bytes: Int) {
    for index in blocks.indices {
      if blocks[index].offset + blocks[index].bytes == offset {
        blocks[index].bytes += bytes
        joinWithNext(index)
        return
      }
      if offset + bytes == blocks[index].offset {
        blocks[index].offset = offset
        blocks[index].bytes += bytes
        if index > 0 { joinWithNext(index - 1) }
        return
      }
    }
    let position = blocks.firstIndex { $0.offset >= offset } ?? blocks.count
    blocks.insert(Block(offset: offset, bytes: bytes), at: position)
  }

  private mutating func joinWithNext(_ index: Int) {
    let next = index + 1
    guard next < blocks.count, blocks[index].offset + blocks[index].bytes == blocks[next].offset else { return }
    blocks[index].bytes += blocks[next].bytes
    blocks.remove(at: next)
  }
}
