import Base
import Bench
import Machines
import Probe

/// Finds measurements for a machine: from the cache, or by measuring this very machine.
struct BenchmarkSource {
  let options: BenchOptions
  let output: OutputOptions
  let surroundings: Surroundings
  /// The recording that the machine was read from, if any.
  var recording: String?

  /// The measurements, or why there are none.
  func measurements(of machine: Machine) -> (measurements: Measurements?, gap: Gap?) {
    if let kept = surroundings.kept, machine.origin == .live, !options.noBench { return kept.measured }
    var (measurements, gap) = uncalibrated(machine)
    if machine.origin == .live, measurements != nil {
      measurements?.calibration = CalibrationStore(folder: surroundings.cacheFolder).load(machine)
    }
    return (measurements, gap)
  }

  private func uncalibrated(_ machine: Machine) -> (measurements: Measurements?, gap: Gap?) {
    if options.noBench { return (nil, Gap("benchmark", "not wanted (--no-bench)")) }
    if machine.origin == .recorded, let recording, let root = try? RecordingRoot.find(recording),
      let kept = RecordedMeasurements.measurements(in: root)
    {
      return (kept, nil)
    }
    guard machine.origin == .live else {
      return (nil, Gap("benchmark", "a recorded or simulated machine is never measured"))
    }
    var history = cache.load(machine)
    if let kept = history.measurements, !history.wantsMore(isQuietNow: MicroBench.looksQuiet(machine)) {
      return (kept, nil)
    }
    let (run, gap) = fresh(machine)
    guard let run else { return (history.measurements, history.measurements == nil ? gap : nil) }
    history.add(run)
    return (history.measurements, nil)
  }

  /// Measures now and keeps the result beside those of before.
  func fresh(_ machine: Machine) -> (measurements: Measurements?, gap: Gap?) {
    let showsProgress = surroundings.console.messagesAreTerminal && !output.quiet
    if showsProgress { surroundings.console.replaceLine(with: "measuring, about a second …") }
    defer { if showsProgress { surroundings.console.replaceLine(with: "") } }
    do {
      let measurements = try MicroBench.run(machine)
      var history = cache.load(machine)
      history.add(measurements)
      if let reason = cache.save(history, of: machine), output.verbose {
        surroundings.console.message("plimsoll: the benchmark is not kept: \(reason)\n")
      }
      return (measurements, nil)
    } catch {
      return (nil, Gap("benchmark", error.reason))
    }
  }

  private var cache: MeasurementCache { MeasurementCache(folder: surroundings.cacheFolder, version: programVersion) }
}
