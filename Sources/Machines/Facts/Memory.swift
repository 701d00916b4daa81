import Base

/// The main memory of a machine, and how much of it a model may have.
package struct Memory: Sendable, Equatable {
  package var totalBytes: Known<Int> = .unread
  package var availableBytes: Known<Int> = .unread
  package var swapBytes: Known<Int> = .unread
  /// The tightest limit over the whole cgroup path; nil when there is none.
  package var limitBytes: Known<Int?> = .known(nil)
  /// The file that set the limit, such as `/sys/fs/cgroup/app/memory.max`.
  package var limitSource: String?
  /// What a model may take now: free for us, less the reserve for the system.
  package var budgetBytes: Known<Int> = .unread
  /// Theoretical bandwidth from memory type, speed and channels.
  package var bandwidthBytesPerSecond: Known<Double> = .unread
  /// Type, speed and channels in words, such as `DDR5-4800, 8 channels`.
  package var modules: Known<String> = .unread
  package var hugePagesFreeBytes: Known<Int> = .unread
  package var hugePagesTotalBytes: Known<Int> = .unread
  /// Size of one huge page.
  package var hugePageBytes: Known<Int> = .unread
  /// The tightest swap limit over the whole cgroup path; nil when there is none.
  package var swapLimitBytes: Int?

  package init() {}
}
