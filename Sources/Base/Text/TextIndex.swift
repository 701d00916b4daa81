import Glibc

/// Finds which of some texts given bytes spell, without making a text of them.
package final class TextIndex: Sendable {
  /// The texts one after another, and where each begins and the last ends.
  private let bytes: [UInt8]
  private let starts: [Int32]
  /// The texts' places by their hashes, each in the first free slot from its own on; -1 where a slot is free.
  private let slots: [Int16]

  /// Of equal texts the first is found.
  package init(_ texts: [String]) {
    var capacity = 16
    while capacity < texts.count * 3 { capacity *= 2 }
    var slots = [Int16](repeating: -1, count: capacity)
    var (bytes, starts): ([UInt8], [Int32]) = ([], [0])
    for (place, text) in texts.enumerated() {
      let own = Array(text.utf8)
      var slot = own.withUnsafeBufferPointer { Self.slot(of: $0, capacity) }
      while slots[slot] >= 0 { slot = (slot + 1) & (capacity - 1) }
      slots[slot] = Int16(place)
      bytes += own
      starts.append(Int32(bytes.count))
    }
    (self.bytes, self.starts, self.slots) = (bytes, starts, slots)
  }

  /// The place of the text that the bytes spell; nil where there is none.
  package func place(of wanted: UnsafeBufferPointer<UInt8>) -> Int? {
    var slot = Self.slot(of: wanted, slots.count)
    while slots[slot] >= 0 {
      let place = Int(slots[slot])
      if spells(wanted, place) { return place }
      slot = (slot + 1) & (slots.count - 1)
    }
    return nil
  }

  package func place(of text: String) -> Int? {
    var text = text
    return text.withUTF8(place)
  }

  private func spells(_ wanted: UnsafeBufferPointer<UInt8>, _ place: Int) -> Bool {
    let start = Int(starts[place])
    guard Int(starts[place + 1]) - start == wanted.count else { return false }
    guard let first = wanted.baseAddress else { return true }
    return bytes.withUnsafeBytes { $0.baseAddress.map { memcmp($0 + start, first, wanted.count) == 0 } ?? false }
  }

  private static func slot(of bytes: UnsafeBufferPointer<UInt8>, _ capacity: Int) -> Int {
    Int(truncatingIfNeeded: TextHash.hash(bytes) >> 20) & (capacity - 1)
  }
}
