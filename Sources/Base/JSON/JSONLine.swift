/// Finds the line of a value, so that a complaint about its shape can name the place.
package enum JSONLine {
  /// The line, counted from 1, on which the value at `pointer` begins, or its nearest enclosing value.
  ///
  /// The text must be well-formed; it is scanned once, only when there is something to complain about.
  package static func line(of pointer: String, in bytes: UnsafeBufferPointer<UInt8>) -> Int {
    let steps = pointer.split(separator: "/").map { step in
      String(step.replacing("~1", with: "/").replacing("~0", with: "~"))
    }
    var scanner = Scanner(bytes: bytes)
    scanner.find(steps[...])
    return scanner.bestLine
  }

  private struct Scanner {
    let bytes: UnsafeBufferPointer<UInt8>
    var position = 0
    var line = 1
    var bestLine = 1

    init(bytes: UnsafeBufferPointer<UInt8>) { self.bytes = bytes }

    mutating func find(_ steps: ArraySlice<String>) {
      skipSpace()
      bestLine = line
      guard let step = steps.first, position < bytes.count else { return }
      let isObject = bytes[position] == UInt8(ascii: "{")
      guard isObject || bytes[position] == UInt8(ascii: "[") else { return }
      position += 1
      var index = 0
      while true {
        skipSpace()
        guard position < bytes.count, bytes[position] != UInt8(ascii: "}"), bytes[position] != UInt8(ascii: "]")
        else { return }
        var name = String(index)
        if isObject {
          name = scanString()
          skipSpace()
          position += 1
        }
        if name == step { return find(steps.dropFirst()) }
        skipValue()
        skipSpace()
        if position < bytes.count, bytes[position] == UInt8(ascii: ",") { position += 1 }
        index += 1
      }
    }

    private mutating func skipValue() {
      skipSpace()
      var depth = 0
      while position < bytes.count {
        switch bytes[position] {
        case UInt8(ascii: "\""):
          _ = scanString()
          if depth == 0 { return }
          continue
        case UInt8(ascii: "{"), UInt8(ascii: "["): depth += 1
        case UInt8(ascii: "}"), UInt8(ascii: "]"):
          if depth == 0 { return }
          depth -= 1
          if depth == 0 {
            position += 1
            return
          }
        case UInt8(ascii: ",") where depth == 0: return
        case 0x0A: line += 1
        default: break
        }
        position += 1
      }
    }

    private mutating func scanString() -> String {
      let start = position
      position += 1
      while position < bytes.count, bytes[position] != UInt8(ascii: "\"") {
        position += bytes[position] == UInt8(ascii: "\\") ? 2 : 1
      }
      position = min(position + 1, bytes.count)
      let literal = UnsafeBufferPointer(rebasing: bytes[start..<position])
      return (try? JSONParser.parse(literal))?.string ?? ""
    }

    private mutating func skipSpace() {
      while position < bytes.count, bytes[position] <= 0x20 {
        if bytes[position] == 0x0A { line += 1 }
        position += 1
      }
    }
  }
}
