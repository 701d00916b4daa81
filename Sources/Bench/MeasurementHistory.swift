import Base
import Glibc
import Machines

/// The last runs of the benchmark on one machine, and what they say together.
package struct MeasurementHistory: Sendable, Equatable {
  /// The oldest first.
  package private(set) var runs: [Measurements] = []

  /// So many runs are kept, the surest ones.
  static let most = 8
  /// With so many disturbed runs another one says little, unless others took time from all of them and the machine is quiet now.
  private static let enough = 4

  package init() {}

  /// Adds a run; where there are too many the least sure one goes.
  package mutating func add(_ run: Measurements) {
    runs.append(run)
    guard runs.count > Self.most,
      let worst = runs.indices.max(by: { Self.deviation(runs[$0]) < Self.deviation(runs[$1]) })
    else { return }
    runs.remove(at: worst)
  }

  /// Whether measuring again could tell more: until there is an undisturbed run.
  package func wantsMore(isQuietNow: @autoclosure () -> Bool) -> Bool {
    guard runs.allSatisfy(\.cpu.isNoisy) else { return false }
    return runs.count < Self.enough || !runs.contains(where: \.cpu.hadItsTime) && isQuietNow()
  }

  /// The last undisturbed run as it is; otherwise the mean of all, weighted by how far off each may be.
  package var measurements: Measurements? {
    guard var result = runs.last(where: { !$0.cpu.isNoisy }) ?? runs.last else { return nil }
    guard result.cpu.isNoisy, runs.count > 1 else { return result }
    let all = runs.map(\.cpu)
    let (reading, computing) = (
      all.map { Self.weight($0.bandwidthUncertainty) }, all.map { Self.weight($0.kernelUncertainty) }
    )
    result.cpu.memoryReadBytesPerSecond = Self.mean(zip(all.map(\.memoryReadBytesPerSecond), reading))
    result.cpu.singleThreadReadBytesPerSecond = Self.mean(zip(all.map(\.singleThreadReadBytesPerSecond), computing))
    for (place, node) in result.cpu.numaNodes.enumerated() {
      let others = zip(all, reading).compactMap { cpu, weight in
        cpu.numaNodes.first { $0.id == node.id }.map { ($0.memoryReadBytesPerSecond, weight) }
      }
      result.cpu.numaNodes[place].memoryReadBytesPerSecond = Self.mean(others)
    }
    var names: Set<String> = []
    result.cpu.kernels = all.reversed().flatMap(\.kernels).filter { names.insert($0.name).inserted }
    for (place, kernel) in result.cpu.kernels.enumerated() {
      let others = zip(all, computing).compactMap { cpu, weight in
        cpu.kernels.first { $0.name == kernel.name }.map { ($0, weight) }
      }
      result.cpu.kernels[place].bytesPerSecond = Self.mean(others.map { ($0.bytesPerSecond, $1) })
      result.cpu.kernels[place].operationsPerSecond = Self.mean(others.map { ($0.operationsPerSecond, $1) })
    }
    for (place, attention) in result.cpu.attention.enumerated() {
      let others = zip(all, computing).compactMap { cpu, weight in
        cpu.attention.first { ($0.headWidth, $0.sharingHeads) == (attention.headWidth, attention.sharingHeads) }
          .map { ($0.cellsPerSecond, weight) }
      }
      result.cpu.attention[place].cellsPerSecond = Self.mean(others)
    }
    result.cpu.bandwidthUncertainty = 1 / sqrt(reading.reduce(0, +))
    result.cpu.kernelUncertainty = 1 / sqrt(computing.reduce(0, +))
    return result
  }

  private static func deviation(_ run: Measurements) -> Double {
    run.cpu.isNoisy ? run.cpu.bandwidthUncertainty + run.cpu.kernelUncertainty : 0
  }

  /// A disturbed run is never taken for sure.
  private static func weight(_ deviation: Double) -> Double { 1 / pow(max(0.05, deviation), 2) }

  /// The weighted geometric mean of medians, with the range of them all.
  private static func mean(_ spreads: some Sequence<(Spread, Double)>) -> Spread {
    var (sum, weights, low, high) = (0.0, 0.0, Double.infinity, 0.0)
    for (spread, weight) in spreads {
      sum += weight * log(spread.median)
      weights += weight
      (low, high) = (min(low, spread.low), max(high, spread.high))
    }
    return Spread(median: exp(sum / max(weights, .leastNormalMagnitude)), low: low, high: high)
  }
}
