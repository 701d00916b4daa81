import Base
import Glibc
import Machines

/// Measures the processor of this machine in under a second: memory reads, and products of quantized weights.
package enum MicroBench {
  /// Why a machine was not measured.
  package struct Skipped: Error, Equatable {
    package let reason: String
  }

  /// Seconds after which figures take no more than their least samples; about what a quiet machine needs for all.
  static let seconds = 0.55
  /// From then on only what others disturbed is measured again, and not what spreads by itself.
  static let spreadSeconds = 0.8
  /// Seconds that all figures share where others disturb them, and that measuring takes at most, whatever happens.
  static let (busySeconds, limitSeconds) = (1.5, 1.9)
  /// Noise beyond which the figures deserve less trust.
  static let quiet = 0.1
  /// So many times what the last-level caches hold is read, or multiplied.
  ///
  /// With less, a good part of what is only read comes from caches, which need not replace the oldest first; products wait for
  /// arithmetic too.
  static let (cachesRead, cachesMultiplied) = (6, 3)
  /// The memory that is read, in bytes, stays between these.
  static let bufferBytes = (least: 96 << 20, most: 512 << 20)

  /// Whether hardly anything else runs on the machine now.
  package static func looksQuiet(_ machine: Machine) -> Bool {
    let before = Disturbance.before(threads: machine.cpu.usableThreads.value ?? 1)
    return before.othersPerThread < 0.5 && before.pressure < 0.1
  }

  /// Measures the machine, which must be the live one.
  package static func run(_ machine: Machine) throws(Skipped) -> Measurements {
    try run(machine, limitSeconds: limitSeconds)
  }

  /// The same with another limit, for what is to be had on a machine under any load.
  static func run(_ machine: Machine, limitSeconds: Double) throws(Skipped) -> Measurements {
    guard machine.origin == .live else { throw Skipped(reason: "a recorded or simulated machine is never measured") }
    let processors = usableProcessors(machine)
    guard !processors.isEmpty else { throw Skipped(reason: "this process may run on no known thread") }
    let bytes = (
      reads: bufferSize(machine, threads: processors.count, caches: cachesRead),
      kernels: bufferSize(machine, threads: processors.count, caches: cachesMultiplied)
    )
    if let free = machine.memory.budgetBytes.value, free < bytes.reads * 2 {
      throw Skipped(
        reason: "only \(ByteSize.text(free)) of memory is free, and measuring takes \(ByteSize.text(bytes.reads))")
    }
    let run = BenchRun(
      processors: processors, nodes: nodes(machine, processors), readBytes: bytes.reads, kernelBytes: bytes.kernels,
      limitSeconds: limitSeconds)
    return try run.measurements()
  }

  /// Well past the last-level cache, so that reads come from memory, and enough for every thread's part.
  static func bufferSize(_ machine: Machine, threads: Int, caches: Int) -> Int {
    let last = machine.cpu.caches.filter { $0.kind != .instruction }.max { $0.level < $1.level }
    let cached = last.map { $0.bytes.multipliedReportingOverflow(by: max(1, $0.count)) }
    let wanted = cached.map {
      $0.overflow ? bufferBytes.most : $0.partialValue > bufferBytes.most ? bufferBytes.most : $0.partialValue * caches
    }
    let least = max(bufferBytes.least, threads * Crew.leastPartBytes)
    let bytes = min(bufferBytes.most, max(least, wanted ?? least))
    return (bytes + AlignedMemory.granule - 1) / AlignedMemory.granule * AlignedMemory.granule
  }

  /// The crew's threads on each NUMA node, by their place in the crew; empty when they all are on one.
  static func nodes(_ machine: Machine, _ processors: [Int32]) -> [(id: Int, threads: Set<Int>)] {
    let nodes = machine.cpu.numaNodes.map { node in
      let list = CPUList(node.cpus)?.threads ?? []
      return (id: node.id, threads: Set(processors.indices.filter { list.contains(Int(processors[$0])) }))
    }
    let used = nodes.filter { !$0.threads.isEmpty }
    return used.count > 1 ? used : []
  }

  /// One thread of each core first, as many as are usable and have a part of the memory.
  private static func usableProcessors(_ machine: Machine) -> [Int32] {
    let allowed = (Affinity.ownThreads() ?? []).map(Int32.init(clamping:))
    let limit = machine.cpu.usableThreads.value ?? allowed.count
    let cores = machine.cpu.cores.value ?? allowed.count
    let ordered = oneThreadOfEachCoreFirst(allowed) { processor in
      (try? SystemRoot.live.text("/sys/devices/system/cpu/cpu\(processor)/topology/thread_siblings_list").get())
        .flatMap { CPUList($0) }
    }
    let most = min(allowed.count, bufferBytes.most / Crew.leastPartBytes)
    return Array(ordered.prefix(max(1, min(limit, max(cores, 1), most))))
  }

  /// The processors in their order, those that share a core with an earlier one last.
  ///
  /// Many virtual machines number the threads of a core one after the other, most others all first threads before all
  /// second ones.
  static func oneThreadOfEachCoreFirst(_ processors: [Int32], siblings: (Int32) -> CPUList?) -> [Int32] {
    var taken: Set<Int> = []
    var (first, others): ([Int32], [Int32]) = ([], [])
    for processor in processors {
      if taken.contains(Int(processor)) {
        others.append(processor)
      } else {
        first.append(processor)
        taken.formUnion(siblings(processor)?.threads ?? [])
      }
    }
    return first + others
  }
}
