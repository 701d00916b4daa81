import Base

/// The processors of a machine.
package struct CPU: Sendable, Equatable {
  package var vendor: Known<String> = .unread
  package var model: Known<String> = .unread
  package var packages: Known<Int> = .unread
  /// Physical cores that are online.
  package var cores: Known<Int> = .unread
  /// Hardware threads that are online.
  package var threads: Known<Int> = .unread
  /// Threads that this process may really keep busy: after affinity, cpuset and CPU quota.
  package var usableThreads: Known<Int> = .unread
  package var performanceCores: Known<Int> = .unread
  package var efficiencyCores: Known<Int> = .unread
  /// Instruction set extensions that the kernel has enabled, in the kernel's spelling, sorted.
  package var isa: [String] = []
  package var caches: [Cache] = []
  package var numaNodes: [NUMANode] = []
  package var currentFrequencyHz: Known<Double> = .unread
  package var maximumFrequencyHz: Known<Double> = .unread
  package var offlineThreads = 0
  /// The CPU quota in processors (1.5 is one and a half), or nil when there is none.
  package var quotaProcessors: Double?
  /// Whether cores run more than one thread each (simultaneous multithreading) now.
  package var hasActiveSMT: Known<Bool> = .unread

  package init() {}

  /// The threads that a runtime does best to compute with: one for each core that a control group leaves, of a hybrid
  /// processor's the fast ones.
  package var computingThreads: Int? {
    let isHybrid = (efficiencyCores.value ?? 0) > 0 && (performanceCores.value ?? 0) > 0
    return [usableThreads.value, isHybrid ? performanceCores.value : cores.value].compactMap(\.self).min()
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

    package init(level: Int = 0, kind: Kind = .unified, bytes: Int = 0, count: Int = 0, sharedByThreads: Int? = nil) {
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

    package init(id: Int = 0, memoryBytes: Known<Int> = .unread, cpus: String = "") {
      self.id = id
      self.memoryBytes = memoryBytes
      self.cpus = cpus
    }
  }
}
