import HardwareModel
import MicroBench

/// Finds measurements for a machine: from the cache, or by measuring this very machine.
struct BenchmarkSource {
  let options: BenchOptions
  let output: OutputOptions
  let surroundings: Surroundings

  /// The measurements, or why there are none.
  func measurements(of machine: Machine) -> (measurements: Measurements?, gap: Gap?) {
    guard machine.origin == .live else {
      return (nil, Gap("benchmark", "a recorded or simulated machine is never measured"))
    }
    if options.noBench { return (nil, Gap("benchmark", "not wanted (--no-bench)")) }
    return (nil, Gap("benchmark", "not measured"))
  }
}
