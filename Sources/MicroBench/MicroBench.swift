import CKernels
import Glibc
import HardwareModel
import SystemAccess
import Units

/// Measures the processor of this machine in under a second: memory reads, and products of quantized weights.
package enum MicroBench {
  /// Why a machine was not measured.
  package struct Skipped: Error, Equatable {
    package let reason: String
  }

  /// Samples of each figure; the median of an odd number of them is a sample.
  static let samples = 5
  /// The memory that is read, in bytes, stays between these.
  static let bufferBytes = (least: 96 << 20, most: 512 << 20)

  /// Measures the machine, which must be the live one.
  package static func run(_ machine: Machine) throws(Skipped) -> Measurements {
    guard machine.origin == .live else { throw Skipped(reason: "a recorded or simulated machine is never measured") }
    let processors = usableProcessors(machine)
    guard !processors.isEmpty else { throw Skipped(reason: "this process may run on no known thread") }
    let bytes = bufferSize(machine)
    if let free = machine.memory.budgetBytes.value, free < bytes * 2 {
      throw Skipped(
        reason: "only \(ByteSize.text(free)) of memory is free, and measuring takes \(ByteSize.text(bytes))")
    }
    let begin = Clock.seconds()
    let stealBefore = StealTime.read()
    guard let buffer = AlignedMemory(bytes: bytes) else {
      throw Skipped(reason: "\(ByteSize.text(bytes)) cannot be had")
    }
    let crew = Crew(processors: processors, isa: plimsoll_best_isa())
    guard crew.fill(buffer) else { throw Skipped(reason: "threads cannot be started") }
    let all = crew.read(buffer, threads: processors.count)
    let one = crew.read(buffer, threads: 1)
    var kernels: [Measurements.Kernel] = []
    for format in WeightFormat.measured {
      kernels.append(crew.decode(buffer, format))
      kernels.append(crew.prefill(buffer, format))
    }
    let spreads = [all] + kernels.map(\.bytesPerSecond)
    let cpu = Measurements.CPU(
      threads: processors.count, memoryReadBytesPerSecond: all, singleThreadReadBytesPerSecond: one, kernels: kernels,
      isNoisy: spreads.contains { $0.relativeRange > 0.25 }, stealShare: StealTime.share(since: stealBefore))
    return Measurements(cpu: cpu, elapsedSeconds: Clock.seconds() - begin)
  }

  /// Well past the last-level cache, so that reads come from memory.
  private static func bufferSize(_ machine: Machine) -> Int {
    let last = machine.cpu.caches.filter { $0.kind != .instruction }.max { $0.level < $1.level }
    let cached = last.map { $0.bytes.multipliedReportingOverflow(by: max(1, $0.count)) }
    let wanted = cached.map {
      $0.overflow ? bufferBytes.most : $0.partialValue > bufferBytes.most ? bufferBytes.most : $0.partialValue * 3
    }
    let bytes = min(bufferBytes.most, max(bufferBytes.least, wanted ?? bufferBytes.least))
    return bytes / AlignedMemory.granule * AlignedMemory.granule
  }

  /// One thread of each core first, as many as are usable.
  private static func usableProcessors(_ machine: Machine) -> [Int32] {
    let allowed = (Affinity.ownThreads() ?? []).map(Int32.init(clamping:))
    let limit = machine.cpu.usableThreads.value ?? allowed.count
    let cores = machine.cpu.cores.value ?? allowed.count
    return Array(allowed.prefix(max(1, min(limit, max(cores, 1), allowed.count))))
  }
}

/// A block format of weights as the kernels know it.
struct WeightFormat: Sendable {
  let format: plimsoll_format
  let name: String

  static let measured = [
    WeightFormat(format: PLIMSOLL_Q4_K, name: "Q4_K"), WeightFormat(format: PLIMSOLL_Q6_K, name: "Q6_K"),
    WeightFormat(format: PLIMSOLL_Q8_0, name: "Q8_0"), WeightFormat(format: PLIMSOLL_Q4_0, name: "Q4_0"),
  ]
}
