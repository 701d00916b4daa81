/// A set of hardware threads as the kernel writes it, such as `0-3,8,10-11`.
struct CPUList: Equatable, Sendable {
  /// Larger numbers than this are no threads of any machine.
  static let largest = 65_535

  private(set) var threads: Set<Int>

  init(_ threads: Set<Int>) { self.threads = threads }

  /// The list in `text`; nil when it is not one.
  init?(_ text: String) {
    threads = []
    for part in text.split(whereSeparator: { $0 == "," || $0 == " " || $0 == "\n" || $0 == "\t" }) {
      let range = part.split(separator: ":").first ?? part
      let ends = range.split(separator: "-", omittingEmptySubsequences: false)
      guard let first = Int(ends[0]), (0...Self.largest).contains(first), ends.count <= 2 else { return nil }
      guard let last = ends.count == 2 ? Int(ends[1]) : first, (first...Self.largest).contains(last) else { return nil }
      threads.formUnion(first...last)
    }
  }

  /// A mask as hwloc and the kernel write it: words of 32 bits in hexadecimal, the highest first.
  ///
  /// A mask without end, `0xf...f,0x00000000`, has no count and gives nil.
  init?(mask text: String) {
    threads = []
    let words = text.split(separator: ",", omittingEmptySubsequences: false).reversed()
    guard !text.isEmpty, words.count <= (Self.largest + 1) / 32 else { return nil }
    for (index, word) in words.enumerated() {
      if word.isEmpty { continue }
      guard let bits = Hexadecimal.value(word, below: 1 << 32) else { return nil }
      for bit in 0..<32 where bits >> bit & 1 == 1 { threads.insert(index * 32 + bit) }
    }
  }

  var count: Int { threads.count }

  /// The kernel's spelling: ranges in order.
  var text: String {
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
