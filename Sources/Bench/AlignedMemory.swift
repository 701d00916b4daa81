import Glibc

/// Memory for measuring, in huge pages where the kernel has them, or in the small ones that runtimes get.
final class AlignedMemory {
  /// Sizes are multiples of this, so that every thread's part is a whole number of rows of every format.
  static let granule = 2 << 20

  let start: UnsafeMutableRawPointer
  let count: Int

  /// Nil when there is not that much memory.
  init?(bytes: Int, hugePages: Bool) {
    guard let memory = mmap(nil, bytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0),
      memory != MAP_FAILED
    else { return nil }
    madvise(memory, bytes, hugePages ? MADV_HUGEPAGE : MADV_NOHUGEPAGE)
    (start, count) = (memory, bytes)
  }

  deinit { munmap(start, count) }
}
