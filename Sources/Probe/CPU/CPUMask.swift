import Machines

extension CPUList {
  /// A mask as hwloc and the kernel write it: words of 32 bits in hexadecimal, the highest first.
  ///
  /// A mask without end, `0xf...f,0x00000000`, has no count and gives nil.
  init?(mask text: String) {
    var threads: Set<Int> = []
    let words = text.split(separator: ",", omittingEmptySubsequences: false).reversed()
    guard !text.isEmpty, words.count <= (Self.largest + 1) / 32 else { return nil }
    for (index, word) in words.enumerated() {
      if word.isEmpty { continue }
      guard let bits = Hexadecimal.value(word, below: 1 << 32) else { return nil }
      for bit in 0..<32 where bits >> bit & 1 == 1 { threads.insert(index * 32 + bit) }
    }
    self.init(threads)
  }
}
