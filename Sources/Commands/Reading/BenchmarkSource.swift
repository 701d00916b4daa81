import Bench
import Machines

/// Finds measurements for a machine: from the cache, or by measuring this very machine.
struct BenchmarkSource {
  let options: BenchOptions
  let output: OutputOptions
  let surroundings: Surroundings

  /// The measurements, or why there are none.
  func measurements(of machine: Machine) -> (measurements: Measurements?, gap: Gap?) {
    if options.noBench { return (nil, Gap("benchmark", "not wanted (--no-bench)")) }
    guard machine.origin == .live else {
      return (nil, Gap("benchmark", "a recorded or simulated machine is never measured"))
    }
    if let kept = cache.load(machine) { return (kept, nil) }
    return fresh(machine)
  }

  /// Measures now and keeps the result.
  func fresh(_ machine: Machine) -> (measurements: Measurements?, gap: Gap?) {
    let showsProgress = surroundings.console.messagesAreTerminal && !output.quiet
    if showsProgress { surroundings.console.replaceLine(with: "measuring, about a second …") }
    defer { if showsProgress { surroundings.console.replaceLine(with: "") } }
    do {
      let measurements = try MicroBench.run(machine)
      if let reason = cache.save(measurements, of: machine), output.verbose {
        surroundings.console.message("plimsoll: the benchmark is not kept: \(reason)\n")
      }
      return (measurements, nil)
    } catch {
      return (nil, Gap("benchmark", error.reason))
    }
  }

  private var cache: MeasurementCache { MeasurementCache(folder: surroundings.cacheFolder, version: programVersion) }
}
