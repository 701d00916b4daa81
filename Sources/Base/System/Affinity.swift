import CSystem

/// The hardware threads that this process may run on.
package enum Affinity {
  /// Their numbers in order; nil when the kernel does not say.
  package static func ownThreads() -> [Int]? {
    var mask = [UInt](repeating: 0, count: 1024)
    let count = mask.withUnsafeMutableBytes { bytes in plimsoll_affinity(bytes.baseAddress, bytes.count) }
    guard count > 0 else { return nil }
    var threads: [Int] = []
    for (word, bits) in mask.enumerated() where bits != 0 {
      for bit in 0..<UInt.bitWidth where bits & (1 << UInt(bit)) != 0 { threads.append(word * UInt.bitWidth + bit) }
    }
    return threads.isEmpty ? nil : threads
  }
}
