import Base

/// The processors of a machine.
package struct CPU: Sendable, Equatable {
  package var vendor: Known<String>
  package var model: Known<String>
  package var packages: Known<Int>
  /// Physical cores that are online.
  package var cores: Known<Int>
  /// Hardware threads that are online.
  package var threads: Known<Int>
  /// Threads that this process may really keep busy: after affinity, cpuset and CPU quota.
  package var usableThreads: Known<Int>
  package var performanceCores: Known<Int>
  package var efficiencyCores: Known<Int>
  /// Instruction set extensions that the kernel has enabled, in the kernel's spelling, sorted.
  package var isa: [String]
  package var caches: [Cache]
  package var numaNodes: [NUMANode]
  package var currentFrequencyHz: Known<Double>
  package var maximumFrequencyHz: Known<Double>
  package var offlineThreads: Int
  /// The CPU quota in processors (1.5 is one and a half), or nil when there is none.
  package var quotaProcessors: Double?
  /// Whether cores run more than one thread each (simultaneous multithreading) now.
  package var hasActiveSMT: Known<Bool>

  package init(
    vendor: Known<String>, model: Known<String>, packages: Known<Int>, cores: Known<Int>, threads: Known<Int>,
    usableThreads: Known<Int>, performanceCores: Known<Int>, efficiencyCores: Known<Int>, isa: [String] = [],
    caches: [Cache] = [], numaNodes: [NUMANode] = [],
    currentFrequencyHz: Known<Double> = .unknown(reason: "not read"),
    maximumFrequencyHz: Known<Double> = .unknown(reason: "not read"), offlineThreads: Int = 0,
    quotaProcessors: Double? = nil, hasActiveSMT: Known<Bool> = .unknown(reason: "not read")
  ) {
    self.vendor = vendor
    self.model = model
    self.packages = packages
    self.cores = cores
    self.threads = threads
    self.usableThreads = usableThreads
    self.performanceCores = performanceCores
    self.efficiencyCores = efficiencyCores
    self.isa = isa
    self.caches = caches
    self.numaNodes = numaNodes
    self.currentFrequencyHz = currentFrequencyHz
    self.maximumFrequencyHz = maximumFrequencyHz
    self.offlineThreads = offlineThreads
    self.quotaProcessors = quotaProcessors
    self.hasActiveSMT = hasActiveSMT
  }

  /// Caches of one level and kind.
  package struct Cache: Sendable, Equatable {
    package var level: Int
    package var kind: Kind
    /// Size of one cache.
    package var bytes: Int
    /// How many such caches the machine has.
    package var count: Int
    /// How many hardware threads share one of them; nil when it is not known.
    package var sharedByThreads: Int?

    package init(level: Int, kind: Kind, bytes: Int, count: Int, sharedByThreads: Int? = nil) {
      self.level = level
      self.kind = kind
      self.bytes = bytes
      self.count = count
      self.sharedByThreads = sharedByThreads
    }

    package enum Kind: String, Sendable, CaseIterable { case data, instruction, unified }
  }

  package struct NUMANode: Sendable, Equatable {
    package var id: Int
    package var memoryBytes: Known<Int>
    /// The node's hardware threads as the kernel writes lists, such as `0-7,16-23`.
    package var cpus: String

    package init(id: Int, memoryBytes: Known<Int>, cpus: String) {
      self.id = id
      self.memoryBytes = memoryBytes
      self.cpus = cpus
    }
  }
}
