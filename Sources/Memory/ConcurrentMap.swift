import Base
import Glibc
import Synchronization

extension Array where Element: Sendable {
  /// What `transform` makes of each element, in their order, computed by a few threads.
  ///
  /// The result is the same as that of `map`; fewer than a few portions, or one processor, get no thread.
  package func concurrentMap<Result: Sendable>(
    portion: Int = 16, _ transform: @escaping @Sendable (Element) -> Result
  ) -> [Result] {
    let helpers = Swift.min(sysconf(Int32(_SC_NPROCESSORS_ONLN)), 4, count / (portion * 4)) - 1
    guard helpers > 0 else { return map(transform) }
    let job = ConcurrentJob(self, portion, transform)
    let threads = (0..<helpers).compactMap { _ in BackgroundThread.start { job.work() } }
    job.work()
    for thread in threads { pthread_join(thread, nil) }
    return job.results
  }
}

/// Elements that threads take in small portions, and what they have made of them.
private final class ConcurrentJob<Element: Sendable, Result: Sendable>: Sendable {
  private let elements: [Element]
  private let transform: @Sendable (Element) -> Result
  private let next = Atomic<Int>(0)
  private let portions = Mutex<[(start: Int, results: [Result])]>([])
  private let portionSize: Int

  init(_ elements: [Element], _ portionSize: Int, _ transform: @escaping @Sendable (Element) -> Result) {
    (self.elements, self.portionSize) = (elements, portionSize)
    self.transform = transform
  }

  /// Takes portions until none is left.
  func work() {
    while true {
      let start = next.add(portionSize, ordering: .relaxed).oldValue
      guard start < elements.count else { return }
      let results = elements[start..<min(start + portionSize, elements.count)].map(transform)
      portions.withLock { $0.append((start, results)) }
    }
  }

  var results: [Result] {
    portions.withLock { portions in portions.sorted { $0.start < $1.start }.flatMap(\.results) }
  }
}
