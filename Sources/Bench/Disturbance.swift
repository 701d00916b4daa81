import Base
import Machines

/// What else the machine did while it was measured.
package struct Disturbance: Equatable {
  /// Share of the time that the threads wanted to run and others had their processors.
  var waitShare = 0.0
  /// Share of the time that the hypervisor gave to other guests; nil where the kernel does not say.
  var stealShare: Double?
  /// Programs that wanted to run before measuring began, for each thread that measures.
  var othersPerThread = 0.0
  /// Share of the ten seconds before in which some program waited for a processor, by the kernel's pressure stall
  /// information.
  var pressure = 0.0

  /// What the kernel says before anything is measured.
  static func before(threads: Int) -> Disturbance {
    Disturbance(
      othersPerThread: othersRunning.map { Double($0) / Double(max(1, threads)) } ?? 0,
      pressure: (try? SystemRoot.live.text("/proc/pressure/cpu").get()).flatMap(somePressure) ?? 0)
  }

  /// Tasks that want to run just now, without this one; nil where the kernel does not say.
  package static var othersRunning: Int? {
    (try? SystemRoot.live.text("/proc/loadavg").get()).flatMap { othersRunning(loadavg: $0) }
  }

  /// Parses `/proc/loadavg`: how many tasks want to run, without the one that asks.
  static func othersRunning(loadavg text: String) -> Int? {
    let words = text.split(separator: " ")
    guard words.count >= 4, let running = Int(words[3].prefix { $0 != "/" }), (0...1 << 30).contains(running) else {
      return nil
    }
    return max(0, running - 1)
  }

  /// Parses `/proc/pressure/cpu`: the share `avg10` of the line `some`.
  static func somePressure(_ text: String) -> Double? {
    guard let line = text.split(separator: "\n").first(where: { $0.hasPrefix("some ") }),
      let word = line.split(separator: " ").first(where: { $0.hasPrefix("avg10=") }),
      let percent = Double(word.dropFirst(6)), (0...100).contains(percent)
    else { return nil }
    return percent / 100
  }

  var isQuiet: Bool { Measurements.CPU.hadItsTime(waitShare: waitShare, stealShare: stealShare) }

  /// The standard deviation of the logarithm of what kernels reach.
  ///
  /// A thread's own time leaves out what it waited; what remains is caches that others filled and the neighbour on the
  /// core. Set by hand from five runs at loads of 8 to 11; quiet runs were not compared.
  func kernelUncertainty(noise: Double) -> Double {
    isQuiet && noise <= MicroBench.quiet ? 0 : 0.05 + 0.2 * waitShare + 0.5 * (stealShare ?? 0) + 0.25 * min(0.4, noise)
  }

  /// The same of the memory's bandwidth, which others may share without taking a processor.
  func bandwidthUncertainty(noise: Double) -> Double {
    guard !isQuiet || noise > MicroBench.quiet else { return 0 }
    return 0.05 + 0.25 * min(1, max(waitShare, pressure, othersPerThread / 2)) + 0.5 * (stealShare ?? 0)
      + 0.25 * min(0.4, noise)
  }
}
