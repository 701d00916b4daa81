import Base
import Bench
import Machines
import Testing

@Suite struct MeasurementHistoryTests {
  private func run(read: Double, deviation: Double) -> Measurements {
    func spread(_ rate: Double) -> Spread { Spread(median: rate, low: rate / 2, high: rate * 2) }
    let kernel = Measurements.Kernel(
      name: "k", quantization: "Q4_K", phase: .decode, bytesPerSecond: spread(read),
      operationsPerSecond: spread(read * 3))
    var cpu = Measurements.CPU(
      threads: 2, memoryReadBytesPerSecond: spread(read), singleThreadReadBytesPerSecond: spread(read),
      kernels: [kernel], isNoisy: deviation > 0)
    (cpu.bandwidthUncertainty, cpu.kernelUncertainty) = (deviation, deviation)
    return Measurements(cpu: cpu, elapsedSeconds: 1)
  }

  private func history(_ runs: [Measurements]) -> MeasurementHistory {
    runs.reduce(into: MeasurementHistory()) { $0.add($1) }
  }

  @Test func anUndisturbedRunStandsAlone() {
    let history = history([
      run(read: 1e9, deviation: 0.4), run(read: 3e10, deviation: 0), run(read: 2e9, deviation: 0.3),
    ])
    #expect(history.measurements == run(read: 3e10, deviation: 0))
    #expect(!history.wantsMore(isQuietNow: true))
  }

  @Test func disturbedRunsAreWeighedAndGetSurerTogether() throws {
    let together = history([run(read: 1e10, deviation: 0.2), run(read: 4e10, deviation: 0.4)])
    let cpu = try #require(together.measurements).cpu
    // Weights of 25 and 6.25: a fifth of the way from the first to the second, on a logarithmic scale.
    let expected = 1e10 * 1.3195079107728942
    #expect(abs(cpu.memoryReadBytesPerSecond.median / expected - 1) < 1e-9)
    #expect(abs(cpu.kernels[0].bytesPerSecond.median / expected - 1) < 1e-9)
    #expect(cpu.isNoisy)
    #expect(cpu.kernelUncertainty < 0.2)
    #expect(together.wantsMore(isQuietNow: false))
  }

  @Test func theLeastSureRunsGoAndManyAreEnough() {
    var many = history((0..<8).map { _ in run(read: 1e10, deviation: 0.2) })
    many.add(run(read: 9e10, deviation: 0.5))
    #expect(many.runs.count == 8)
    #expect(many.runs.allSatisfy { $0.cpu.kernelUncertainty == 0.2 })
    #expect(!many.wantsMore(isQuietNow: false))
    #expect(many.wantsMore(isQuietNow: true))
  }

  /// A machine whose samples spread by themselves is not measured again with every command.
  @Test func whatSpreadsOnAQuietMachineIsNotMeasuredForEver() {
    func history(waitShare: Double, stealShare: Double?) -> MeasurementHistory {
      (0..<4).reduce(into: MeasurementHistory()) { history, place in
        var run = run(read: 1e10, deviation: 0.2)
        (run.cpu.waitShare, run.cpu.stealShare) = place == 0 ? (waitShare, stealShare) : (0.3, 0.2)
        history.add(run)
        #expect(place == 3 || history.wantsMore(isQuietNow: false))
      }
    }
    #expect(!history(waitShare: 0.01, stealShare: nil).wantsMore(isQuietNow: true))
    #expect(!history(waitShare: 0.01, stealShare: 0.01).wantsMore(isQuietNow: true))
    #expect(history(waitShare: 0.2, stealShare: 0.01).wantsMore(isQuietNow: true))
    #expect(history(waitShare: 0.01, stealShare: 0.2).wantsMore(isQuietNow: true))
  }

  @Test func nothingIsKnownOfNoRun() {
    #expect(MeasurementHistory().measurements == nil)
    #expect(MeasurementHistory().wantsMore(isQuietNow: false))
  }
}
