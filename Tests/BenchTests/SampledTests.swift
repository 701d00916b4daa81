import Testing

@testable import Bench

@Suite struct SampledTests {
  private func sample(rate: Double, waited: Double) -> Sampled.Sample {
    Sampled.Sample(amount: rate, seconds: 1, waitedSeconds: waited)
  }

  @Test func whatOtherProgramsDisturbedDoesNotCount() {
    let calm = [10.0, 11, 12].map { sample(rate: $0, waited: 0.01) }
    let disturbed = [2.0, 3, 4, 5].map { sample(rate: $0, waited: 0.5) }
    let sampled = Sampled(disturbed + calm)
    #expect(sampled.spread.median == 11)
    #expect(sampled.spread.low == 10)
    #expect(sampled.noise < 0.2)
  }

  @Test func onABusyMachineTheLeastDisturbedSamplesCount() {
    let samples = [(2.0, 0.7), (9.0, 0.1), (3.0, 0.6), (10.0, 0.04), (8.0, 0.2)]
    let sampled = Sampled(samples.map { sample(rate: $0.0, waited: $0.1) })
    #expect(sampled.spread.median == 9)
    #expect(sampled.spread.low == 8)
  }

  /// A thread that waits half the time computes as fast as it did while it ran.
  @Test func theTimeThatADisturbedThreadRanCounts() {
    let disturbed = Sampled.Sample(amount: 10, seconds: 2, waitedSeconds: 1, runningSeconds: 1)
    let calm = Sampled.Sample(amount: 10, seconds: 1, waitedSeconds: 0.01, runningSeconds: 0.99)
    #expect(disturbed.rate == 10)
    #expect(calm.rate == 10)
    #expect(Sampled([disturbed, calm]).waitShare > 0.25)
  }

  @Test func ofWhatThreadsShareTheSlowerHalfOfDisturbedSamplesCounts() {
    let samples = [(9.0, 0.5), (5.0, 0.5), (6.0, 0.5), (10.0, 0.5)].map { sample(rate: $0.0, waited: $0.1) }
    let sampled = Sampled(samples, isShared: true)
    #expect(sampled.spread.low == 5 && sampled.spread.high == 6)
    let calm = [7.0, 8, 9].map { sample(rate: $0, waited: 0) }
    #expect(Sampled(samples + calm, isShared: true).spread.median == 8)
  }

  @Test func withoutSamplesThereIsNoFigureButNoise() {
    #expect(Sampled([]).spread.median == 0)
    #expect(Sampled([]).noise == 1)
  }
}
