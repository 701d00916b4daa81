/// Changes bytes at random: other values, cuts, repeats, huge and negative numbers, bytes that are not UTF-8.
package struct Mutator {
  private var generator: SeededRandom

  package init(seed: UInt64) { generator = SeededRandom(seed: seed) }

  private static let insertions: [[UInt8]] =
    [
      "99999999999999999999", "-1", "9223372036854775807", "0xffffffffffffffff", "\n", ":", "=", " ", "\0", "1e308",
      "4294967296", "-9223372036854775808", "0-65535", "<", "\"", "&#0;", "/../../", "max", "{", "[", ",", "\\u0000",
      "null", "1e999", "-", "\u{1B}[2J", "\u{202E}",
    ].map { Array($0.utf8) } + [
      [0xFF, 0xFE, 0xC0], [0xED, 0xA0, 0x80], [0x80, 0, 0, 0], [UInt8](repeating: 0xFF, count: 8),
    ]

  package mutating func number(below limit: Int) -> Int { Int(generator.next() % UInt64(max(1, limit))) }

  package mutating func mutated(_ seed: [UInt8]) -> [UInt8] {
    var bytes = seed
    for _ in 0...number(below: 4) {
      guard !bytes.isEmpty else { return [UInt8(truncatingIfNeeded: generator.next())] }
      let position = number(below: bytes.count)
      switch number(below: 8) {
      case 0: bytes[position] = UInt8(truncatingIfNeeded: generator.next())
      case 1: bytes.removeSubrange(position...)
      case 2, 3: bytes.insert(contentsOf: Self.insertions[number(below: Self.insertions.count)], at: position)
      case 4: bytes.removeSubrange(position..<min(bytes.count, position + 1 + number(below: 8)))
      case 5:
        let piece = Array(bytes[position..<min(bytes.count, position + 1 + number(below: 24))])
        bytes.insert(contentsOf: piece, at: number(below: bytes.count))
      case 6: for index in position..<min(bytes.count, position + 8) { bytes[index] = 0xFF }
      default: bytes[position] ^= 1 << UInt8(number(below: 8))
      }
    }
    return bytes
  }
}
