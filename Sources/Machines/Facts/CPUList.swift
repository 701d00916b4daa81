/// A set of hardware threads as the kernel writes it, such as `0-3,8,10-11`.
package struct CPUList: Equatable, Sendable {
  /// Larger numbers than this are no threads of any machine.
  package static let largest = 65_535

  package private(set) var threads: Set<Int>

  package init(_ threads: Set<Int>) { self.threads = threads }

  /// The list in `text`; nil when it is not one.
  package init?(_ text: String) {
    threads = []
    for part in text.split(whereSeparator: { $0 == "," || $0 == " " || $0 == "\n" || $0 == "\t" }) {
      let range = part.split(separator: ":").first ?? part
      let ends = range.split(separator: "-", omittingEmptySubsequences: false)
      guard let first = Int(ends[0]), (0...Self.largest).contains(first), ends.count <= 2 else { return nil }
      guard let last = ends.count == 2 ? Int(ends[1]) : first, (first...Self.largest).contains(last) else { return nil }
      threads.formUnion(first...last)
    }
  }

  package var count: Int { threads.count }

  /// The kernel's spelling: ranges in order.
  package var text: String {
    var ranges: [(Int, Int)] = []
    for thread in threads.sorted() {
      if let last = ranges.last, last.1 + 1 == thread {
        ranges[ranges.count - 1].1 = thread
      } else {
        ranges.append((thread, thread))
      }
    }
    return ranges.map { $0.0 == $0.1 ? "\($0.0)" : "\($0.0)-\($0.1)" }.joined(separator: ",")
  }
}
