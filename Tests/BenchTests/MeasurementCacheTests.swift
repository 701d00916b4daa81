import Base
import Bench
import Glibc
import Machines
import TestSupport
import Testing

@Suite struct MeasurementCacheTests {
  private let machine = TestMachine.live()
  private let measurements = Measurements(
    cpu: Measurements.CPU(
      threads: 2, memoryReadBytesPerSecond: Spread(median: 2e10, low: 1.9e10, high: 2.1e10),
      singleThreadReadBytesPerSecond: Spread(median: 1e10, low: 9e9, high: 1.1e10),
      kernels: [
        Measurements.Kernel(
          name: "k", quantization: "Q4_K", phase: .decode, bytesPerSecond: Spread(median: 9e9, low: 8e9, high: 1e10),
          operationsPerSecond: Spread(median: 3e10, low: 2e10, high: 4e10))
      ], isNoisy: false, stealShare: 0.01,
      numaNodes: [
        Measurements.NUMANode(
          id: 1, threads: 1, memoryReadBytesPerSecond: Spread(median: 1e10, low: 9e9, high: 1.1e10))
      ]), elapsedSeconds: 0.8)

  private func history(_ measurements: Measurements) -> MeasurementHistory {
    var history = MeasurementHistory()
    history.add(measurements)
    return history
  }

  @Test func aRecordingKeepsWhatWasMeasured() throws {
    let place = try TestFolder()
    #expect(RecordedMeasurements.file(MeasurementHistory()) == nil)
    let file = try #require(RecordedMeasurements.file(history(measurements)))
    try place.write(file.text, to: "rec" + file.path)
    var expected = measurements
    expected.isCached = true
    #expect(RecordedMeasurements.measurements(in: SystemRoot(place.path + "/rec")) == expected)
    // What cannot be true is not believed.
    try place.write(file.text.replacing("20000000000", with: "20"), to: "bad" + file.path)
    #expect(RecordedMeasurements.measurements(in: SystemRoot(place.path + "/bad")) == nil)
  }

  @Test func whatIsKeptComesBackForTheSameMachineOnly() throws {
    let place = try TestFolder()
    let folder = place.path + "/nested"
    let cache = MeasurementCache(folder: folder, version: "1")
    #expect(cache.save(history(measurements), of: machine) == nil)
    var expected = measurements
    expected.isCached = true
    #expect(cache.load(machine).measurements == expected)
    var other = machine
    other.cpu.usableThreads = .known(1)
    #expect(cache.load(other).runs.isEmpty)
    #expect(MeasurementCache(folder: folder, version: "2").load(machine).runs.isEmpty)
  }

  @Test func whatOthersMayWriteOrCannotBeIsNotBelieved() throws {
    let place = try TestFolder()
    let cache = MeasurementCache(folder: place.path, version: "1")
    let file = place.path + "/benchmark.json"
    #expect(cache.save(history(measurements), of: machine) == nil)
    #expect(chmod(file, 0o666) == 0)
    #expect(cache.load(machine).runs.isEmpty)
    #expect(chmod(file, 0o600) == 0)
    #expect(cache.load(machine).runs.count == 1)
    var absurd = measurements
    absurd.cpu.memoryReadBytesPerSecond = Spread(median: 1e300, low: 1, high: 1e300)
    #expect(cache.save(history(absurd), of: machine) == nil)
    #expect(cache.load(machine).runs.isEmpty)
  }

  @Test func withoutAPlaceNothingIsKeptAndTheReasonIsSaid() {
    #expect(
      MeasurementCache(folder: nil, version: "1").save(history(measurements), of: machine)?.contains("HOME") == true)
    #expect(MeasurementCache(folder: "/proc/nowhere", version: "1").save(history(measurements), of: machine) != nil)
    #expect(MeasurementCache(folder: nil, version: "1").load(machine).runs.isEmpty)
  }

  @Test func onlyThisVeryMachineIsMeasured() {
    var recorded = machine
    recorded.origin = .recorded
    #expect(throws: MicroBench.Skipped.self) { try MicroBench.run(recorded) }
  }

  @Test func aFullMachineIsNotPushedIntoSwap() {
    var full = machine
    full.memory.budgetBytes = .known(64 << 20)
    let error = #expect(throws: MicroBench.Skipped.self) { try MicroBench.run(full) }
    #expect(error?.reason.contains("free") == true)
  }
}
