import Machines
import TestSupport
import Testing
import Base

@testable import Bench

@Suite struct MeasuringTests {
  private static func machine(lastLevel: Int?, count: Int = 1) -> Machine {
    TestMachine.live(
      caches: lastLevel.map {
        [
          CPU.Cache(level: 1, kind: .instruction, bytes: 1 << 40, count: 1),
          CPU.Cache(level: 3, kind: .unified, bytes: $0, count: count),
        ]
      } ?? [])
  }

  /// Some times what the last-level caches hold, but never more than the budget of memory allows.
  @Test func memoryThatIsReadIsWellPastTheCaches() {
    func size(_ bytes: Int?, count: Int = 1) -> Int {
      MicroBench.bufferSize(Self.machine(lastLevel: bytes, count: count), threads: 2, caches: 3)
    }
    #expect(size(nil) == 96 << 20)
    #expect(size(1 << 20) == 96 << 20)
    #expect(size(60 << 20) == 180 << 20)
    #expect(size(60 << 20, count: 2) == 360 << 20)
    for (bytes, count) in [(384 << 20, 2), (1 << 50, 8), (Int.max, 4)] {
      #expect(size(bytes, count: count) == 512 << 20)
    }
  }

  /// However many threads measure, each has rows of its own, and all together stay within the memory.
  @Test(arguments: [1, 2, 64, 96, 97, 128, 192, 384, 512])
  func everyThreadHasAPart(threads: Int) {
    let bytes = MicroBench.bufferSize(Self.machine(lastLevel: 16 << 20), threads: threads, caches: 3)
    #expect(bytes >= threads * Crew.leastPartBytes && bytes <= 512 << 20)
    #expect(bytes % AlignedMemory.granule == 0)
  }

  /// One straggler moves neither the median nor the noise; a wide middle half is noise.
  @Test func noiseIsTheRangeOfTheMiddleHalf() {
    func sampled(_ rates: [Double]) -> Sampled {
      Sampled(rates.map { Sampled.Sample(amount: $0, seconds: 1, waitedSeconds: 0) })
    }
    let steady = sampled([100, 101, 99, 100, 40, 102, 98])
    #expect(steady.spread.median == 100 && steady.spread.low == 40 && steady.spread.high == 102)
    #expect(steady.noise < MicroBench.quiet)
    #expect(sampled([100, 140, 70, 100, 60, 130, 90]).noise > MicroBench.quiet)
    #expect(sampled([5]).noise == 1)
  }

  @Test func stolenTimeIsReadFromTheFirstLine() throws {
    let text = "cpu  100 5 20 800 10 1 4 60 7 0\ncpu0 1 1 1 1 1 1 1 1 1 1\n"
    #expect(StealTime.parse(stat: text) == StealTime(stolen: 60, total: 1000))
    for bad in [
      "", "cpu", "cpu  1 2 3\n", "cpu0 1 2 3 4 5 6 7 8\n", "cpu  1 2 3 4 5 6 7 -8\n", "cpu  1 2 3 4 5 6 7 x 9\n",
    ] {
      #expect(StealTime.parse(stat: bad) == nil)
    }
    #expect(StealTime.share(since: nil) == nil)
    let share = StealTime.share(since: StealTime(stolen: 0, total: 0))
    #expect(share.map { (0...1).contains($0) } ?? true)
  }
}
