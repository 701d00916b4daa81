import Testing

@testable import Bench

@Suite struct PromptSizeTests {
  /// Seconds of prompts where each product takes so long, after a start of the threads.
  private func size(nanosecondsEach: Double, startMicroseconds: Double) -> PromptSize {
    PromptSize.largest(within: 0.012) {
      startMicroseconds * 1e-6 + Double($0.rows * $0.columns) * nanosecondsEach * 1e-9
    }
  }

  /// Sixteen threads of a server took 0.4 ms to start, forty times which is more than a sample may take.
  @Test(arguments: [0, 100, 400, 1000])
  func theStartOfThreadsIsNoSlowKernel(startMicroseconds: Double) {
    #expect(size(nanosecondsEach: 100, startMicroseconds: startMicroseconds) == .most)
  }

  @Test func slowKernelsMeasureShorterPrompts() {
    let sizes = [100.0, 1000, 10_000].map { size(nanosecondsEach: $0, startMicroseconds: 10) }
    #expect(sizes == [.most, PromptSize(rows: 64, columns: 60), PromptSize(rows: 32, columns: 12)])
  }
}
