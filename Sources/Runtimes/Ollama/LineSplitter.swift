/// Cuts bytes into lines, of which none may be longer than a limit.
package struct LineSplitter {
  /// Longer lines are no lines of a server that means well.
  package static let longest = 1 << 20

  private var rest: [UInt8] = []

  package init() {}

  /// The lines that `bytes` complete; nil when a line is too long.
  package mutating func lines(_ bytes: some Sequence<UInt8>) -> [[UInt8]]? {
    var lines: [[UInt8]] = []
    for byte in bytes {
      if byte == 0x0A {
        if !rest.isEmpty { lines.append(rest) }
        rest = []
      } else {
        guard rest.count < Self.longest else { return nil }
        rest.append(byte)
      }
    }
    return lines
  }

  /// What came after the last line feed.
  var remainder: [UInt8] { rest }
}
