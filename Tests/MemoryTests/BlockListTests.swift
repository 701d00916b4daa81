import Testing

@testable import Memory

@Suite struct BlockListTests {
  @Test func theSmallestBlockThatFitsIsTaken() {
    var list = BlockList()
    let offsets = [64, 32, 128, 32].map { list.take($0) }
    #expect(offsets == [0, 64, 96, 224])
    list.give(offsets[0], 64)
    list.give(offsets[2], 128)
    #expect(list.take(64) == 0)
    #expect(list.take(100) == 96)
    #expect(list.highWater == 256)
  }

  @Test func neighboursJoin() {
    var list = BlockList()
    let offsets = [32, 32, 32].map { list.take($0) }
    for offset in [offsets[0], offsets[2], offsets[1]] { list.give(offset, 32) }
    #expect(list.blocks.count == 1)
    #expect(list.take(96) == 0)
    #expect(list.highWater == 96)
  }

  @Test func emptyBlocksChangeNothing() {
    var list = BlockList()
    let offsets = [32, 32, 32].map { list.take($0) }
    list.give(offsets[2], 0)
    for offset in [offsets[1], offsets[0], offsets[2]] { list.give(offset, 32) }
    #expect(list.take(0) == 0)
    #expect(list.take(96) == 0)
    #expect(list.highWater == 96)
  }
}
