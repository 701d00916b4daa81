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

  @Test func withoutSamplesThereIsNoFigureButNoise() {
    #expect(Sampled([]).spread.median == 0)
    #expect(Sampled([]).noise == 1)
  }
}
