import Base
import Glibc
import Testing

/// The micro-benchmark through the built program, on the machine that tests.
@Suite struct BenchTests {
  /// Medians lie between the extremes, every figure is positive, and memory stays within what is promised.
  @Test func itStaysWithinItsMemory() throws {
    let result = try BuiltProgram.shell("exec \"$P\" bench --json")
    try #require(result.code == 0, "\(result.messages)")
    #expect(result.peakBytes > 90 << 20 && result.peakBytes <= 600 << 20)
    let document = try JSONParser.parse(result.output)
    let cpu = try #require(document["cpu"])
    #expect(document["elapsed_seconds"]?.number ?? 0 > 0)
    #expect(cpu["noisy"]?.bool != nil)
    #expect((0...1).contains(cpu["steal_share"]?.number ?? 0))
    var figures = [cpu["memory_read_bytes_per_second"], cpu["single_thread_read_bytes_per_second"]]
    let kernels = try #require(cpu["kernels"]?.array)
    figures += kernels.flatMap { [$0["bytes_per_second"], $0["operations_per_second"]] }
    for figure in figures {
      let (low, median, high) = (figure?["low"]?.number, figure?["median"]?.number, figure?["high"]?.number)
      #expect(0 < (low ?? 0) && (low ?? 0) <= (median ?? 0) && (median ?? 0) <= (high ?? 0))
    }
    let formats = Set(kernels.compactMap { $0["quantization"]?.string })
    // Two seconds are all it takes: what a busy machine did not get to is left out, and the run is told to be noisy.
    let all: Set = ["Q4_0", "Q4_K", "Q6_K", "Q8_0", "IQ4_NL", "F16", "BF16", "F32"]
    #expect(!formats.isEmpty && formats.isSubset(of: all))
    #expect(formats == all || cpu["noisy"]?.bool == true)
    #expect(kernels.count <= 2 * formats.count)
  }
}
