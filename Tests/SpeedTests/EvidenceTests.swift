import Base
import Machines
import TestSupport
import Testing

@testable import Speed

@Suite struct EvidenceTests {
  @Test func anUndisturbedMeasurementStandsAlone() {
    #expect(Evidence.rate(measured: 7, deviation: 0, modelled: 100, modelDeviation: 0.1) == 7)
    #expect(Evidence.rate(measured: 7, deviation: 0.3, modelled: nil, modelDeviation: 0.1) == 7)
  }

  @Test func theSurerOfTwoCountsMore() {
    let equal = Evidence.rate(measured: 4, deviation: 0.3, modelled: 9, modelDeviation: 0.3)
    #expect(abs(equal - 6) < 1e-9)
    let surer = Evidence.rate(measured: 4, deviation: 0.1, modelled: 9, modelDeviation: 0.3)
    #expect(surer > 4 && surer < equal)
  }

  @Test func whatCannotBeIsNotBelieved() {
    #expect(Evidence.rate(measured: 1, deviation: 0.4, modelled: 10, modelDeviation: 0.35) == 10)
  }

  private func measurements(read: Double, deviation: Double) -> Measurements {
    let spread = Spread(median: read, low: read, high: read)
    let kernels = [Measurements.Kernel.Phase.decode, .prefill].map { phase in
      Measurements.Kernel(
        name: phase.rawValue, quantization: "Q4_K", phase: phase, bytesPerSecond: spread,
        operationsPerSecond: Spread(median: 1e11, low: 1e11, high: 1e11))
    }
    var cpu = Measurements.CPU(
      threads: 8, memoryReadBytesPerSecond: spread, singleThreadReadBytesPerSecond: spread, kernels: kernels,
      isNoisy: deviation > 0)
    (cpu.bandwidthUncertainty, cpu.kernelUncertainty) = (deviation, deviation)
    return Measurements(cpu: cpu, elapsedSeconds: 1)
  }

  /// Eight cores with 80 GB/s by their data sheet, measured while others had most of the time.
  @Test func aTenthUnderLoadIsTakenForTheLoad() throws {
    var machine = TestMachine.live(threads: 8)
    machine.cpu.isa = ["avx2"]
    machine.memory.bandwidthBytesPerSecond = .known(80e9)
    let modelled = try #require(ProcessorRates.rates(machine, nil))
    let quiet = try #require(ProcessorRates.rates(machine, measurements(read: 4e9, deviation: 0)))
    let busy = try #require(ProcessorRates.rates(machine, measurements(read: 4e9, deviation: 0.3)))
    #expect(quiet.decode.cacheBytesPerSecond == 4e9)
    #expect(busy.decode.cacheBytesPerSecond > 0.9 * modelled.decode.weightBytesPerSecond)
    #expect(busy.decode.bands.dense.slower > quiet.decode.bands.dense.slower * 1.3)
    let near = try #require(ProcessorRates.rates(machine, measurements(read: 50e9, deviation: 0.1)))
    #expect(abs(near.decode.cacheBytesPerSecond / 50e9 - 1) < 0.1)
  }
}
