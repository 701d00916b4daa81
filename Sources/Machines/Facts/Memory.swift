import Base

/// The main memory of a machine, and how much of it a model may have.
package struct Memory: Sendable, Equatable {
  package var totalBytes: Known<Int>
  package var availableBytes: Known<Int>
  package var swapBytes: Known<Int>
  /// The tightest limit over the whole cgroup path; nil when there is none.
  package var limitBytes: Known<Int?>
  /// The file that set the limit, such as `/sys/fs/cgroup/app/memory.max`.
  package var limitSource: String?
  /// What a model may take now: free for us, less the reserve for the system.
  package var budgetBytes: Known<Int>
  /// Theoretical bandwidth from memory type, speed and channels.
  package var bandwidthBytesPerSecond: Known<Double>
  /// Type, speed and channels in words, such as `DDR5-4800, 8 channels`.
  package var modules: Known<String>
  package var hugePagesFreeBytes: Known<Int>
  package var hugePagesTotalBytes: Known<Int>
  /// Size of one huge page.
  package var hugePageBytes: Known<Int>
  /// The tightest swap limit over the whole cgroup path; nil when there is none.
  package var swapLimitBytes: Int?

  package init(
    totalBytes: Known<Int>, availableBytes: Known<Int>, swapBytes: Known<Int>, limitBytes: Known<Int?> = .known(nil),
    limitSource: String? = nil, budgetBytes: Known<Int>,
    bandwidthBytesPerSecond: Known<Double> = .unknown(reason: "not read"),
    modules: Known<String> = .unknown(reason: "not read"),
    hugePagesFreeBytes: Known<Int> = .unknown(reason: "not read"),
    hugePagesTotalBytes: Known<Int> = .unknown(reason: "not read"),
    hugePageBytes: Known<Int> = .unknown(reason: "not read"), swapLimitBytes: Int? = nil
  ) {
    self.totalBytes = totalBytes
    self.availableBytes = availableBytes
    self.swapBytes = swapBytes
    self.limitBytes = limitBytes
    self.limitSource = limitSource
    self.budgetBytes = budgetBytes
    self.bandwidthBytesPerSecond = bandwidthBytesPerSecond
    self.modules = modules
    self.hugePagesFreeBytes = hugePagesFreeBytes
    self.hugePagesTotalBytes = hugePagesTotalBytes
    self.hugePageBytes = hugePageBytes
    self.swapLimitBytes = swapLimitBytes
  }
}
